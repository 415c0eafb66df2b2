import type { Change, Film, Kept } from '../catalogue/film.ts';
import { changeAspects } from '../catalogue/kinds.ts';
import type { Message } from '../discord/message.ts';
import { fromEither, fromThat, type When } from '../spoilers/gate.ts';
import { type Stage, within } from '../spoilers/stages.ts';
import type { Words } from '../words/en.ts';
import { titleOf } from './film-names.ts';
import { card } from './layout.ts';
import { plotMessages } from './plot-messages.ts';
import type { Chapter, Tale } from './tales.ts';

/**
 * What a film changed and kept, aspect by aspect. What happens in the book and what happens in the film are spoilers of
 * their own, so that who knows one of them can open that one.
 */
export function changesMessages(
  { film, upto }: { readonly film: Film; readonly upto: Stage },
  words: Words,
): readonly [Message, ...Message[]] {
  if (film.changes.length + film.kept.length === 0) return [card(words.changes.noneYet(titleOf(film, words)))];
  return plotMessages('changes', { film, upto }, changesChapters(film, upto, words), words);
}

/** All that was changed and kept up to a stage, numbered through, so that one has the same number however far is told. */
export function changesChapters(film: Film, upto: Stage, words: Words): readonly Chapter[] {
  const changed = byAspect(film.changes).map((change, index) => ({ entry: change, number: index + 1 }));
  const kept = byAspect(film.kept).map((each, index) => ({ entry: each, number: changed.length + index + 1 }));
  const told = <Entry extends Change | Kept>({ entry }: { readonly entry: Entry }) => liesWithin(entry, upto);
  return [
    {
      title: words.changes.changed,
      tales: changed.filter(told).flatMap((each) => changeTales(each.entry, each.number, words)),
    },
    {
      title: words.changes.kept,
      tales: kept.filter(told).map((each) => keptTale(each.entry, each.number, words)),
    },
  ];
}

function byAspect<Entry extends Change | Kept>(entries: readonly Entry[]): readonly Entry[] {
  const place = ({ aspect }: Entry) => changeAspects.indexOf(aspect);
  return entries.toSorted((one, other) => place(one) - place(other));
}

/** In both works: who was told up to there must not read on in either. What a work does not have spoils nothing of it. */
function liesWithin({ film, book }: When, upto: Stage): boolean {
  return [film, book].every((when) => when === 'absent' || within(when, upto));
}

function changeTales(change: Change, number: number, words: Words): readonly Tale[] {
  const { aspect, book, film } = change;
  const label = (work: 'book' | 'film') => words.changes.label(number, aspect, work, { book, film });
  return [
    labelled(label('book'), change.inBook, fromThat('book', change), words),
    labelled(label('film'), change.inFilm, fromThat('film', change), words),
  ];
}

function keptTale(kept: Kept, number: number, words: Words): Tale {
  const { aspect, book, film, plot } = kept;
  return labelled(words.changes.keptLabel(number, aspect, book, film), plot, fromEither(kept), words);
}

function labelled(label: string, plot: Tale['plot'], from: Tale['from'], words: Words): Tale {
  return { label, continued: words.changes.labelContinued(label), plot, from };
}
