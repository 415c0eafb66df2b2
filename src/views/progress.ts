import type { FilmSummary } from '../catalogue/summary.ts';
import { type Work, works } from '../catalogue/works.ts';
import { progressSet, revealSay, type Told } from '../discord/custom-ids.ts';
import type { Message } from '../discord/message.ts';
import type { Said } from '../spoilers/gate.ts';
import { type Reached, reaches } from '../spoilers/reached.ts';
import type { Words } from '../words/en.ts';
import { bookTitleOf, titleOf } from './film-names.ts';
import { card, lines, type Press, small } from './layout.ts';

/** How far a member is with both works, to be changed by a press. For them alone. */
export function progressCard(
  { film, said }: { readonly film: FilmSummary; readonly said: Said },
  words: Words,
): Message {
  const { progress } = words;
  return card(
    `## ${progress.heading(titleOf(film, words))}`,
    progress.both(said.film, said.book),
    ...rows(film, said, (now) => progressSet.build({ film: film.key, said: now }), words),
    small(progress.explained),
  );
}

/** The question that comes before anything is opened. What was said so far stands in its buttons. */
export function howFarCard(
  {
    film,
    told,
    said,
    kept,
  }: {
    readonly film: FilmSummary;
    readonly told: Told;
    readonly said: Said;
    /** Whether the answer is kept: only servers have a place for it. */
    readonly kept: boolean;
  },
  words: Words,
): Message {
  const { reveal, progress } = words;
  return card(
    `## ${reveal.ask(titleOf(film, words))}`,
    reveal.askWhy,
    ...rows(film, said, (now) => revealSay.build({ film: film.key, told, known: said, said: now }), words),
    small(lines(progress.explained, kept ? undefined : reveal.askWhereUnkept)),
  );
}

/** For each work a row of four buttons; the one that was said stands out. */
function rows(film: FilmSummary, said: Said, idFor: (said: Said) => string, words: Words) {
  const title = { film: titleOf(film, words), book: bookTitleOf(film.book, words) } satisfies Record<Work, string>;
  const press = (work: Work, reached: Reached): Press => ({
    label: words.progress.short[reached],
    id: idFor({ [work]: reached }),
    style: said[work] === reached ? 'primary' : 'secondary',
  });
  return works.flatMap((work) => [
    words.progress.of(work, title[work]),
    { buttons: reaches.map((reached) => press(work, reached)) },
  ]);
}
