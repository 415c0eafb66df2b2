import { describe, expect, test } from 'vitest';
import { type Film, ourReviewKey } from '../../src/catalogue/film.ts';
import { loadFilms } from '../../src/catalogue/load.ts';
import { avoidedIn } from '../../src/catalogue/picking.ts';
import { runsOf, speaksOf } from '../../src/catalogue/prose.ts';
import { type FilmSummary, summaryOf } from '../../src/catalogue/summary.ts';
import { works } from '../../src/catalogue/works.ts';
import { type TextKind, textAt, textsIn } from '../../src/catalogue/written-texts.ts';
import { filmPage, reviewPage } from '../../src/discord/custom-ids.ts';
import { checkLimits, maxBytes, maxCharacters, maxComponents, weightOf } from '../../src/discord/limits.ts';
import type { Message } from '../../src/discord/message.ts';
import { knowledges, sides } from '../../src/matchups/ballot.ts';
import { countBallots } from '../../src/matchups/count.ts';
import { matchupRecord } from '../../src/matchups/matchup.ts';
import { allHalfSteps } from '../../src/ratings/half-steps.ts';
import { tallyFrom } from '../../src/ratings/tally.ts';
import { stages } from '../../src/spoilers/stages.ts';
import { memberId } from '../../src/storage/ids.ts';
import { changesMessages } from '../../src/views/changes.ts';
import { filmCard } from '../../src/views/film-card.ts';
import { suggestionsFor } from '../../src/views/film-names.ts';
import { helpCard } from '../../src/views/help.ts';
import { ballotAnswer, ballotTakenBack, matchupCard, matchupResult, talkTexts } from '../../src/views/matchup-card.ts';
import { nothingFits, pickCard } from '../../src/views/pick-card.ts';
import { ratingAnswer, ratingForm, ratingShared, ratingTakenBack, sharedRating } from '../../src/views/rating.ts';
import { reviewCard } from '../../src/views/review-card.ts';
import { stillsCard } from '../../src/views/stills.ts';
import { synopsisMessages } from '../../src/views/synopsis.ts';
import { wordsFor } from '../../src/words/words.ts';
import { readings, visibleBeforeClick, visibleText } from '../spoilers/discord-markdown.ts';

/*
 * Every card of every film that we ship: within Discord's limits, and with no plot where everybody reads. What plot is,
 * is taken from the files as their authors wrote them.
 */

const { films, mistakes } = await loadFilms(['data/films']);
const words = wordsFor('en-GB');
const member = memberId.parse('100000000000000001');
const crowd = tallyFrom(allHalfSteps.map((step) => step * 1111));

/** A JSON tree's text displays, and all other words in it that are shown: labels, alt texts, names. */
function shownIn(part: unknown): { readonly texts: readonly string[]; readonly labels: readonly string[] } {
  if (Array.isArray(part)) return joined(part.map(shownIn));
  if (typeof part !== 'object' || part === null) return { texts: [], labels: [] };
  const own = Object.entries(part).map(([name, value]: [string, unknown]) => {
    if (typeof value !== 'string') return shownIn(value);
    if (name === 'content') return { texts: [value], labels: [] };
    return { texts: [], labels: name === 'custom_id' || name === 'url' || name === 'value' ? [] : [value] };
  });
  return joined(own);
}

function joined(parts: readonly ReturnType<typeof shownIn>[]): ReturnType<typeof shownIn> {
  return { texts: parts.flatMap(({ texts }) => texts), labels: parts.flatMap(({ labels }) => labels) };
}

/** What a card shows to everybody, in the reading of each kind of client. */
function openTextsOf(card: unknown): readonly string[] {
  const { texts, labels } = shownIn(card);
  return [...labels, ...texts.flatMap((text) => readings.map((reading) => visibleBeforeClick(text, reading)))];
}

const telling = 6;

/**
 * What nobody may read in the open: the words that give the turn away, and every six words in a row of plot, save those
 * that its author wrote in the open too (`check:data` allows that of a setup alone).
 */
function secretsOf(written: unknown) {
  const texts = textsIn(written);
  const of = (kind: TextKind) => texts.filter((each) => each.kind === kind).map(({ text }) => text);
  const runs = (kind: TextKind) => new Set(of(kind).flatMap((text) => runsOf(text, telling)));
  const open = runs('open');
  return { runs: new Set([...runs('plot')].filter((run) => !open.has(run))), terms: of('term') };
}

function expectNoPlot(card: unknown, { runs, terms }: ReturnType<typeof secretsOf>): void {
  for (const text of openTextsOf(card)) {
    expect.soft(runsOf(text, telling).filter((run) => runs.has(run))).toEqual([]);
    expect.soft(terms.filter((term) => speaksOf(text, term))).toEqual([]);
  }
}

