import type { Suggestion } from '../discord/command.ts';
import { plainLine } from '../spoilers/clean.ts';
import { ellipsis } from '../spoilers/cut.ts';
import type { Words } from '../words/en.ts';
import { toldApart } from './told-apart.ts';

/** Discord's limit for the name of a suggestion. */
const maxSuggestion = 100;

/** What a film comes from, by a code. */
export type Origin = 'country' | 'language';

/** All that a member may call it: in their own language, in that of our words, and by its code. */
export function originNames(kind: Origin, code: string, words: Words): readonly string[] {
  const ours = kind === 'country' ? words.film.countries([code]) : words.film.languages([code]);
  return [ownName(kind, code, words), ours, code];
}

/** Codes under their names. Some countries that are no more share their name with one that is. */
export function originSuggestions(kind: Origin, codes: readonly string[], words: Words): readonly Suggestion[] {
  const names = toldApart(codes, {
    max: maxSuggestion,
    name: (code, room) => ellipsis(ownName(kind, code, words), room),
    details: [(code) => code],
  });
  return codes.map((code, index) => ({ name: names[index] ?? code, value: code }));
}

/** Content notes under themselves. */
export function noteSuggestions(notes: readonly string[]): readonly Suggestion[] {
  return notes.map((note) => ({ name: ellipsis(note, maxSuggestion), value: plainLine(note) }));
}

function ownName(kind: Origin, code: string, words: Words): string {
  return kind === 'country' ? words.pick.countryName(code) : words.pick.languageName(code);
}
