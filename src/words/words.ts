import type { LocalizationMap } from 'discord.js';
import { english, type Words } from './en.ts';

/** The languages there are, by the first part of Discord's locale. English is what all others fall back to. */
const languages: Readonly<Record<string, (locale: string) => Words>> = { en: english };

const made = new Map<string, Words>();
/** Discord has some thirty locales; more than this can only be forged, and is not kept. */
const keptLocales = 64;

/** Words for a member's locale, such as `pt-BR`: that language where we have it, else English with its numbers. */
export function wordsFor(locale: string): Words {
  const known = made.get(locale);
  if (known) return known;
  const language = languages[locale.split('-', 1)[0] ?? ''] ?? english;
  const words = language(isLocale(locale) ? locale : 'en');
  if (made.size < keptLocales) made.set(locale, words);
  return words;
}

function isLocale(text: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(text).length > 0;
  } catch {
    return false; // A RangeError: not even the form of a locale.
  }
}

interface Named<Itself> {
  setName(name: string): Itself;
  setNameLocalizations(names: LocalizationMap | null): Itself;
  setDescription(description: string): Itself;
  setDescriptionLocalizations(descriptions: LocalizationMap | null): Itself;
}

/** Names a command or an option, and describes it, in every language there is. */
export function named<Builder extends Named<Builder>>(
  builder: Builder,
  pick: (words: Words) => { readonly name: string; readonly description: string },
): Builder {
  const { name, description } = pick(english('en'));
  return builder
    .setName(name)
    .setNameLocalizations(inOtherLanguages((words) => pick(words).name))
    .setDescription(description)
    .setDescriptionLocalizations(inOtherLanguages((words) => pick(words).description));
}

/** A choice of an option, named in every language there is. */
export function choice<Value extends string | number>(
  value: Value,
  pick: (words: Words) => string,
): { name: string; name_localizations: LocalizationMap; value: Value } {
  return { name: pick(english('en')), name_localizations: inOtherLanguages(pick), value };
}

function inOtherLanguages(pick: (words: Words) => string): LocalizationMap {
  const others = Object.entries(languages).filter(([code]) => code !== 'en');
  return Object.fromEntries(others.map(([code, language]) => [code, pick(language(code))]));
}
