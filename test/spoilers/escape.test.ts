import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanLine, cleanText, plainLine } from '../../src/spoilers/clean.ts';
import { escapeLine, escapeText } from '../../src/spoilers/escape.ts';
import { featuresOf, visibleText } from './discord-markdown.ts';
import { hostileText } from './hostile.ts';

const withoutIsolates = (text: string): string => text.replace(/[\u2068\u2069]/gu, '');

describe('text that somebody wrote is shown as plain text', () => {
  test.each([
    ['bold', '**a**'],
    ['italics', '*a* and _a_'],
    ['underline', '__a__'],
    ['strike', '~~a~~'],
    ['code', '`a` and ```js\na```'],
    ['a spoiler', '||a||'],
    ['headings', '# a\n## b\n   ### c'],
    ['a heading after a space that is not U+0020', '\u00A0# a'],
    ['subtext', '-# a'],
    ['lists', '- a\n* b\n+ c\n  - d\n1. e\n12) f'],
    ['quotes', '> a\n>>> b'],
    ['a masked link', '[a](https://a.b)'],
    ['links', 'https://a.b HTTP://a.b steam://run discord://-/x'],
    ['autolinks', '<https://a.b> <mailto:a@b.c> <a@b.c> <tel:+1>'],
    ['an address of a scheme without slashes', 'mailto:a@b.c'],
    ['invitations', 'discord.gg/abc and DISCORD.GG/abc and discordapp.com/invite/abc'],
    ['mentions of members, roles and channels', '<@1> <@!1> <@&1> <#1>'],
    ['mentions of all', '@everyone @here'],
    ['a mention under characters that Discord strips', '@\u202Eeveryone @every\u200Bone @\u0300everyone'],
    ['a command', '</review:1>'],
    ['timestamps', '<t:1700000000:R> <t:1>'],
    ['emojis', '<:a:1> <a:b:1> :smile: :a:b: ::+1::'],
    ['the server guide', '<id:home>'],
    ['backslashes', '\\*a\\* \\\\**b** \\'],
    ['a shrug', '¯\\_(ツ)_/¯'],
  ])('%s', (_, text) => {
    expect(featuresOf(escapeText(text))).toEqual([]);
    expect(visibleText(escapeText(text))).toBe(cleanText(text));
    expect(featuresOf(escapeLine(text))).toEqual([]);
    expect(visibleText(escapeLine(text))).toBe(cleanLine(text));
  });

  test('everyone is not pinged, nor is a member', () => {
    expect(escapeText('@everyone <@1>')).toBe('\\@everyone \\<\\@1>');
  });

  test('a link is broken at its colon', () => {
    expect(escapeText('https://a.b')).toBe('https\\://a.b');
  });

  test('an emoji name is not completed by a colon of ours', () => {
    expect(featuresOf(`${escapeLine(':smile')}: four stars`)).toEqual([]);
  });

  test('prose spends no characters on backslashes', () => {
    const prose = 'At 12:30 - or so - she said: "No. 1 + 2 > 2 #film (really)!" 3.5 stars; www.example.org';
    expect(escapeText(prose)).toBe(prose);
  });

  test('nothing in hostile text is formatted, linked or mentioned, and all of it is readable', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const shown = escapeText(text);
        expect(featuresOf(shown)).toEqual([]);
        expect(visibleText(shown)).toBe(cleanText(text));
      }),
      { numRuns: 3000 },
    );
  });

  test('nothing in a hostile field is formatted, linked or mentioned, and it stays on its line', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const shown = escapeLine(text);
        expect(shown).not.toMatch(/[\n\r\u2028\u2029\u0085]/u);
        expect(featuresOf(shown)).toEqual([]);
        expect(withoutIsolates(visibleText(shown))).toBe(cleanLine(text));
      }),
      { numRuns: 3000 },
    );
  });

  test('a hostile field gives our own formatting round it no other meaning', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (title, name) => {
        fc.pre(cleanLine(title) !== '' && cleanLine(name) !== '');
        const line = `A film: ${escapeLine(title)}: (${escapeLine(name)}), 1 - 2`;
        expect(featuresOf(line)).toEqual([]);
        expect(withoutIsolates(visibleText(line))).toBe(`A film: ${cleanLine(title)}: (${cleanLine(name)}), 1 - 2`);
      }),
    );
  });
});

