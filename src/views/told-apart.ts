import { ellipsis } from '../spoilers/cut.ts';

/** How things that stand side by side are named, on labels or suggestions. */
export interface Naming<T> {
  /** Discord's limit for one name. */
  readonly max: number;
  /** A name of at most `room` characters. */
  readonly name: (thing: T, room: number) => string;
  /** What sets two of the same name apart, the most telling first. */
  readonly details: readonly ((thing: T) => string | undefined)[];
}

/** A name for each, followed by the first detail that its namesakes do not share where it would look like another. */
export function toldApart<T>(things: readonly T[], { max, name, details }: Naming<T>): readonly string[] {
  const names = things.map((thing) => name(thing, max));
  return things.map((thing, index) => {
    const plain = names[index] ?? '';
    const namesakes = things.filter((_, other) => other !== index && names[other] === plain);
    const telling = details
      .map((detail) => (one: T) => ellipsis(detail(one) ?? '', max / 2))
      .find((detail) => detail(thing) !== '' && namesakes.every((namesake) => detail(namesake) !== detail(thing)));
    if (namesakes.length === 0 || !telling) return plain;
    const after = ` · ${telling(thing)}`;
    return name(thing, max - after.length) + after;
  });
}
