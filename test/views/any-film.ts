import fc from 'fast-check';
import { z } from 'zod';
import { type Film, type FilmFileInput, filmFile } from '../../src/catalogue/film.ts';
import { filmKey } from '../../src/catalogue/ids.ts';

/*
 * Films of every shape that the format allows, read off the format itself: a field that is added to it is in these
 * films without a change here.
 */

const schemaNode = z.looseObject({
  type: z.string().optional(),
  const: z.string().optional(),
  enum: z.array(z.string()).optional(),
  pattern: z.string().optional(),
  format: z.string().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  multipleOf: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  required: z.array(z.string()).optional(),
  get anyOf() {
    return z.array(schemaNode).optional();
  },
  get properties() {
    return z.record(z.string(), schemaNode).optional();
  },
  get items() {
    return schemaNode.optional();
  },
});
type SchemaNode = z.infer<typeof schemaNode>;

const format = schemaNode.parse(z.toJSONSchema(filmFile, { io: 'input', unrepresentable: 'any' }));

/** What stands in a text field: `secret` where it tells plot. */
export interface Field {
  readonly secret: boolean;
  readonly max: number;
}

/** How texts are made for a film. */
export type TextFor<T> = (field: Field) => T;

const secretFields: readonly string[] = ['plot', 'inBook', 'inFilm'];
const year = 2010;
const key = filmKey.parse(`any-film-${year}`);

/** A film with these texts in it, as an author would have written it. */
export function writtenFilm(textFor: TextFor<fc.Arbitrary<string>>): fc.Arbitrary<FilmFileInput> {
  return arbitraryOf(format, '', textFor).map(madeConsistent).filter(isFilmFile);
}

/** The same, as it is read. */
export function anyFilm(textFor: TextFor<fc.Arbitrary<string>>): fc.Arbitrary<Film> {
  return writtenFilm(textFor).map((written) => ({ ...filmFile.parse(written), key }));
}

/** The film with every field filled to its limit: every list as long, every text as long as the format allows. */
export function largestFilm(textFor: TextFor<string>): FilmFileInput {
  const written = madeConsistent(largest(format, '', textFor));
  if (isFilmFile(written)) return written;
  throw new Error(`the largest film is not one: ${filmFile.safeParse(written).error}`);
}

/** A film as it is read. */
export function readFilm(written: FilmFileInput): Film {
  return { ...filmFile.parse(written), key };
}

function isFilmFile(written: unknown): written is FilmFileInput {
  return filmFile.safeParse(written).success;
}

function arbitraryOf(node: SchemaNode, name: string, textFor: TextFor<fc.Arbitrary<string>>): fc.Arbitrary<unknown> {
  if (node.anyOf) return fc.oneof(...node.anyOf.map((one) => arbitraryOf(one, name, textFor)));
  if (node.enum) return fc.constantFrom(...node.enum);
  switch (node.type) {
    case 'object': {
      const fields: Record<string, fc.Arbitrary<unknown>> = Object.fromEntries(
        Object.entries(node.properties ?? {}).map(([field, of]) => [field, arbitraryOf(of, field, textFor)]),
      );
      return fc.record(fields, { requiredKeys: node.required ?? [] });
    }
    case 'array':
      return fc.array(node.items ? arbitraryOf(node.items, name, textFor) : fc.constant(null), {
        minLength: node.minItems ?? 0,
        maxLength: Math.min(node.maxItems ?? 3, 3),
      });
    case 'integer':
      return fc.integer({ min: node.minimum ?? 0, max: node.maximum ?? 9 });
    case 'number':
      return fc.integer({ min: 1, max: 10 }).map((steps) => steps / 2);
    default:
      if (node.pattern !== undefined || node.format !== undefined)
        return fc.integer({ min: 0, max: 25 }).map((at) => patterned(node, at));
      return textFor(fieldOf(node, name)).map((text) => within(text, fieldOf(node, name)));
  }
}

function largest(node: SchemaNode, name: string, textFor: TextFor<string>, at = 0): unknown {
  const branches = node.anyOf ?? [];
  const branch = branches[at % branches.length];
  if (branch) return largest(branch, name, textFor, at);
  if (node.enum) return node.enum[at % node.enum.length];
  switch (node.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(node.properties ?? {}).map(([field, of]) => [field, largest(of, field, textFor, at)]),
      );
    case 'array':
      return Array.from(
        { length: node.maxItems ?? 2 },
        (_, index) => node.items && largest(node.items, name, textFor, index),
      );
    case 'integer':
      return node.maximum ?? 9;
    case 'number':
      return 0.5 + (at % 10) / 2;
    default:
      if (node.pattern !== undefined || node.format !== undefined) return patterned(node, at);
      return within(textFor(fieldOf(node, name)), fieldOf(node, name));
  }
}

const fieldOf = ({ maxLength = 100 }: SchemaNode, name: string): Field => ({
  secret: secretFields.includes(name),
  max: maxLength,
});

/** A text that the format takes: not blank, not too long, no half of a pair at its end. */
function within(text: string, { max }: Field): string {
  const cut = text
    .slice(0, max)
    .replace(/[\uD800-\uDBFF]$/u, '')
    .trim();
  return cut === '' ? 'x' : cut;
}

function patterned({ pattern = '', format: kind, maxLength = 500 }: SchemaNode, at: number): string {
  if (kind === 'uri') return `https://example.org/${at}?||a||&b=@everyone&c=\`${'c'.repeat(maxLength - 60)}`;
  const letter = String.fromCharCode(97 + (at % 26));
  if (pattern.includes('A-Z')) return ['GB', 'IR', 'JP', 'US', 'ZZ'][at % 5] ?? 'GB';
  if (pattern.includes('{2,3}')) return ['en', 'fa', 'ja', 'zxx'][at % 4] ?? 'en';
  return `${letter.repeat(Math.min(maxLength, 60) - 1)}${at % 10}`;
}

/** What the format asks for beyond the shape of each field. */
function madeConsistent(written: unknown): unknown {
  const film = z.looseObject({}).parse(written);
  const somewhere = (it: unknown) => {
    const item = z.looseObject({}).parse(it);
    return item.film === 'absent' && item.book === 'absent' ? { ...item, film: 'middle' } : item;
  };
  /** What one work alone does is told apart only in a scene that both have. */
  const inBoth = (it: unknown) => {
    const { inFilm, inBook, ...scene } = z.looseObject({}).parse(it);
    return scene.film === 'absent' || scene.book === 'absent' ? scene : it;
  };
  const list = (items: unknown) => z.array(z.unknown()).default([]).parse(items);
  return {
    ...film,
    year,
    scenes: list(film.scenes).map(somewhere).map(inBoth),
    changes: list(film.changes).map(somewhere),
    reviews: list(film.reviews).map((review, at) => ({
      ...z.looseObject({}).parse(review),
      key: at === 1 ? 'foyer' : `critic-${String(at).padStart(9, '0')}`,
    })),
  };
}
