import { SlashCommandBuilder } from '@discordjs/builders';
import { Locale } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { english } from '../../src/words/en.ts';
import { inLanguages, type Language, wordsFor } from '../../src/words/words.ts';

/** English under other names. */
const shouted: Language = (locale) => {
  const words = english(locale);
  return {
    ...words,
    commands: { ...words.commands, help: { name: 'hilfe', description: 'WAS FOYER TUT' } },
    choices: { ...words.choices, work: { film: 'FILM', book: 'BUCH' } },
    review: { ...words.review, noStars: 'KEINE STERNE' },
  };
};

describe('another language', () => {
  const { wordsFor: inAny, named, choice } = inLanguages({ de: shouted, es: shouted, 'pt-BR': shouted });

  test('is what its members read, and nobody else', () => {
    expect(inAny('de').review.noStars).toBe('KEINE STERNE');
    expect(inAny('es-419').review.noStars).toBe('KEINE STERNE');
    expect(inAny('pt-BR').review.noStars).toBe('KEINE STERNE');
    expect(inAny('fr').review.noStars).toBe('no stars');
    expect(inAny('pt-PT').review.noStars).toBe('no stars');
    expect(inAny('en-GB').review.noStars).toBe('no stars');
  });

  test('names commands and choices under every locale of Discord that speaks it, English under none', () => {
    const command = named(new SlashCommandBuilder(), (words) => words.commands.help).toJSON();
    expect(command).toMatchObject({ name: 'help', description: english('en').commands.help.description });
    const locales = ['de', 'es-419', 'es-ES', 'pt-BR'];
    expect(Object.keys(command.name_localizations ?? {}).sort()).toEqual(locales);
    expect(new Set(Object.values(command.name_localizations ?? {}))).toEqual(new Set(['hilfe']));
    expect(Object.keys(command.description_localizations ?? {}).sort()).toEqual(locales);
    const book = choice('book', (words) => words.choices.work.book);
    expect(book).toMatchObject({ name: 'Book', value: 'book' });
    expect(Object.keys(book.name_localizations).sort()).toEqual(locales);
    for (const locale of locales) expect(Object.values<string>(Locale)).toContain(locale);
  });
});

describe('words', () => {
  const count = 12_345;

  test('write numbers as the member does, in a language that we do not have, too', () => {
    const films = (locale: string) => wordsFor(locale).help.films(count);
    expect(films('en-US')).toBe('There are 12,345 films to talk about.');
    expect(films('de')).toBe('There are 12.345 films to talk about.');
    expect(films('fr')).toBe('There are 12\u202f345 films to talk about.');
    expect(films('pl')).toBe('There are 12\u00a0345 films to talk about.');
  });

  test('know one from many', () => {
    expect(wordsFor('en-US').help.films(0)).toBe('There are no films here yet.');
    expect(wordsFor('en-US').help.films(1)).toBe('There is 1 film to talk about.');
  });

  test.each(['', 'x', 'not a locale', 'constructor', '__proto__', 'en_US', '-'])(
    'are English for what is no locale: %s',
    (locale) => {
      expect(wordsFor(locale).help.films(count)).toBe('There are 12,345 films to talk about.');
    },
  );
});
