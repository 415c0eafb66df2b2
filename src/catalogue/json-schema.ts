import { z } from 'zod';
import { filmFile } from './film.ts';

/** A schema of the JSON Schema below, or of one of its parts. */
export type SchemaNode = z.core.JSONSchema._JSONSchema;

/**
 * The format of a content file as editors read it, and as our own messages do. Draft 7 is the newest that the YAML
 * language server knows whole. It describes what an author writes: plot is text there.
 */
export function filmJsonSchema(): z.core.JSONSchema.BaseSchema {
  const schema = z.toJSONSchema(filmFile, { io: 'input', target: 'draft-7' });
  return { ...schema, title: 'A film and the book behind it, as Foyer knows them' };
}
