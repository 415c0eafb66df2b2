import { describe, expect, test } from 'vitest';
import { filmKey } from '../../src/catalogue/ids.ts';
import { summaryOf } from '../../src/catalogue/summary.ts';
import { checkLimits } from '../../src/discord/limits.ts';
import type { Message } from '../../src/discord/message.ts';
import type { Placed, Standing } from '../../src/ratings/boards.ts';
import { halfSteps } from '../../src/ratings/half-steps.ts';
import { tallyOf } from '../../src/ratings/tally.ts';
import { boardCard } from '../../src/views/board-card.ts';
import { histogramsOf, ratingsCard } from '../../src/views/ratings-card.ts';
import { wordsFor } from '../../src/words/words.ts';
import { largestFilm, readFilm } from './any-film.ts';
import { shownIn } from './what-is-shown.ts';

const words = wordsFor('en-GB');
const film = { ...summaryOf(readFilm(largestFilm(() => 'x'))), title: 'Picture Show', year: 1999 };
const tally = (...steps: readonly number[]) => tallyOf(steps.map((each) => halfSteps.parse(each)));
const linesOf = (message: Message) => shownIn(message.components).texts.join('\n').split('\n');
const labelsOf = (message: Message) => shownIn(message.components).plain;

describe('film and book side by side', () => {
  const tallies = { film: tally(6, 6, 7), book: tally(9), gap: { count: 1, difference: undefined } };

  test('are bars in text where no picture could be drawn', () => {
    const message = ratingsCard({ film, tallies, picture: undefined }, words);
    expect(message.files).toBeUndefined();
    expect(linesOf(message)).toEqual([
      '## Stars for Picture Show (1999) and its book',
      '**Film** · 3 ratings: average 3.2, median 3, spread 0.2',
      '**Book** · 1 rating. From three on you see what they are.',
      '1 member has rated both. From three on, I compare the two.',
      '**Film**',
      '`░░░░░░░░░░ 0` ★★★★★',
      '`░░░░░░░░░░ 0` ★★★★½',
      '`░░░░░░░░░░ 0` ★★★★',
      '`███░░░░░░░ 1` ★★★½',
      '`███████░░░ 2` ★★★',
      '`░░░░░░░░░░ 0` ★★½',
      '`░░░░░░░░░░ 0` ★★',
      '`░░░░░░░░░░ 0` ★½',
      '`░░░░░░░░░░ 0` ★',
      '`░░░░░░░░░░ 0` ½',
      '-# Spread is the standard deviation of the stars: 0 where all agree.',
    ]);
  });

  test('are drawn without the work that has too few ratings, and not at all where both have', () => {
    expect(histogramsOf(tallies, words)).toMatchObject({
      film: { heading: 'Film', note: '3.2 ★ from 3', perStep: [0, 0, 0, 0, 0, 2, 1, 0, 0, 0] },
      book: { heading: 'Book', note: '1 rating', perStep: undefined },
    });
    expect(histogramsOf({ film: tally(6, 6), book: tally(9) }, words)).toBeUndefined();
  });

  test('are described within Discord’s limit, whatever the counts', () => {
    const perStep = Array.from({ length: 10 }, () => 1_234_567);
    const huge = { count: 12_345_670, perStep, average: 2.75, median: 2.75, spread: 1.4 };
    const picture = { name: 'ratings.png', bytes: new Uint8Array() };
    const all = { film: huge, book: huge, gap: { count: 12_345_670, difference: 0.1 } };
    checkLimits(ratingsCard({ film, tallies: all, picture }, words));
    const [alt = ''] = labelsOf(ratingsCard({ film, tallies: all, picture }, words));
    expect(alt).toMatch(/1,234,567 gave ½ star\.$/);
  });
});

test('a board has ten places a page, ways on and back, and ways to the others', () => {
  const placed = Array.from({ length: 21 }, (_, at): Placed<Standing> => {
    const work = `film:film-${String(at + 1).padStart(2, '0')}-1999` as const;
    return { place: at + 1, score: 5 - at / 10, of: { board: 'highest', work, tally: tally(8, 8, 8, 8, 8) } };
  });
  const films = placed.map((_, at) => {
    const name = `film-${String(at + 1).padStart(2, '0')}`;
    return { ...film, key: filmKey.parse(`${name}-1999`), title: name };
  });
  const page = (number: number) =>
    boardCard(
      { board: 'highest', page: number, standings: { placed, mean: 4 }, films, mention: (name) => `/${name}` },
      words,
    );
  const shown = (number: number) => linesOf(page(number)).filter((line) => line.startsWith('**'));
  expect(shown(0)).toHaveLength(10);
  expect(shown(1)[0]).toBe('**11.** film-11 (1999), the film · **4.00** · average 4.0 of 5 ratings');
  expect(shown(2)).toHaveLength(1);
  expect(page(99)).toEqual(page(2));
  expect(linesOf(page(1)).at(-1)).toBe('-# Page 2 of 3');
  expect(labelsOf(page(0))).toEqual(['Read on', 'Most divisive', 'Book against film']);
  expect(labelsOf(page(1))).toEqual(['Back', 'Read on', 'Most divisive', 'Book against film']);
  expect(labelsOf(page(2))).toEqual(['Back', 'Most divisive', 'Book against film']);
});
