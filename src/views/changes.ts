import { type Change, changeAspects, type Film, type Kept } from '../catalogue/film.ts';
import { changesOpen } from '../discord/custom-ids.ts';
import type { Message } from '../discord/message.ts';
import { type Stage, type WhenInWork, within } from '../spoilers/stages.ts';
import type { Words } from '../words/en.ts';
import { plotBlocks } from './blocks.ts';
import { titleOf } from './film-names.ts';
import { bold, card, lines, small } from './layout.ts';
import { plotMessages } from './plot-messages.ts';

/**
 * What a film changed and kept, aspect by aspect. What happens in the book and what happens in the film are spoilers of
 * their own, so that who knows one of them can open that one. Entries are numbered through, so that one has the same
 * number however far is told.
 */
export function changesMessages(
  { film, upto, audience }: { readonly film: Film; readonly upto: Stage; readonly audience: 'public' | 'private' },
  words: Words,
): readonly [Message, ...Message[]] {
  const title = titleOf(film, words);
  if (film.changes.length + film.kept.length === 0) return [card(words.changes.noneYet(title))];

  const changed = byAspect(film.changes).map((change, index) => ({ entry: change, number: index + 1 }));
  const kept = byAspect(film.kept).map((each, index) => ({ entry: each, number: changed.length + index + 1 }));
  const told = <Entry extends Change | Kept>({ entry }: { readonly entry: Entry }) => liesWithin(entry, upto);
  return plotMessages(
    {
      heading: lines(`## ${words.changes.heading(title)}`, small(`${words.changes.howTo} ${words.upTo[upto]}`)),
      continued: `## ${words.changes.continued(title)}`,
      blocks: [
        ...under(
          words.changes.changed,
          changed.filter(told).flatMap((each) => changeBlocks(each.entry, each.number, words)),
        ),
        ...under(
          words.changes.kept,
          kept.filter(told).flatMap((each) => keptBlocks(each.entry, each.number, words)),
        ),
      ],
      none: words.changes.noneUpTo(title, upto),
      audience,
      aside: changesOpen.build({ film: film.key, upto, audience: 'private' }),
    },
    words,
  );
}

function byAspect<Entry extends Change | Kept>(entries: readonly Entry[]): readonly Entry[] {
  const place = ({ aspect }: Entry) => changeAspects.indexOf(aspect);
  return entries.toSorted((one, other) => place(one) - place(other));
}

/** In both works: who was told up to there must not read on in either. What a work does not have spoils nothing of it. */
function liesWithin({ film, book }: { readonly film: WhenInWork; readonly book: WhenInWork }, upto: Stage): boolean {
  return [film, book].every((when) => when === 'absent' || within(when, upto));
}

/** A title over the first of some blocks; nothing where there are none. */
function under(title: string, [first, ...rest]: readonly string[]): readonly string[] {
  return first === undefined ? [] : [`### ${title}\n${first}`, ...rest];
}

function changeBlocks({ aspect, book, film, inBook, inFilm }: Change, number: number, words: Words): readonly string[] {
  const { label } = words.changes;
  return [
    ...labelled(label(number, aspect, 'book', { book, film }), inBook, words),
    ...labelled(label(number, aspect, 'film', { book, film }), inFilm, words),
  ];
}

function keptBlocks({ aspect, book, film, plot }: Kept, number: number, words: Words): readonly string[] {
  return labelled(words.changes.keptLabel(number, aspect, book, film), plot, words);
}

function labelled(label: string, plot: Kept['plot'], words: Words): readonly string[] {
  return plotBlocks(bold(label), plot, bold(words.changes.labelContinued(label)));
}
