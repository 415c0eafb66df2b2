import { z } from 'zod';
import { cleanText } from '../spoilers/clean.ts';
import { plotText } from '../spoilers/plot-text.ts';

/*
 * What the fields of a content file are made of. A message is read after the field's name, as in "stars: expected a
 * number from 0.5 to 5 in halves"; where none is given here, `problems.ts` has the words.
 */

const empty = { error: 'is empty', abort: true } as const;
/** A text of zero-width signs is as long as it likes and still shows nothing, and Discord refuses an empty label. */
const showsSomething = (text: string) => cleanText(text) !== '';

/** A text of one or more paragraphs. */
export const text = (longest: number) => z.string().trim().min(1, empty).max(longest).refine(showsSomething, empty);

/** A title, a name or another text of one line. */
export const line = text;

/** What happens in a film or book. Authors write plain text; only spoilers/ can show what becomes of it. */
export const plot = (longest: number) => text(longest).transform(plotText);

export const whole = (from: number, to: number) => {
  const error = `expected a whole number from ${from} to ${to}`;
  return z.number({ error }).int({ error }).min(from, { error }).max(to, { error });
};

/** A year in which films and modern books are made. */
export const year = whole(1000, 2100);
/** Source works can be as old as Gilgamesh; years before our era are negative. */
export const sourceYear = whole(-3000, 2100);

/** Of five, in halves. */
export const stars = () => {
  const error = 'expected a number from 0.5 to 5 in halves';
  return z.number({ error }).min(0.5, { error }).max(5, { error }).multipleOf(0.5, { error });
};

export const address = z
  .url({ protocol: /^https$/, error: 'expected an address that begins with https://' })
  // Discord's limit for a link button.
  .max(512);

/** Lower-case Latin letters, digits and hyphens, short enough for a custom_id. */
export const key = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'expected lower-case letters, digits and hyphens');
