import { wordsOf } from '../src/catalogue/search/fold.ts';

/** The things whose names have words that begin with those that were typed, whatever their accents. */
export function matching<Thing>(
  things: readonly Thing[],
  typed: string,
  namesOf: (thing: Thing) => readonly string[],
): readonly Thing[] {
  const wanted = wordsOf(typed);
  const fits = (name: string) => {
    const words = wordsOf(name);
    return wanted.every((word) => words.some((other) => other.startsWith(word)));
  };
  return things.filter((thing) => namesOf(thing).some(fits));
}

/** The one thing that is meant: it has just this name, or no other has a name that matches. */
export function meant<Thing>(
  things: readonly Thing[],
  typed: string,
  namesOf: (thing: Thing) => readonly string[],
): Thing | undefined {
  const said = wordsOf(typed).join(' ');
  const exact = things.find((thing) => namesOf(thing).some((name) => wordsOf(name).join(' ') === said));
  const [first, ...others] = matching(things, typed, namesOf);
  return exact ?? (others.length === 0 ? first : undefined);
}
