import type { FilmSummary } from '../catalogue/summary.ts';
import { matchupCast, matchupChange, matchupClose, matchupKnows, matchupTakeBack } from '../discord/custom-ids.ts';
import type { Message } from '../discord/message.ts';
import { type Ballot, type Count, knowledges, type Matchup, type Side, sides } from '../matchups/matchup.ts';
import { ellipsis } from '../spoilers/cut.ts';
import { escapeLine } from '../spoilers/escape.ts';
import type { Words } from '../words/en.ts';
import { bar } from './bars.ts';
import { plainTitleOf, titleOf } from './film-names.ts';
import { card, lines, rule } from './layout.ts';

/** Discord's limit for a thread's name. */
const maxThreadName = 100;

const inSeconds = (milliseconds: number) => Math.floor(milliseconds / 1000);

/** The card that everybody shares: both works, the question, the ballots and, while it is open, the buttons. */
export function matchupCard(film: FilmSummary, matchup: Matchup, count: Count, words: Words): Message {
  const title = titleOf(film, words);
  const talk = matchup.thread && `-# ${words.matchup.talkIn(matchup.thread)}`;
  if (matchup.status.kind === 'closed') {
    return card(
      `## ${words.matchup.resultHeading(title)}`,
      bothWorks(film, words),
      rule,
      words.matchup.result(count),
      bars(count, words),
      lines(`-# ${words.matchup.closed(inSeconds(matchup.status.at))}`, talk),
    );
  }
  return card(
    `## ${words.matchup.title(title)}`,
    bothWorks(film, words),
    rule,
    lines(`**${words.matchup.question}**`, words.matchup.ballots(count.ballots), bars(count, words)),
    lines(`-# ${words.matchup.closes(inSeconds(matchup.closesAt))}`, talk),
    { buttons: [...sideButtons(matchup, words), closeButton(matchup, words)] },
  );
}

/** The result once more, where the talk is. */
export function matchupResult(film: FilmSummary, count: Count, words: Words): Message {
  return card(`## ${words.matchup.resultHeading(titleOf(film, words))}`, words.matchup.result(count));
}

/** What a member's ballot says, for them alone, and what they can do about it. */
export function ballotAnswer(film: FilmSummary, matchup: Matchup, ballot: Ballot, words: Words): Message {
  const { id } = matchup;
  return card(
    words.matchup.confirmed(ballot.side, titleOf(film, words)),
    ballot.knows ? words.matchup.knows[ballot.knows] : words.matchup.knowsWhat,
    {
      buttons: knowledges.map((knows) => ({
        label: words.buttons.knows[knows],
        id: matchupKnows.build({ id, knows }),
        style: knows === ballot.knows ? 'success' : 'secondary',
      })),
    },
    {
      buttons: [
        ...changeButtons(matchup, ballot.side, words),
        { label: words.buttons.takeBack, id: matchupTakeBack.build({ id }), style: 'danger' },
      ],
    },
  );
}

/** After a ballot was taken back: another can be cast. */
export function ballotTakenBack(film: FilmSummary, matchup: Matchup, words: Words): Message {
  return card(words.matchup.takenBack(titleOf(film, words)), { buttons: changeButtons(matchup, undefined, words) });
}

/** What begins the talk: the film's questions that give nothing away. */
export function talkOpening(prompts: readonly string[], words: Words): Message {
  if (prompts.length === 0) return card(words.matchup.noPrompts);
  return card(words.matchup.prompts, ...prompts.map((prompt) => `- ${escapeLine(prompt)}`));
}

/** The name of a matchup's thread: a title and a year, never any plot. */
export function threadName(film: FilmSummary, words: Words): string {
  const around = words.matchup.threadName('').length;
  return ellipsis(words.matchup.threadName(plainTitleOf(film, words, maxThreadName - around)), maxThreadName);
}

/** A text of ours alone, on a card. */
export function note(text: string): Message {
  return card(text);
}

function bothWorks(film: FilmSummary, words: Words): string {
  const { book } = film;
  return lines(
    words.matchup.book(
      escapeLine(book.title),
      book.authors.map(escapeLine),
      words.film.bookFacts(book.form, book.year),
    ),
    words.matchup.film(titleOf(film, words), film.directors.map(escapeLine), words.film.medium[film.medium]),
  );
}

function bars({ ballots, sides: perSide }: Count, words: Words): string {
  return sides
    .map((side) => `${bar(perSide[side], ballots)} ${words.matchup.sideCount(side, perSide[side])}`)
    .join('\n');
}

function sideButtons({ id }: Matchup, words: Words) {
  return sides.map((side) => ({
    label: words.buttons.sides[side],
    id: matchupCast.build({ id, side }),
    style: 'primary' as const,
  }));
}

function changeButtons({ id }: Matchup, current: Side | undefined, words: Words) {
  return sides
    .filter((side) => side !== current)
    .map((side) => ({ label: words.buttons.sides[side], id: matchupChange.build({ id, side }) }));
}

function closeButton({ id }: Matchup, words: Words) {
  return { label: words.buttons.close, id: matchupClose.build({ id }) };
}
