import type { FilmKey } from '../catalogue/ids.ts';
import { changesOpen, matchupOpen, reviewOpen, synopsisOpen } from '../discord/custom-ids.ts';
import type { Words } from '../words/en.ts';
import type { Press } from './layout.ts';

/*
 * Buttons that lead from one card of a film to another. What tells plot is opened for the member alone.
 */

/** To the review. */
export function reviewDoor(film: FilmKey, words: Words): Press {
  return { label: words.buttons.review, id: reviewOpen.build({ film }) };
}

/** To the whole synopsis. */
export function synopsisDoor(film: FilmKey, words: Words): Press {
  return { label: words.buttons.synopsis, id: synopsisOpen.build({ film, upto: 'ending', audience: 'private' }) };
}

/** To all that the film changed. */
export function changesDoor(film: FilmKey, words: Words): Press {
  return { label: words.buttons.changes, id: changesOpen.build({ film, upto: 'ending', audience: 'private' }) };
}

/** To a poll. For servers only. */
export function matchupDoor(film: FilmKey, words: Words): Press {
  return { label: words.buttons.bookOrFilm, id: matchupOpen.build({ film, hours: 'default' }) };
}
