import type { Film } from './catalogue/film.ts';
import { ourReviewKey } from './catalogue/ids.ts';
import type { Path } from './catalogue/mistakes.ts';
import { avoidedIn } from './catalogue/picking.ts';
import { type FilmSummary, summaryOf } from './catalogue/summary.ts';
import { works } from './catalogue/works.ts';
import { filmPage, reviewPage } from './discord/custom-ids.ts';
import type { Message } from './discord/message.ts';
import { knowledges, sides } from './matchups/ballot.ts';
import { countBallots } from './matchups/count.ts';
import { matchupRecord } from './matchups/matchup.ts';
import { allHalfSteps } from './ratings/half-steps.ts';
import { tallyFrom } from './ratings/tally.ts';
import { stages } from './spoilers/stages.ts';
import { memberId, messageId } from './storage/ids.ts';
import { changesMessages } from './views/changes.ts';
import { filmCard } from './views/film-card.ts';
import { ballotAnswer, ballotTakenBack, matchupCard, talkTexts } from './views/matchup-card.ts';
import { managementCard, matchupList, removalCard } from './views/matchup-management.ts';
import { matchupResult } from './views/matchup-result.ts';
import { nothingFits, pickCard } from './views/pick-card.ts';
import { progressCard } from './views/progress.ts';
import { ratingAnswer, ratingShared, ratingTakenBack, sharedRating } from './views/rating.ts';
import { reviewCard } from './views/review-card.ts';
import { stillsCard } from './views/stills.ts';
import { synopsisMessages } from './views/synopsis.ts';
import type { Words } from './words/en.ts';

/*
 * Every message in which a film can appear, for who checks content: made as for members, with tallies and ballots as
 * high as a large server's.
 */

/** A message about a film, and the field of its content that it shows. */
export interface PossibleCard {
  readonly name: string;
  readonly shows: Path;
  readonly card: Message;
}

/** Every message that a film can be shown in, beside the other films of its book. */
export function everyCard(film: Film, adaptations: readonly FilmSummary[], words: Words): readonly PossibleCard[] {
  const summary = summaryOf(film);
  const named = (name: string, field: string) => (card: Message) => ({ name, shows: [field], card });
  return [
    ...reviewPages(film, words).map(named('a page of a review', 'reviews')),
    named('the stills', 'stills')(stillsCard(film, words)),
    ...filmPages(film, adaptations, words).map(named('a page of the film and its book', 'title')),
    ...stages.flatMap((upto) => [
      ...synopsisMessages({ film, upto }, words).map(named(`the synopsis up to ${upto}`, 'scenes')),
      ...changesMessages({ film, upto }, words).map(named(`the changes up to ${upto}`, 'changes')),
    ]),
    named('how far a member is', 'title')(progressCard({ film: summary, said: {} }, words)),
    ...picks(film, words).map(named('the pick of a film', 'contentNotes')),
    ...matchupMessages(summary, words).map(named('a poll', 'title')),
    named('the opening of a talk', 'prompts')(talkTexts(summary, film.prompts, words).opening),
    ...ratingMessages(summary, words).map(named('a rating', 'title')),
  ];
}

const member = memberId.parse('100000000000000001');
const crowd = tallyFrom(allHalfSteps.map((step) => step * 1111));
const talliesHere = [{ film: crowd, book: crowd }, undefined];

/** As many pages as there are: until one does not lead on. */
function pagesOf(card: (page: number) => Message, turnTo: (page: number) => string): readonly Message[] {
  const pages: Message[] = [];
  do pages.push(card(pages.length));
  while (JSON.stringify(pages.at(-1)).includes(`"${turnTo(pages.length)}"`));
  return pages;
}

function reviewPages(film: Film, words: Words): readonly Message[] {
  const reviews = film.reviews.length > 0 ? film.reviews : [undefined];
  return reviews.flatMap((review) =>
    talliesHere.flatMap((tallies) =>
      pagesOf(
        (page) => reviewCard({ film, review, page, tallies }, words),
        (page) => reviewPage.build({ film: film.key, review: review?.key ?? ourReviewKey, page }),
      ),
    ),
  );
}

function filmPages(film: Film, adaptations: readonly FilmSummary[], words: Words): readonly Message[] {
  return talliesHere.flatMap((tallies) =>
    pagesOf(
      (page) => filmCard({ film, adaptations, page, tallies }, words),
      (page) => filmPage.build({ film: film.key, page }),
    ),
  );
}

function picks(film: Film, words: Words): readonly Message[] {
  const { contentNotes: notes, countries, languages, book } = film;
  return ['', ...notes].flatMap((note) => {
    const [country, language] = [countries[0], languages[0]];
    const wishes = { decade: 1990, country, language, form: book.form, avoid: avoidedIn(note) };
    const loosen = { wish: 'decade', leaves: 7 } as const;
    return [pickCard({ film, count: 7, wishes, notes }, words), nothingFits({ wishes, notes, loosen }, words)];
  });
}

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
const manyBallots = countBallots(Array.from({ length: 1111 }, () => ballots).flat());

function matchupMessages(summary: FilmSummary, words: Words): readonly Message[] {
  const open = matchupRecord.parse({
    version: 1,
    id: 'abcdefghijklmnopqrstuvwx',
    guild: '100000000000000002',
    film: summary.key,
    book: summary.book.key,
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
  return [
    ...[open, { ...open, blind: true }, closed].flatMap((matchup) =>
      [countBallots([]), manyBallots].map((each) => matchupCard(summary, matchup, each, words)),
    ),
    matchupResult(summary, closed, manyBallots, words),
    matchupResult(summary, closed, manyBallots, words, { name: 'result.png', bytes: new Uint8Array([1]) }),
    ...[open, closed].map((matchup) => managementCard(summary, matchup, words, words.matchup.extended(1e9))),
    removalCard(open, words),
    matchupList(
      Array.from({ length: 10 }, () => ({
        matchup: { ...open, card: messageId.parse('100000000000000004') },
        film: summary,
        count: manyBallots,
      })),
      { page: 1, pages: 3, mention: (command) => `</${command}:100000000000000005>` },
      words,
    ),
    ...ballots.map((ballot) => ballotAnswer(summary, open, { ballot, hasTake: true }, words)),
    ...[true, false].map((hadOne) => ballotTakenBack(summary, open, hadOne, words)),
  ];
}

function ratingMessages(film: FilmSummary, words: Words): readonly Message[] {
  return works.flatMap((work) => [
    ...allHalfSteps.flatMap((steps) => [
      ratingAnswer({ film, work, steps }, crowd, words),
      ratingShared({ film, work, steps }, crowd, words),
      sharedRating(member, { film, work, steps }, words),
    ]),
    ...[true, false].map((hadOne) => ratingTakenBack({ film, work, hadOne }, crowd, words)),
  ]);
}
