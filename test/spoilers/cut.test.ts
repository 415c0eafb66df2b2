import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanLine, cleanText } from '../../src/spoilers/clean.ts';
import { cutText, ellipsis, escapeLineWithin, sizeOf } from '../../src/spoilers/cut.ts';
import { escapeLine, escapeText } from '../../src/spoilers/escape.ts';
import { featuresOf, visibleText } from './discord-markdown.ts';
import { hostileText, longText } from './hostile.ts';

const withoutSpace = (text: string): string => text.replace(/\s+/gu, '');
const withoutIsolates = (text: string): string => text.replace(/[\u2068\u2069]/gu, '');
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const graphemesOf = (text: string): readonly string[] => Array.from(graphemes.segment(text), ({ segment }) => segment);

describe('the size of a text', () => {
  test('is its UTF-16 code units and its UTF-8 bytes', () => {
    expect(sizeOf('a')).toEqual({ characters: 1, bytes: 1 });
    expect(sizeOf('電影')).toEqual({ characters: 2, bytes: 6 });
    expect(sizeOf('😀')).toEqual({ characters: 2, bytes: 4 });
  });
});

describe('a long text in parts', () => {
  test('is plain in each, within the budget with its backslashes, and whole when joined', () => {
    fc.assert(
      fc.property(
        longText,
        fc.integer({ min: 60, max: 400 }),
        fc.integer({ min: 160, max: 800 }),
        (text, characters, bytes) => {
          const parts = cutText(text, { characters, bytes });
          for (const part of parts) {
            expect(sizeOf(part).characters).toBeLessThanOrEqual(characters);
            expect(sizeOf(part).bytes).toBeLessThanOrEqual(bytes);
            expect(featuresOf(part)).toEqual([]);
          }
          expect(withoutSpace(parts.map(visibleText).join(''))).toBe(withoutSpace(cleanText(text)));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('is never cut inside a grapheme', () => {
    const family = '👨\u200D👩\u200D👧';
    expect(cutText(`${family}${family}é́${family}`, { characters: 10, bytes: 100 })).toEqual([
      family,
      `${family}é́`,
      family,
    ]);
    fc.assert(
      fc.property(longText, (text) => {
        const whole = cleanText(text);
        fc.pre(graphemesOf(whole).every((grapheme) => grapheme.length <= 12));
        const parts = cutText(text, { characters: 30, bytes: 150 }).map(visibleText);
        expect(parts.flatMap(graphemesOf).filter((grapheme) => grapheme.trim() !== '')).toEqual(
          graphemesOf(whole).filter((grapheme) => grapheme.trim() !== ''),
        );
      }),
      { numRuns: 500 },
    );
  });

  test('is not cut between words where a sign that leads the next one makes them one grapheme', () => {
    expect(cutText('aa \u0600電', { characters: 4, bytes: 100 })).toEqual(['aa', '\u0600電']);
  });

  test('is cut by code point where one grapheme is larger than the budget', () => {
    const parts = cutText('👩\u200D'.repeat(30).concat('👩'), { characters: 10, bytes: 100 });
    expect(parts.length).toBeGreaterThan(5);
    for (const part of parts) expect(part).not.toMatch(/\p{Cs}/u);
  });

  test('is never cut inside an escape', () => {
    for (const part of cutText('*'.repeat(100), { characters: 7, bytes: 100 })) expect(part).toMatch(/^(?:\\\*)+$/u);
  });

  test('is cut between words in scripts without spaces too', () => {
    expect(cutText('電影結束時他死了', { characters: 5, bytes: 100 }).join('')).toBe('電影結束時他死了');
  });

  test('is one part where it fits, and none where it is empty', () => {
    expect(cutText('a *b*', { characters: 7, bytes: 7 })).toEqual(['a \\*b\\*']);
    expect(cutText(' \u200B\n', { characters: 7, bytes: 7 })).toEqual([]);
  });

  test('begins each part as a line of its own', () => {
    expect(cutText('one two\n\n- three', { characters: 10, bytes: 100 })).toEqual(['one two', '\\- three']);
  });
});

describe('a field that is too long', () => {
  test('ends at a word, with an ellipsis', () => {
    expect(ellipsis('Never Let Me Go', 12)).toBe('Never Let…');
    expect(ellipsis('Never Let Me Go', 15)).toBe('Never Let Me Go');
    expect(ellipsis('Rhabarberbarbara', 10)).toBe('Rhabarber…');
  });

  test('is measured with its backslashes where Markdown is read', () => {
    expect(escapeLineWithin('a_b c_d e_f', 11)).toBe('a\\_b c\\_d…');
    expect(escapeLineWithin('a_b', 4)).toBe('a\\_b');
  });

  test('is measured with its isolates', () => {
    expect(ellipsis('שלום לכם', 7)).toBe('\u2068שלום…\u2069');
  });

  test('is at most as long as it may be, and a beginning of what was written', () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 3, max: 60 }), (text, max) => {
        const line = cleanLine(text);
        const short = ellipsis(text, max);
        expect(short.length).toBeLessThanOrEqual(max);
        expect(line.startsWith(withoutIsolates(short).replace(/…$/u, '')) || short === line).toBe(true);
        const escaped = escapeLineWithin(text, max);
        expect(escaped.length).toBeLessThanOrEqual(max);
        expect(featuresOf(escaped)).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  test('is left alone where there is room', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(withoutIsolates(ellipsis(text, 5000))).toBe(cleanLine(text));
        expect(escapeLineWithin(text, 5000)).toBe(escapeLine(text));
      }),
    );
  });

  test('is nothing where there is no room at all', () => {
    expect(ellipsis('film', 0)).toBe('');
    expect(ellipsis('film', 1)).toBe('…');
  });
});

test('a text cut in one part is the escaped text', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      expect(cutText(text, { characters: 5000, bytes: 20_000 }).join('')).toBe(escapeText(text));
    }),
  );
});
