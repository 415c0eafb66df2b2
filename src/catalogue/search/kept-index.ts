import { deserialize, serialize } from 'node:v8';
import { z } from 'zod';
import type { PackedDictionary } from './dictionary.ts';
import type { PackedIndex } from './film-index.ts';

const packedDictionary = z.object({
  // As UTF-8: a text with one letter that is not Latin would take twice the room, and a start reads it.
  terms: z.instanceof(Uint8Array).transform((bytes) => Buffer.from(bytes).toString()),
  starts: z.instanceof(Int32Array),
  places: z.instanceof(Int32Array),
});

const packedIndex: z.ZodType<PackedIndex> = z.object({
  keys: z.array(z.string()),
  years: z.instanceof(Int16Array),
  lengths: z.instanceof(Float32Array),
  words: packedDictionary,
  weights: z.instanceof(Float32Array),
  wholes: packedDictionary,
  nameStarts: z.instanceof(Int32Array),
  nameKinds: z.instanceof(Uint8Array),
  nameWordStarts: z.instanceof(Int32Array),
  nameWords: z.instanceof(Int32Array),
});

/** An index as the store keeps it: Node's own form of typed arrays, in base64. */
export function keptIndex(index: PackedIndex): string {
  return serialize({ ...index, words: inUtf8(index.words), wholes: inUtf8(index.wholes) }).toString('base64');
}

const inUtf8 = ({ terms, ...rest }: PackedDictionary) => ({ ...rest, terms: Buffer.from(terms) });

/** Undefined for what is no such index, or was written by a Node whose form this one cannot read. */
export function readIndex(kept: string): PackedIndex | undefined {
  try {
    return packedIndex.parse(deserialize(Buffer.from(kept, 'base64')));
  } catch {
    return undefined;
  }
}
