import type { Film, Scene } from '../catalogue/film.ts';
import type { Message } from '../discord/message.ts';
import { fromEither, fromThat } from '../spoilers/gate.ts';
import { type Stage, within } from '../spoilers/stages.ts';
import type { Words } from '../words/en.ts';
import { titleOf } from './film-names.ts';
import { card } from './layout.ts';
import { plotMessages } from './plot-messages.ts';
import type { Chapter, Tale } from './tales.ts';

/**
 * A film's scenes up to a stage, each behind a spoiler of its own, over as many messages as they need. What only one
 * work does in a scene that both have is a spoiler of its own under it.
 */
export function synopsisMessages(
  { film, upto }: { readonly film: Film; readonly upto: Stage },
  words: Words,
): readonly [Message, ...Message[]] {
  if (film.scenes.length === 0) return [card(words.synopsis.noneYet(titleOf(film, words)))];
  return plotMessages('synopsis', { film, upto }, synopsisChapters(film, upto, words), words);
}

/**
 * The scenes up to a stage, numbered through the whole synopsis, so that a scene has one number however far it is told.
 */
export function synopsisChapters(film: Film, upto: Stage, words: Words): readonly Chapter[] {
  const tales = film.scenes.flatMap((scene, index) =>
    within(firstTold(scene), upto) ? sceneTales(scene, index + 1, upto, words) : [],
  );
  return [{ tales }];
}

/** A scene that only the book has is told at its stage there. */
function firstTold({ film, book }: Scene) {
  return film === 'absent' ? book : film;
}

function sceneTales(scene: Scene, number: number, upto: Stage, words: Words): readonly Tale[] {
  const label = labelOf(scene, number, words);
  const tale = (its: string, plot: Tale['plot'], from: Tale['from']): Tale => ({
    label: its,
    continued: words.synopsis.labelContinued(its),
    plot,
    from,
  });
  const ofOne = (['film', 'book'] as const).flatMap((work) => {
    const plot = work === 'film' ? scene.inFilm : scene.inBook;
    // The scene may come later in the book than in the film, by whose stages it is told.
    if (plot === undefined || !within(scene[work], upto)) return [];
    return [tale(words.synopsis.onlyIn(work, scene[work], number), plot, fromThat(work, scene))];
  });
  return [tale(label, scene.plot, fromEither(scene)), ...ofOne];
}

function labelOf({ film, book }: Scene, number: number, words: Words): string {
  if (film === 'absent') {
    return book === 'absent' ? '' : words.synopsis.bookOnly(words.synopsis.label(book, number));
  }
  const label = words.synopsis.label(film, number);
  return book === film ? label : words.synopsis.inTheBook(label, book);
}
