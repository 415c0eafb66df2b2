import { z } from 'zod';

/*
 * What the engines have in common that are asked in SQL.
 */

/** Entries as such an engine answers with them. */
export const rowsOfEntries = z.array(z.object({ key: z.string(), value: z.string() }));

/** Greater than every ASCII key that begins with the prefix: the end of its key range. */
export const afterAll = (prefix: string) => `${prefix}\uffff`;
