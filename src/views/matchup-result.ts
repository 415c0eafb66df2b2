import type { FilmSummary } from '../catalogue/summary.ts';
import type { Message, MessageFile } from '../discord/message.ts';
import { aspects, type Question, type Side, sides } from '../matchups/ballot.ts';
import { type Count, groups, type SideCounts, totalOf, verdictOn } from '../matchups/count.ts';
import type { Matchup } from '../matchups/matchup.ts';
import type { StackedBar, StackedBars } from '../pictures/stacked-bars.ts';
import type { Words } from '../words/en.ts';
import { bars } from './bars.ts';
import { titleOf } from './film-names.ts';
import { type CardPart, card, lines, small } from './layout.ts';

/** The result once more, where the talk is. */
export function matchupResult(
  film: FilmSummary | undefined,
  matchup: Matchup,
  count: Count,
  words: Words,
  picture?: MessageFile,
): Message {
  return card(resultHeading(film, words), ...result(matchup, count, words, picture));
}

/** That it is closed. */
export function resultHeading(film: FilmSummary | undefined, words: Words): string {
  return `## ${film ? words.matchup.resultHeading(titleOf(film, words)) : words.matchup.resultHeadingAlone}`;
}

/** What the ballots say, in a sentence, and the ballots: as a picture, or in text where there is none. */
export function result(
  matchup: Matchup,
  count: Count,
  words: Words,
  picture: MessageFile | undefined,
): readonly CardPart[] {
  if (count.ballots === 0) return [words.matchup.noBallots];
  const sentence = `**${words.matchup.verdict(verdictOn('overall', count))}**`;
  const asked = matchup.aspects
    ? lines(...aspects.map((aspect) => words.matchup.aspectVerdict(aspect, verdictOn(aspect, count))))
    : '';
  const counts = lines(
    ...apart(count, words),
    small(words.matchup.inAll(count.ballots)),
    small(count.changed > 0 ? words.matchup.changed(count.changed) : ''),
  );
  if (picture) return [sentence, { picture, alt: resultInWords(matchup, count, words) }, counts, asked];
  return [lines(sentence, sideBars(count.answers.overall.both, words), counts), asked];
}

/** What the picture shows: a bar for each question, and for each group of those who know the same. */
export function drawnResult({ aspects: asksAspects }: Matchup, count: Count, words: Words): StackedBars {
  const bar = (label: string, parts: SideCounts): StackedBar => ({
    label,
    note: words.matchup.ballots(totalOf(parts)),
    parts,
  });
  const ofOverall = groups
    .filter((group) => group === 'both' || totalOf(count.answers.overall[group]) > 0)
    .map((group) => bar(words.matchup.groups[group], count.answers.overall[group]));
  const ofAspects = asksAspects ? aspects : [];
  return {
    names: words.buttons.sides,
    bars: [
      ...ofOverall,
      ...ofAspects.flatMap((aspect) => {
        const { both } = count.answers[aspect];
        const others = othersIn(count, aspect);
        const name = words.matchup.aspect(aspect);
        return [
          ...(totalOf(both) > 0 ? [bar(words.matchup.ofThose(name, 'both'), both)] : []),
          ...(totalOf(others) > 0 ? [bar(words.matchup.ofThose(name, 'others'), others)] : []),
        ];
      }),
    ],
    write: words.matchup.count,
  };
}

/** The answers of all who do not know both, or have not said. */
function othersIn({ answers }: Count, question: Question): SideCounts {
  const { book, film, unsaid } = answers[question];
  const sum = (side: Side) => book[side] + film[side] + unsaid[side];
  return { book: sum('book'), film: sum('film'), even: sum('even') };
}

/** The same as the picture, for those who do not see it. */
function resultInWords(matchup: Matchup, count: Count, words: Words): string {
  const { bars: drawn } = drawnResult(matchup, count, words);
  return drawn.map(({ label, parts }) => words.matchup.inWords(label, words.matchup.split(parts))).join(' ');
}

/** The ballots that leave the verdict to others. */
export function apart({ answers: { overall } }: Count, words: Words): readonly string[] {
  return groups.flatMap((group) => {
    const counts = overall[group];
    if (group === 'both' || totalOf(counts) === 0) return [];
    return small(words.matchup.apart(group, totalOf(counts), counts));
  });
}

/** A bar for each side. */
export function sideBars(perSide: SideCounts, words: Words): string {
  const rows = sides.map((side) => ({ part: perSide[side], name: words.buttons.sides[side] }));
  return bars(rows, totalOf(perSide), words.matchup.count);
}
