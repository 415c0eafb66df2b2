import { Locale, type LocalizationMap } from 'discord.js';
import { english, type Words } from './en.ts';

/** Makes the words of one language, with numbers and dates as they are written in a locale. */
export type Language = (locale: string) => Words;

/** Words for members, and names for commands, in some languages. */
export interface Languages {
  /** Words for a member's locale, such as `pt-BR`: that language where we have it, else English with its numbers. */
  wordsFor(locale: string): Words;
  /** Names a command or an option, and describes it, in every language there is. */
  named<Builder extends Named<Builder>>(
    builder: Builder,
    pick: (words: Words) => { readonly name: string; readonly description: string },
  ): Builder;
  /** A choice of an option, named in every language there is. */
  choice<Value extends string | number>(
    value: Value,
    pick: (words: Words) => string,
  ): { name: string; name_localizations: LocalizationMap; value: Value };
}

interface Named<Itself> {
  setName(name: string): Itself;
  setNameLocalizations(names: LocalizationMap | null): Itself;
  setDescription(description: string): Itself;
  setDescriptionLocalizations(descriptions: LocalizationMap | null): Itself;
}

const fallback = 'en';
/** Discord has some thirty locales; more than this can only be forged, and is not kept. */
const keptLocales = 64;

/**
 * Languages besides English, by Discord's locale or, for all that share it, by its first part: `pt-BR`, `es`. English is
 * what all others fall back to.
 */
export function inLanguages(others: Readonly<Record<string, Language>>): Languages {
  const languages = new Map<string, Language>([[fallback, english], ...Object.entries(others)]);
  const made = new Map<string, Words>();

  const languageOf = (locale: string): Language =>
    languages.get(locale) ?? languages.get(locale.split('-', 1)[0] ?? '') ?? english;

  function wordsFor(locale: string): Words {
    const known = made.get(locale);
    if (known) return known;
    const words = languageOf(locale)(isLocale(locale) ? locale : fallback);
    if (made.size < keptLocales) made.set(locale, words);
    return words;
  }

  /** Discord takes its own locales only: a language without regions is given under each of its own. */
  const translated = Object.values(Locale).filter((locale) => languageOf(locale) !== english);

  function inOthers(pick: (words: Words) => string): LocalizationMap {
    return Object.fromEntries(translated.map((locale) => [locale, pick(wordsFor(locale))]));
  }

  return {
    wordsFor,
    named(builder, pick) {
      const { name, description } = pick(wordsFor(fallback));
      return builder
        .setName(name)
        .setNameLocalizations(inOthers((words) => pick(words).name))
        .setDescription(description)
        .setDescriptionLocalizations(inOthers((words) => pick(words).description));
    },
    choice: (value, pick) => ({ name: pick(wordsFor(fallback)), name_localizations: inOthers(pick), value }),
  };
}

function isLocale(text: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(text).length > 0;
  } catch {
    return false; // A RangeError: not even the form of a locale.
  }
}

/** Another language is one more file beside `en.ts`, and its name here. */
export const { wordsFor, named, choice } = inLanguages({});
