import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Film } from '../../src/catalogue/film.ts';
import { filmKey } from '../../src/catalogue/ids.ts';
import { avoidedIn } from '../../src/catalogue/picking.ts';
import { summaryOf } from '../../src/catalogue/summary.ts';
import { workId } from '../../src/catalogue/works.ts';
import type { Told } from '../../src/discord/custom-ids.ts';
import { checkLimits } from '../../src/discord/limits.ts';
import type { Message } from '../../src/discord/message.ts';
import { type Board, boards, type Standings } from '../../src/ratings/boards.ts';
import { allHalfSteps } from '../../src/ratings/half-steps.ts';
import { tallyOf } from '../../src/ratings/tally.ts';
import type { Said } from '../../src/spoilers/gate.ts';
import { stages } from '../../src/spoilers/stages.ts';
import { explanation } from '../../src/views/apologies.ts';
import { boardCard } from '../../src/views/board-card.ts';
import { changesMessages } from '../../src/views/changes.ts';
import { criticNames } from '../../src/views/critic-names.ts';
import { filmCard } from '../../src/views/film-card.ts';
import { suggestionsFor } from '../../src/views/film-names.ts';
import { noteSuggestions } from '../../src/views/offers.ts';
import { nothingFits, pickCard } from '../../src/views/pick-card.ts';
import { howFarCard, progressCard } from '../../src/views/progress.ts';
import { ownRatings, ratingsCard } from '../../src/views/ratings-card.ts';
import { restMessages, revealMessages } from '../../src/views/reveal.ts';
import { reviewCard } from '../../src/views/review-card.ts';
import { stillsCard } from '../../src/views/stills.ts';
import { synopsisMessages } from '../../src/views/synopsis.ts';
import { wordsFor } from '../../src/words/words.ts';
import { hostilePlot, hostileText, plotPoint } from '../spoilers/hostile.ts';
import { anyFilm, largestFilm, readFilm } from './any-film.ts';
import { bait, expectHarmless, expectNoMarkUp, shownIn } from './what-is-shown.ts';

const words = wordsFor('en-GB');
const nobody = tallyOf([]);
const hostileFilm = anyFilm(({ secret }) => (secret ? hostilePlot : hostileText));

/** The last page that a custom_id can ask for; a page too far shows the last there is. */
const lastPage = 99;

const tallies = { film: nobody, book: nobody };

function everyPage(card: (page: number) => Message, step: number): readonly Message[] {
  const pages: Message[] = [];
  for (let page = 0; page <= lastPage; page += step) {
    const shown = card(page);
    if (JSON.stringify(shown) === JSON.stringify(pages.at(-1))) break;
    pages.push(shown);
  }
  expect(pages.length * step).toBeLessThan(lastPage);
  return pages;
}

function reviewPages(film: Film, step: number): readonly Message[] {
  const [ours, other] = film.reviews;
  const pages = everyPage((page) => reviewCard({ film, review: ours, page, tallies }, words), step);
  return other ? [...pages, reviewCard({ film, review: other, page: 0, tallies }, words)] : pages;
}

function everySynopsis(film: Film): readonly Message[] {
  return stages.flatMap((upto) => synopsisMessages({ film, upto }, words));
}

function filmPages(film: Film, step: number): readonly Message[] {
  const other = { ...summaryOf(film), key: filmKey.parse('another-film-1999') };
  const adaptations = Array.from({ length: 30 }, () => other);
  return everyPage((page) => filmCard({ film, adaptations, page, tallies }, words), step);
}

function everyChange(film: Film): readonly Message[] {
  return stages.flatMap((upto) => changesMessages({ film, upto }, words));
}

