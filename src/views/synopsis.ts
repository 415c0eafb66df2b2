import type { Film, Scene } from '../catalogue/film.ts';
import { synopsisOpen } from '../discord/custom-ids.ts';
import type { Message } from '../discord/message.ts';
import { type Stage, within } from '../spoilers/stages.ts';
import type { Words } from '../words/en.ts';
import { plotBlocks } from './blocks.ts';
import { titleOf } from './film-names.ts';
import { bold, card, lines, small } from './layout.ts';
import { plotMessages } from './plot-messages.ts';

/**
 * A film's scenes up to a stage, each behind a spoiler of its own, over as many messages as they need. Scenes are
 * numbered through the whole synopsis, so that a scene has one number however far it is told.
 */
export function synopsisMessages(
  { film, upto, audience }: { readonly film: Film; readonly upto: Stage; readonly audience: 'public' | 'private' },
  words: Words,
): readonly [Message, ...Message[]] {
  const title = titleOf(film, words);
  if (film.scenes.length === 0) return [card(words.synopsis.noneYet(title))];

  const blocks = film.scenes.flatMap((scene, index) =>
    within(firstTold(scene), upto) ? sceneBlocks(scene, index + 1, words) : [],
  );
  return plotMessages(
    {
      heading: lines(`## ${words.synopsis.heading(title)}`, small(`${words.synopsis.howTo} ${words.upTo[upto]}`)),
      continued: `## ${words.synopsis.continued(title)}`,
      blocks,
      none: words.synopsis.noneUpTo(title, upto),
      audience,
      aside: synopsisOpen.build({ film: film.key, upto, audience: 'private' }),
    },
    words,
  );
}

/** A scene that only the book has is told at its stage there. */
function firstTold({ film, book }: Scene) {
  return film === 'absent' ? book : film;
}

function sceneBlocks(scene: Scene, number: number, words: Words): readonly string[] {
  const label = labelOf(scene, number, words);
  return plotBlocks(bold(label), scene.plot, bold(words.synopsis.labelContinued(label)));
}

function labelOf({ film, book }: Scene, number: number, words: Words): string {
  if (film === 'absent') {
    return book === 'absent' ? '' : words.synopsis.bookOnly(words.synopsis.label(book, number));
  }
  const label = words.synopsis.label(film, number);
  return book === film ? label : words.synopsis.inTheBook(label, book);
}