describe('cleaned text', () => {
  test('has none of the characters that deceive', () => {
    const deceiving =
      '\u0000\u001B\u009C\u061C\u200B\u200E\u200F\u202A\u202E\u2060\u2066\u2069\uFEFF\u00AD\u180E\u115F';
    expect(cleanText(`a${deceiving}\u1160\u3164\uFFA0\u{E0041}\u{E007F}b`)).toBe('ab');
  });

  test('of nothing but invisible characters is empty', () => {
    expect(cleanText('\u2800\u3164\u200B\u200D\u0301\uFE0F \u00A0')).toBe('');
    expect(escapeLine('\u2800\u200F\u2068')).toBe('');
  });

  test('keeps joiners where they shape letters and emoji, and nowhere else', () => {
    expect(cleanText('می\u200Cخواهم 👨\u200D👩\u200D👧 🏳️\u200D🌈 1️⃣')).toBe(
      'می\u200Cخواهم 👨\u200D👩\u200D👧 🏳️\u200D🌈 1️⃣',
    );
    expect(cleanText('é\u200D\u200C\u200Dé')).toBe('é\u200Dé');
    expect(cleanText('A\u200Dl\u200Cic\uFE0Fe \u200Dé\u200D')).toBe('Alice é');
  });

  test('has the replacement character for half a surrogate pair', () => {
    expect(cleanText('a\uD83Db\uDE00')).toBe('a\uFFFDb\uFFFD');
    expect(cleanText('😀')).toBe('😀');
  });

  test('has at most four marks on a letter, and none without one', () => {
    expect(cleanText(`a${'\u0300'.repeat(40)}b`)).toBe('a\u0300\u0300\u0300\u0300b');
    expect(cleanText('\u0300a \u0301b')).toBe('a b');
  });

  test('has at most one blank line in a row, whatever a line break is called', () => {
    expect(cleanText('a\r\n\r\n \t \n\u2028b\u0085c\rd')).toBe('a\n\nb\nc\nd');
  });

  test('of a field has one space for any white space', () => {
    expect(cleanLine('  a\t\n\u3000 b\u00A0\u2028c ')).toBe('a b c');
  });

  test('is the same when cleaned again', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(cleanText(cleanText(text))).toBe(cleanText(text));
        expect(cleanLine(cleanLine(text))).toBe(cleanLine(text));
        expect(plainLine(plainLine(text))).toBe(plainLine(text));
      }),
      { numRuns: 3000 },
    );
  });

  test('is the same beside a letter that has to be looked at closely', () => {
    const plain = fc.string({
      unit: fc.constantFrom(...'aé ø\n’“—…·.|*`~\u00a0\u00b4\u00ac\u02ff\u007e'),
      minLength: 1,
    });
    fc.assert(
      fc.property(plain, (text) => {
        expect(cleanText(`電${text}電`)).toBe(`電${cleanText(`x${text}x`).slice(1, -1)}電`);
      }),
    );
  });

  test('is well-formed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 0, max: 9 }), (text, from) => {
        expect(cleanText(text.slice(from))).not.toMatch(/\p{Cs}/u);
      }),
    );
  });
});

describe('a field with right-to-left letters', () => {
  test('is isolated, so that the words after it keep their order', () => {
    expect(escapeLine('שלום 2')).toBe('\u2068שלום 2\u2069');
    expect(plainLine('فیلم')).toBe('\u2068فیلم\u2069');
  });

  test('cannot close the isolate it stands in', () => {
    expect(escapeLine('שלום\u2069\u202E')).toBe('\u2068שלום\u2069');
  });

  test('is the only kind that is isolated', () => {
    expect(escapeLine('電影 Amélie')).toBe('電影 Amélie');
  });
});