/** With the film's own notes as what is avoided, and with something of which there is no note. */
function everyPick(film: Film): readonly Message[] {
  const { contentNotes: notes, countries, languages, book } = film;
  return [notes[0] ?? '', 'clowns, whales'].flatMap((avoided) => {
    const [country, language] = [countries[0], languages[0]];
    const wishes = { decade: 2010, country, language, form: book.form, avoid: avoidedIn(avoided) };
    return [
      pickCard({ film, count: 2, wishes, notes }, words),
      nothingFits({ wishes, notes, loosen: { wish: 'avoid', leaves: 12_345 } }, words),
    ];
  });
}

function tellingsOf(film: Film): readonly Told[] {
  return [
    { kind: 'synopsis', upto: 'ending' },
    { kind: 'changes', upto: 'ending' },
    ...film.reviews.slice(0, 2).map(({ key }) => ({ kind: 'review', review: key }) as const),
  ];
}

/** What is opened for somebody, and what they are asked. */
function revealsFor(film: Film, said: Said): readonly Message[] {
  return tellingsOf(film).flatMap((told) => revealMessages({ film, told, said, shownFor: undefined }, words));
}

/** What they are shown because they ask for it all the same. */
function restFor(film: Film, said: Said): readonly Message[] {
  return tellingsOf(film).flatMap((told) => restMessages({ film, told, said }, words));
}

function progressCards(film: Film): readonly Message[] {
  const said = { film: 'finished', book: undefined } as const;
  const summary = summaryOf(film);
  return [
    progressCard({ film: summary, said }, words),
    ...tellingsOf(film).map((told) => howFarCard({ film: summary, told, said, kept: false }, words)),
  ];
}

/** With ratings, drawn and in text, and on each board as often as a page has places. */
function everyRating(film: Film): readonly Message[] {
  const summary = summaryOf(film);
  const picture = { name: 'ratings.png', bytes: new Uint8Array() };
  const rated = {
    film: tallyOf([...allHalfSteps]),
    book: tallyOf([...allHalfSteps]),
    gap: { count: 9, difference: 1 },
  };
  const pair = { film: workId('film', film), book: workId('book', film) };
  const standingsOf = (board: Board): Standings => ({
    mean: 3,
    placed: Array.from({ length: 11 }, (_, at) => ({
      place: at === 0 ? 1 : at,
      score: 4,
      of: board === 'gap' ? { board, pair, gap: rated.gap } : { board, work: pair.book, tally: rated.book },
    })),
  });
  const mention = (name: string) => `/${name}`;
  return [
    ratingsCard({ film: summary, tallies: rated, picture }, words),
    ratingsCard({ film: summary, tallies: rated, picture: undefined }, words),
    ratingsCard(
      { film: summary, tallies: { ...tallies, gap: { count: 0, difference: undefined } }, picture: undefined },
      words,
    ),
    ownRatings({ film: summary, given: { film: allHalfSteps[0], book: undefined } }, words),
    ...boards.flatMap((board) =>
      [0, lastPage].map((page) =>
        boardCard({ board, page, standings: standingsOf(board), films: [summary], mention }, words),
      ),
    ),
  ];
}

function everyMessage(film: Film, step = 1): readonly Message[] {
  const summary = summaryOf(film);
  const unclear = { code: 'film.unclear', query: film.title, nearest: [summary, summary, summary] } as const;
  const critics = criticNames(film.reviews, words);
  const context = { retry: () => 'retry', mention: (name: string) => `/${name}` };
  return [
    ...reviewPages(film, step),
    ...everySynopsis(film),
    ...filmPages(film, step),
    ...everyChange(film),
    ...everyPick(film),
    ...progressCards(film),
    ...everyRating(film),
    stillsCard(film, words),
    explanation({ ...unclear, nearest: [summary] }, context, words),
    explanation({ code: 'critic.unknown', query: film.title, critics }, context, words),
  ];
}

