import type { Film } from '../catalogue/film.ts';
import type { FilmSummary } from '../catalogue/summary.ts';
import {
  matchupAspect,
  matchupCast,
  matchupChange,
  matchupClose,
  matchupKnows,
  matchupManage,
  matchupTake,
  matchupTakeBack,
} from '../discord/custom-ids.ts';
import type { Message, MessageFile } from '../discord/message.ts';
import { aspects, type Ballot, knowledges, type Side, sides } from '../matchups/ballot.ts';
import { type Count, totalOf } from '../matchups/count.ts';
import { isSecret, type Matchup, type ShownMatchup } from '../matchups/matchup.ts';
import { ellipsis } from '../spoilers/cut.ts';
import { escapeLine } from '../spoilers/escape.ts';
import type { Words } from '../words/en.ts';
import { plainTitleOf, titleOf } from './film-names.ts';
import { card, dotted, lines, rule, small } from './layout.ts';
import { apart, result, resultHeading, sideBars } from './matchup-result.ts';

type Prompt = Film['prompts'][number];

/** Discord's limit for a thread's name. */
const maxThreadName = 100;

const inSeconds = (milliseconds: number) => Math.floor(milliseconds / 1000);

/**
 * The card that everybody shares: both works, the question, the ballots and, while it is open, the buttons. A film that
 * has left the catalogue since is not named any more.
 */
export function matchupCard(
  film: FilmSummary | undefined,
  matchup: Matchup,
  count: Count,
  words: Words,
  picture?: MessageFile,
): Message {
  const talk = matchup.thread && `-# ${words.matchup.talkIn(matchup.thread)}`;
  const about = film && bothWorks(film, words);
  if (matchup.status.kind === 'closed') {
    return card(
      resultHeading(film, words),
      ...(about ? [about, rule] : []),
      ...result(matchup, count, words, picture),
      lines(`-# ${words.matchup.closed(inSeconds(matchup.status.at))}`, talk),
      { buttons: [manageButton(matchup, words)] },
    );
  }
  return card(
    ...(film ? [`## ${words.matchup.title(titleOf(film, words))}`] : []),
    ...(about ? [about, rule] : []),
    ...standing(matchup, count, words),
    lines(`-# ${words.matchup.closes(inSeconds(matchup.closesAt))}`, talk),
    { buttons: [...sideButtons(matchup, words), closeButton(matchup, words), manageButton(matchup, words)] },
  );
}

/** How it stands: those who know both, then all others apart. */
function standing(matchup: Matchup, count: Count, words: Words): readonly string[] {
  if (isSecret(matchup)) return [lines(`**${words.matchup.question}**`, words.matchup.blind)];
  const { both } = count.answers.overall;
  const told = matchup.aspects ? aspects.filter((aspect) => totalOf(count.answers[aspect].both) > 0) : [];
  return [
    lines(
      `**${words.matchup.question}** ${words.matchup.ballots(count.ballots)}`,
      small(words.matchup.decide(totalOf(both))),
      sideBars(both, words),
      ...apart(count, words),
    ),
    told.length === 0
      ? ''
      : lines(
          small(words.matchup.askedToo),
          ...told.map((aspect) =>
            dotted(words.matchup.aspect(aspect), words.matchup.split(count.answers[aspect].both)),
          ),
        ),
  ];
}

/** What a member's ballot says, for them alone, and what they can do about it. */
export function ballotAnswer(
  film: FilmSummary,
  matchup: Matchup,
  { ballot, hasTake }: { readonly ballot: Ballot; readonly hasTake: boolean },
  words: Words,
): Message {
  const { id } = matchup;
  return card(
    words.matchup.confirmed(ballot.sides.overall, titleOf(film, words)),
    ballot.knows ? words.matchup.knows[ballot.knows] : words.matchup.knowsWhat,
    {
      buttons: knowledges.map((knows) => ({
        label: words.buttons.knows[knows],
        id: matchupKnows.build({ id, knows }),
        style: knows === ballot.knows ? 'success' : 'secondary',
      })),
    },
    ...(matchup.aspects ? [words.matchup.aspects, ...aspectMenus(matchup, ballot, words)] : []),
    {
      buttons: [
        ...changeButtons(matchup, ballot.sides.overall, words),
        { label: words.buttons.takeBack, id: matchupTakeBack.build({ id }), style: 'danger' },
        { label: hasTake ? words.buttons.changeTake : words.buttons.addTake, id: matchupTake.build({ id }) },
      ],
    },
  );
}

/** After a ballot was taken back, or where there was none: another can be cast. */
export function ballotTakenBack(film: FilmSummary, matchup: Matchup, hadOne: boolean, words: Words): Message {
  const title = titleOf(film, words);
  return card(hadOne ? words.matchup.takenBack(title) : words.matchup.nothingToTakeBack(title), {
    buttons: changeButtons(matchup, undefined, words),
  });
}

/** The name of a matchup's thread, and what begins the talk there. */
export function talkTexts(
  film: FilmSummary,
  prompts: readonly Prompt[],
  words: Words,
): { readonly name: string; readonly opening: Message } {
  const plotFree = prompts.flatMap((prompt) => ('text' in prompt ? prompt.text : []));
  return { name: threadName(film, words), opening: talkOpening(plotFree, words) };
}

/** What begins the talk: the film's questions that give nothing away. */
function talkOpening(prompts: readonly string[], words: Words): Message {
  if (prompts.length === 0) return card(words.matchup.noPrompts);
  return card(words.matchup.prompts, ...prompts.map((prompt) => `- ${escapeLine(prompt)}`));
}

/** The name of a matchup's thread: a title and a year, never any plot. */
function threadName(film: FilmSummary, words: Words): string {
  const around = words.matchup.threadName('').length;
  return ellipsis(words.matchup.threadName(plainTitleOf(film, words, maxThreadName - around)), maxThreadName);
}

/** Where a card stands. */
export function linkToCard({
  guild,
  channel,
  card: message,
}: Pick<ShownMatchup, 'guild' | 'channel' | 'card'>): string {
  return linkTo({ guild, channel, message });
}

/** Where a message stands. */
export function linkTo({
  guild,
  channel,
  message,
}: {
  readonly guild: string;
  readonly channel: string;
  readonly message: string;
}): string {
  return `https://discord.com/channels/${guild}/${channel}/${message}`;
}

/** A text of ours alone, on a card. */
export function note(text: string): Message {
  return card(text);
}

/** Both works in the same words and the same order, so that they are compared at a glance. */
function bothWorks(film: FilmSummary, words: Words): string {
  const { book, title, year, directors, medium } = film;
  return lines(
    words.matchup.book(escapeLine(book.title), book.year, book.form, book.authors.map(escapeLine)),
    words.matchup.film(escapeLine(title), year, medium, directors.map(escapeLine)),
  );
}

/** A menu for each aspect. */
function aspectMenus({ id }: Matchup, ballot: Ballot, words: Words) {
  return aspects.map((aspect) => ({
    choice: {
      id: matchupAspect.build({ id, aspect }),
      question: words.matchup.aspectQuestion(aspect),
      options: sides.map((side) => ({ label: words.matchup.aspectSide(aspect, side), value: side })),
      picked: ballot.sides[aspect],
    },
  }));
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

function manageButton({ id }: Matchup, words: Words) {
  return { label: words.buttons.manage, id: matchupManage.build({ id }) };
}

function closeButton({ id }: Matchup, words: Words) {
  return { label: words.buttons.close, id: matchupClose.build({ id }) };
}
