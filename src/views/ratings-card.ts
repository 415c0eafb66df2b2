import type { FilmSummary } from '../catalogue/summary.ts';
import { type Work, works } from '../catalogue/works.ts';
import { rateAsk, ratingsOwn } from '../discord/custom-ids.ts';
import type { Message } from '../discord/message.ts';
import type { Histograms } from '../pictures/histograms.ts';
import type { Picture } from '../pictures/pictures.ts';
import type { Gap } from '../ratings/gap.ts';
import { allHalfSteps, type HalfSteps, stars } from '../ratings/half-steps.ts';
import { enoughRatings, type Tally } from '../ratings/tally.ts';
import type { Words } from '../words/en.ts';
import { bars } from './bars.ts';
import { matchupDoor } from './doors.ts';
import { titleOf } from './film-names.ts';
import { card, lines, small } from './layout.ts';

/** What a server thinks of a film and its book. */
export interface PairOfTallies extends Readonly<Record<Work, Tally>> {
  readonly gap: Gap;
}

/** How they are drawn; undefined where neither has enough ratings for that. */
export function histogramsOf(tallies: Readonly<Record<Work, Tally>>, words: Words): Histograms | undefined {
  if (works.every((work) => !isShown(tallies[work]))) return undefined;
  const histogram = (work: Work) => ({
    heading: words.ratings.drawn.heading[work],
    note: words.ratings.drawn.note(tallies[work]),
    perStep: isShown(tallies[work]) ? tallies[work].perStep : undefined,
  });
  return {
    film: histogram('film'),
    book: histogram('book'),
    steps: allHalfSteps.map(stars),
    write: words.rating.count,
  };
}

/**
 * Film and book side by side, for everybody: the picture, or bars in text where it could not be drawn. Works with
 * fewer than {@link enoughRatings} show their count alone.
 */
export function ratingsCard(
  {
    film,
    tallies,
    picture,
  }: { readonly film: FilmSummary; readonly tallies: PairOfTallies; readonly picture: Picture | undefined },
  words: Words,
): Message {
  const hasBars = works.some((work) => isShown(tallies[work]));
  const rate = rateAsk.build({ film: film.key, work: 'film', steps: 'none', from: 'card' });
  return card(
    `## ${words.ratings.heading(titleOf(film, words))}`,
    lines(...works.map((work) => words.ratings.work(work, tallies[work])), words.ratings.gap(tallies.gap)),
    ...(picture ? [{ picture, alt: altOf(tallies, words) }] : works.map((work) => barsOf(work, tallies[work], words))),
    hasBars ? small(picture ? words.ratings.legend : words.ratings.spread) : '',
    {
      buttons: [
        { label: words.buttons.yourStars, id: ratingsOwn.build({ film: film.key }) },
        { label: words.buttons.rate, id: rate, style: 'primary' },
        matchupDoor(film.key, words),
      ],
    },
  );
}

/** A member's own stars for both works. For them alone. */
export function ownRatings(
  { film, given }: { readonly film: FilmSummary; readonly given: Readonly<Record<Work, HalfSteps | undefined>> },
  words: Words,
): Message {
  const written = (steps: HalfSteps | undefined) => (steps === undefined ? undefined : `**${stars(steps)}**`);
  return card(
    lines(
      words.ratings.ownHeading(titleOf(film, words)),
      ...works.map((work) => words.ratings.own(work, written(given[work]))),
    ),
    {
      buttons: works.map((work) => ({
        label: words.buttons.rateWork[work],
        id: rateAsk.build({ film: film.key, work, steps: given[work] ?? 'none', from: 'card' }),
      })),
    },
  );
}

const isShown = ({ count }: Tally) => count >= enoughRatings;

/** How many gave each half-step, from the best down. */
const fromTheBest = ({ perStep }: Tally) =>
  allHalfSteps.map((steps) => ({ steps, count: perStep[steps - 1] ?? 0 })).reverse();

function altOf(tallies: Readonly<Record<Work, Tally>>, words: Words): string {
  const { alt, step } = words.ratings.drawn;
  return alt(
    works.map((work) => {
      const given = isShown(tallies[work]) ? fromTheBest(tallies[work]).filter(({ count }) => count > 0) : [];
      return { work, count: tallies[work].count, stars: given.map(({ steps, count }) => step(steps, count)) };
    }),
  );
}

function barsOf(work: Work, tally: Tally, words: Words): string {
  if (!isShown(tally)) return '';
  const rows = fromTheBest(tally).map(({ steps, count }) => ({ part: count, name: stars(steps) }));
  return lines(words.ratings.bars(work), bars(rows, tally.count, words.rating.count));
}