describe('whatever a content file says', () => {
  test('every page of a review tells no plot outside a spoiler and formats, links or pings nothing', () => {
    fc.assert(
      fc.property(hostileFilm, (film) => {
        for (const message of reviewPages(film, 1)) expectHarmless(shownIn(message.components));
      }),
      { numRuns: 60 },
    );
  });

  test('a synopsis shows no scene before it is pressed, however far it is told', () => {
    fc.assert(
      fc.property(hostileFilm, (film) => {
        for (const message of everySynopsis(film)) expectHarmless(shownIn(message.components));
      }),
      { numRuns: 100 },
    );
  });

  test('nothing that a film changed or kept is shown before it is pressed', () => {
    fc.assert(
      fc.property(hostileFilm, (film) => {
        for (const message of everyChange(film)) expectHarmless(shownIn(message.components));
      }),
      { numRuns: 100 },
    );
  });

  test('who has started neither work is shown no plot by the gate, and is asked without any', () => {
    fc.assert(
      fc.property(hostileFilm, (film) => {
        const messages = [...progressCards(film), ...revealsFor(film, {})];
        for (const message of messages) expectHarmless(shownIn(message.components));
      }),
      { numRuns: 60 },
    );
  });

  test('what is opened formats, links and pings nothing', () => {
    fc.assert(
      fc.property(hostileFilm, (film) => {
        const messages = [...revealsFor(film, { film: 'finished', book: 'middle' }), ...restFor(film, {})];
        for (const { components } of messages)
          for (const text of shownIn(components).texts) expectNoMarkUp(text.replaceAll(plotPoint, bait));
      }),
      { numRuns: 60 },
    );
  });

  test('the facts of a film, and a pick of it, tell no plot and format, link or ping nothing', () => {
    fc.assert(
      fc.property(hostileFilm, (film) => {
        for (const message of [...filmPages(film, 1), ...everyPick(film)]) expectHarmless(shownIn(message.components));
      }),
      { numRuns: 60 },
    );
  });

  test('what a server gave it, and its places on boards, format, link or ping nothing', () => {
    fc.assert(
      fc.property(hostileFilm, (film) => {
        for (const message of everyRating(film)) expectHarmless(shownIn(message.components));
      }),
      { numRuns: 60 },
    );
  });

  test('every message is within the limits of Discord', () => {
    fc.assert(
      fc.property(hostileFilm, (film) => {
        const opened = [...revealsFor(film, { film: 'finished' }), ...restFor(film, { film: 'finished' })];
        for (const message of [...everyMessage(film), ...opened]) checkLimits(message);
      }),
      { numRuns: 60 },
    );
  });

  test('suggestions are named within the limits of Discord and tell no plot', () => {
    fc.assert(
      fc.property(hostileFilm, (film) => {
        const suggested = suggestionsFor([summaryOf(film)], words).map(({ name }) => name);
        const notes = noteSuggestions(film.contentNotes).map(({ name }) => name);
        const names = [...suggested, ...notes, ...criticNames(film.reviews, words)];
        expectHarmless({ texts: [], plain: names });
        for (const name of names) expect(name.length).toSatisfy((length) => length >= 1 && length <= 100);
      }),
      { numRuns: 60 },
    );
  });
});

const fillers: readonly (readonly [string, string])[] = [
  ['signs that are escaped', `*_|\`[${bait}`],
  ['three bytes a character', `映画の${bait}`],
  ['towers of marks in both directions', `a\n\nفیلم\u0300\u0301\u0302\u0303\u0304 ${bait}`],
];

/** A card of that size takes long to lay out. */
const everyFewPages = 7;

test.each(fillers)('a film at its largest, full of %s, is within the limits of Discord throughout', (_, filler) => {
  const film = readFilm(largestFilm(({ max, secret }) => `${secret ? '\uE000' : ''}${filler}`.repeat(max)));
  const messages = everyMessage(film, everyFewPages);
  for (const message of messages) {
    checkLimits(message);
    expectHarmless(shownIn(message.components));
  }
});

test.each(fillers)('all that is opened of a film at its largest, full of %s, is within the limits', (_, filler) => {
  const film = readFilm(largestFilm(({ max }) => filler.repeat(max)));
  for (const message of revealsFor(film, { film: 'finished', book: 'middle' })) checkLimits(message);
});
