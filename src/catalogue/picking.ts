import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Book } from './film.ts';
import type { FilmKey } from './ids.ts';
import { wordsOf } from './search/fold.ts';
import type { FilmSummary } from './summary.ts';

/** The decades that can be wished for, by their first years. */
export const decades: readonly number[] = Array.from({ length: 11 }, (_, index) => 1920 + index * 10);

/** Every wish there is, in the order in which a member is asked for them. */
export const wishNames = ['decade', 'country', 'language', 'form', 'avoid'] as const;
export type WishName = (typeof wishNames)[number];

/**
 * What must not be there, as it is compared and as it travels in a custom_id: folded words joined by hyphens, several
 * things by dots. Made by {@link avoidedIn}.
 */
export const avoided = z
  .string()
  .max(40)
  .regex(/^[\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}]+(?:[-.][\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}]+)*$/u)
  .brand<'Avoided'>();
export type Avoided = z.infer<typeof avoided>;

/** What a pick must be. Whatever is left out may be anything. */
export interface Wishes {
  /** One of {@link decades}. */
  readonly decade?: number | undefined;
  /** ISO 3166, in capitals. */
  readonly country?: string | undefined;
  /** ISO 639. */
  readonly language?: string | undefined;
  readonly form?: Book['form'] | undefined;
  readonly avoid?: Avoided | undefined;
}

/** What some films can be asked for, the most frequent first. */
export interface Offers {
  readonly countries: readonly string[];
  readonly languages: readonly string[];
  readonly contentNotes: readonly string[];
}

/** What these films can be asked for. */
export function offersOf(films: readonly FilmSummary[]): Offers {
  return {
    countries: byFrequency(films.flatMap(({ countries }) => countries)),
    languages: byFrequency(films.flatMap(({ languages }) => languages)),
    contentNotes: byFrequency(films.flatMap(({ contentNotes }) => contentNotes)),
  };
}

/** Of those that are equally frequent the shortest first: a short content note is the widest. */
function byFrequency(values: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .sort(([one, ones], [other, others]) => others - ones || one.length - other.length || (one < other ? -1 : 1))
    .map(([value]) => value);
}

/** The films that fit all wishes. Where something is to be avoided, a film of which nobody has noted anything is out. */
export function fitting(films: readonly FilmSummary[], wishes: Wishes): readonly FilmSummary[] {
  const { decade, country, language, form, avoid } = wishes;
  const isFree = avoid === undefined ? () => true : freeOf(avoid);
  return films.filter(
    (film) =>
      (decade === undefined || film.year - (film.year % 10) === decade) &&
      (country === undefined || film.countries.includes(country)) &&
      (language === undefined || film.languages.includes(language)) &&
      (form === undefined || film.book.form === form) &&
      isFree(film),
  );
}

/** Many films share their notes: each is looked at once. */
function freeOf(avoid: Avoided): (film: FilmSummary) => boolean {
  const things = thingsOf(avoid);
  const known = new Map<string, boolean>();
  const isNamed = (note: string) => {
    const named = known.get(note) ?? things.some((thing) => speaksOf(note, thing));
    known.set(note, named);
    return named;
  };
  return ({ contentNotes }) => contentNotes.length > 0 && !contentNotes.some(isNamed);
}

/** The wish to give up first when nothing fits: the one whose removal leaves most. Undefined without any wish. */
export function loosenFirst(
  films: readonly FilmSummary[],
  wishes: Wishes,
): { readonly wish: WishName; readonly leaves: number } | undefined {
  const [first, ...others] = wishNames
    .filter((wish) => wishes[wish] !== undefined)
    .map((wish) => ({ wish, leaves: fitting(films, { ...wishes, [wish]: undefined }).length }));
  return first && others.reduce((best, each) => (each.leaves > best.leaves ? each : best), first);
}

/** One of them by chance, another than the one with the mark `last` where there is a choice. `random` is in [0, 1). */
export function pickOne(films: readonly FilmSummary[], random: number, last?: string): FilmSummary | undefined {
  const others = films.filter(({ key }) => markOf(key) !== last);
  const choice = others.length > 0 ? others : films;
  return choice[Math.floor(random * choice.length)];
}

/** What a card remembers its film by where its whole key has no room. Two films with one mark do no harm. */
export function markOf(film: FilmKey): string {
  return createHash('sha256').update(film).digest('hex').slice(0, 6);
}

/** Words that say nothing of what is to be avoided. */
const light = new Set(
  'a an and any at before by for from in into is it its no not of off on one some than that the their them to with'.split(
    ' ',
  ),
);
const between = /[,;/]|\bor\b/iu;
const longestWord = 12;

/** What a member wants to avoid, by what they typed or picked. Undefined where that is nothing, or too many things. */
export function avoidedIn(text: string): Avoided | undefined {
  const things = text.slice(0, 100).split(between).map(tellingWords).filter(hasAny);
  return avoided.safeParse(withinRoom(things)).data;
}

const hasAny = (words: readonly string[]) => words.length > 0;

function tellingWords(thing: string): readonly string[] {
  const words = wordsOf(thing).filter((word) => /^[\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}]+$/u.test(word) && !light.has(word));
  return [...new Set(words.map((word) => word.slice(0, longestWord)))];
}

/** With fewer words a thing is wider, and so more is avoided; a thing is never dropped. */
function withinRoom(things: readonly (readonly string[])[]): string {
  const written = things.map((words) => words.join('-')).join('.');
  const most = Math.max(...things.map((words) => words.length));
  if (avoided.safeParse(written).success || most < 2) return written;
  const longest = things.findIndex((words) => words.length === most);
  return withinRoom(things.map((words, index) => (index === longest ? words.slice(0, -1) : words)));
}

function thingsOf(avoid: Avoided): readonly (readonly string[])[] {
  return avoid.split('.').map((thing) => thing.split('-'));
}

/** How to say what is avoided: as the content note that it came from, else in its own words. */
export function avoidedAs(avoid: Avoided, notes: readonly string[]): string {
  const own = thingsOf(avoid)
    .map((words) => words.join(' '))
    .join(', ');
  return notes.find((note) => avoidedIn(note) === avoid) ?? own;
}

/** Whether something that is to be avoided stands in no note at all: then no film can be said to be free of it. */
export function isUnheardOf(avoid: Avoided, notes: readonly string[]): boolean {
  return thingsOf(avoid).some((thing) => !notes.some((note) => speaksOf(note, thing)));
}

function speaksOf(note: string, thing: readonly string[]): boolean {
  const words = wordsOf(note);
  return thing.every((wanted) => words.some((word) => alike(word, wanted)));
}

/** Suicide and suicidal, kill and killings, violence and violent. A film too many left out is better than one too few. */
function alike(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  return short.length < 3 ? short === long : long.startsWith(short.slice(0, Math.max(4, short.length - 3)));
}