function expectSendable(card: Message): void {
  expect.soft(() => checkLimits(card)).not.toThrow();
  const { components, characters, bytes } = weightOf(card);
  expect
    .soft([components <= maxComponents, characters <= maxCharacters, bytes <= maxBytes])
    .toEqual([true, true, true]);
  const { texts } = shownIn(card);
  expect.soft(texts.filter((text) => visibleText(text).trim() === '')).toEqual([]);
}

/** Every page of a card: as many as there are until the last says that there is none after it. */
function pagesOf(card: (page: number) => Message, turnTo: (page: number) => string): readonly Message[] {
  const pages: Message[] = [];
  do pages.push(card(pages.length));
  while (JSON.stringify(pages.at(-1)).includes(`"${turnTo(pages.length)}"`));
  return pages;
}

const talliesHere = [{ film: crowd, book: crowd }, undefined];

const reviewsOf = (film: Film) => (film.reviews.length > 0 ? film.reviews : [undefined]);
const reviewPages = (film: Film) =>
  reviewsOf(film).flatMap((review) =>
    talliesHere.flatMap((tallies) =>
      pagesOf(
        (page) => reviewCard({ film, review, page, tallies }, words),
        (page) => reviewPage.build({ film: film.key, review: review?.key ?? ourReviewKey, page }),
      ),
    ),
  );

const summaries = films.map(({ film }) => summaryOf(film));
const adaptationsOf = ({ book }: Film) => summaries.filter((each) => each.book.key === book.key);
const filmPages = (film: Film) =>
  talliesHere.flatMap((tallies) =>
    pagesOf(
      (page) => filmCard({ film, adaptations: adaptationsOf(film), page, tallies }, words),
      (page) => filmPage.build({ film: film.key, page }),
    ),
  );

function picks(film: Film): readonly Message[] {
  const { contentNotes: notes, countries, languages, book } = film;
  return ['', ...notes].flatMap((note) => {
    const [country, language] = [countries[0], languages[0]];
    const wishes = { decade: 1990, country, language, form: book.form, avoid: avoidedIn(note) };
    const loosen = { wish: 'decade', leaves: 7 } as const;
    return [pickCard({ film, count: 7, wishes, notes }, words), nothingFits({ wishes, notes, loosen }, words)];
  });
}

function matchupMessages(film: Film, summary: FilmSummary): readonly Message[] {
  const open = matchupRecord.parse({
    version: 1,
    id: 'abcdefghijklmnopqrstuvwx',
    guild: '100000000000000002',
    film: film.key,
    book: film.book.key,
    locale: 'en-GB',
    openedBy: member,
    aspects: true,
    openedAt: 0,
    closesAt: 1e12,
    channel: '100000000000000003',
    card: '100000000000000004',
    thread: '100000000000000004',
    status: { kind: 'open' },
  });
  const closed = { ...open, status: { kind: 'closed' as const, at: 1e12, announced: true } };
  const ballots = sides.flatMap((side) =>
    [...knowledges, undefined].map((knows) => ({
      version: 2 as const,
      sides: {
        overall: side,
        story: side,
        characters: side,
        ending: side,
        casting: side,
        atmosphere: side,
        faithfulness: side,
      },
      ...(knows && { knows }),
      changed: true,
      at: 0,
    })),
  );
  const count = countBallots(Array.from({ length: 1111 }, () => ballots).flat());
  return [
    ...[open, { ...open, blind: true }, closed].flatMap((matchup) =>
      [countBallots([]), count].map((each) => matchupCard(summary, matchup, each, words)),
    ),
    matchupResult(summary, closed, count, words),
    ...ballots.map((ballot) => ballotAnswer(summary, open, ballot, words)),
    ...[true, false].map((hadOne) => ballotTakenBack(summary, open, hadOne, words)),
  ];
}

function ratingMessages(film: FilmSummary): readonly Message[] {
  return works.flatMap((work) => [
    ...allHalfSteps.flatMap((steps) => [
      ratingAnswer({ film, work, steps }, crowd, words),
      ratingShared({ film, work, steps }, crowd, words),
      sharedRating(member, { film, work, steps }, words),
    ]),
    ...[true, false].map((hadOne) => ratingTakenBack({ film, work, hadOne }, crowd, words)),
  ]);
}

test('every shipped film is loaded', () => {
  expect(mistakes).toEqual([]);
  expect(films.length).toBeGreaterThan(4);
});

