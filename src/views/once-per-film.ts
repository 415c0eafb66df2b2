import type { Film } from '../catalogue/film.ts';
import type { Words } from '../words/en.ts';

/**
 * What a view makes of a film, made once for each language and part of the film, and forgotten with it: a film never
 * changes while it is held, and cleaning, escaping and cutting its texts is most of the work of a card.
 * @param make gives the same for the same film, words and part
 */
export function oncePerFilm<Made>(
  make: (film: Film, words: Words, part: string) => Made,
): (film: Film, words: Words, part: string) => Made {
  const made = new WeakMap<Film, WeakMap<Words, Map<string, Made>>>();
  return (film, words, part) => {
    const ofFilm = made.get(film) ?? new WeakMap<Words, Map<string, Made>>();
    made.set(film, ofFilm);
    const inWords = ofFilm.get(words) ?? new Map<string, Made>();
    ofFilm.set(words, inWords);
    const known = inWords.get(part);
    if (known !== undefined) return known;
    const fresh = make(film, words, part);
    inWords.set(part, fresh);
    return fresh;
  };
}