describe.each(films.map((loaded) => [loaded.film.key, loaded] as const))('%s', (_, { film, written }) => {
  const secrets = secretsOf(written);
  const summary = summaryOf(film);

  test('every page of every review', () => {
    for (const card of [...reviewPages(film), stillsCard(film, words)]) {
      expectSendable(card);
      expectNoPlot(card, secrets);
    }
  });

  test.each(stages)('the synopsis up to %s', (upto) => {
    const texts = textsIn(written);
    const plotOf = (index: number) => textAt(texts, 'scenes', index, 'plot') ?? '';
    for (const audience of ['public', 'private'] as const) {
      const cards = synopsisMessages({ film, upto, audience }, words);
      for (const card of cards) {
        expectSendable(card);
        expectNoPlot(card, secrets);
      }
      const told = cards
        .flatMap((card) => shownIn(card).texts)
        .map(visibleText)
        .join('\n');
      const runsTold = new Set(runsOf(told, telling));
      for (const [index, scene] of film.scenes.entries()) {
        const when = scene.film === 'absent' ? scene.book : scene.film;
        const isTold = when !== 'absent' && stages.indexOf(when) <= stages.indexOf(upto);
        const runs = runsOf(plotOf(index), telling);
        const shown = runs.filter((run) => runsTold.has(run)).length;
        // A scene that goes on in a further message loses the runs that its cut goes through.
        expect.soft(isTold ? shown >= runs.length * 0.8 : shown === 0, `scene ${index + 1}`).toBe(true);
      }
    }
  });

  test('the film beside its book, and a pick of it', () => {
    for (const card of [...filmPages(film), ...picks(film)]) {
      expectSendable(card);
      expectNoPlot(card, secrets);
    }
  });

  test.each(stages)('what it changed and kept, up to %s', (upto) => {
    const texts = textsIn(written);
    const textOf = (...path: readonly (string | number)[]) => textAt(texts, ...path) ?? '';
    for (const audience of ['public', 'private'] as const) {
      const cards = changesMessages({ film, upto, audience }, words);
      for (const card of cards) {
        expectSendable(card);
        expectNoPlot(card, secrets);
      }
      const shown = cards
        .flatMap((card) => shownIn(card).texts)
        .map(visibleText)
        .join('\n');
      const runsShown = new Set(runsOf(shown, telling));
      const entries = [
        ...film.changes.map((each, at) => ({ each, told: ['inBook', 'inFilm'].map((f) => textOf('changes', at, f)) })),
        ...film.kept.map((each, at) => ({ each, told: [textOf('kept', at, 'plot')] })),
      ];
      for (const { each, told } of entries) {
        const reached = [each.film, each.book].every(
          (when) => when === 'absent' || stages.indexOf(when) <= stages.indexOf(upto),
        );
        const runs = told.flatMap((text) => runsOf(text, telling));
        expect.soft(runs.length).toBeGreaterThan(0);
        const found = runs.filter((run) => runsShown.has(run)).length;
        expect.soft(reached ? found >= runs.length * 0.8 : found === 0, each.aspect).toBe(true);
      }
    }
  });

  test('the matchup, its ballots, its thread and its result', () => {
    const { name, opening } = talkTexts(summary, film.prompts, words);
    const cards = [...matchupMessages(film, summary), opening];
    for (const card of cards) expectSendable(card);
    expect(name.length).toBeLessThanOrEqual(100);
    expectNoPlot([...cards, { name }], secrets);
  });

  test('ratings, and the form for them', () => {
    const cards = ratingMessages(summary);
    for (const card of cards) expectSendable(card);
    const forms = works.map((work) => ratingForm({ film: summary, work, steps: 'none', from: 'card' }, words));
    for (const form of forms) expect(form.title.length).toBeLessThanOrEqual(45);
    expectNoPlot([...cards, ...forms], secrets);
  });

  test('its suggestion', () => {
    const suggestions = suggestionsFor([summary, summary], words);
    for (const { name } of suggestions) {
      expect(name.length).toBeLessThanOrEqual(100);
      expect(name).toMatch(/^.+ \(\d{4}\)/u);
    }
    expectNoPlot(suggestions, secrets);
  });
});

test('help', () => {
  const card = helpCard({ films: films.length, mention: (command) => `</${command}:100000000000000005>` }, words);
  expectSendable(card);
  for (const { written } of films) expectNoPlot(card, secretsOf(written));
});

describe('the check itself', () => {
  const secrets = { runs: new Set(['the butler did it all along']), terms: ['butler'] };

  test.each([
    ['in a text', { content: 'The butler did it all along.' }],
    ['after a spoiler', { content: '||nothing|| the butler did it' }],
    ['where a code span ends a spoiler early', { content: '||it `was` the butler||' }],
    ['in a label', { label: 'The butler' }],
    ['in alt text', { items: [{ description: 'The butler, dead' }] }],
  ])('sees plot %s', (_, card) => {
    const open = openTextsOf(card);
    expect(open.some((text) => speaksOf(text, 'butler'))).toBe(true);
  });

  test('sees none behind a spoiler', () => {
    expectNoPlot({ content: 'Ending: ||The butler did it all along.||' }, secrets);
  });
});
