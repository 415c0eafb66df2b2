import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanLine, cleanText } from '../../src/spoilers/clean.ts';
import { sizeOf } from '../../src/spoilers/cut.ts';
import { escapeLine, escapeText } from '../../src/spoilers/escape.ts';
import { plotText } from '../../src/spoilers/plot-text.ts';
import { spoiler, spoilerLine, spoilerParts } from '../../src/spoilers/wrap.ts';
import { featuresOf, readings, visibleBeforeClick, visibleText } from './discord-markdown.ts';
import { hostilePlot, hostileText, longText, plotPoint } from './hostile.ts';

const lookAlikes = (text: string): string => text.replaceAll('|', '∣').replaceAll('`', 'ˋ');
const withoutSpace = (text: string): string => text.replace(/\s+/gu, '');

describe('a plot stays behind its bars', () => {
  test.each([
    ['bars inside', 'a ||plot|| c'],
    ['a bar at the end', 'plot|'],
    ['bars at the start', '|| plot'],
    ['bars put together from pieces', 'a |\u200B| plot |\u202E| b'],
    ['escaped bars', 'a \\|| plot \\|\\| b'],
    ['a code span', 'a `b|| plot` c'],
    ['a code span open at the end', 'plot `'],
    ['a code block', '```\nplot||\n```'],
    ['a letter that is a backtick when normalised', 'a \u1FEFb|| plot\u1FEF'],
    ['a backslash at the end', 'plot\\'],
    ['backslashes at the end', 'plot\\\\\\'],
    ['a link at the end', 'plot https://a.b/c'],
    ['a link in angle brackets', 'plot <https://a.b/c>'],
    ['a heading', 'a\n# plot'],
    ['a quote', 'a\n>>> plot'],
    ['a list', '- a\n- plot\n1. plot'],
    ['blank lines', 'a\n\n\n\nplot'],
    ['foreign line breaks', 'a\u2028# plot\u0085> plot'],
    ['a mention', 'plot @everyone <@1>'],
  ])('%s', (_, text) => {
    const shown = spoiler(plotText(text));
    for (const reading of readings) expect(visibleBeforeClick(`before ${shown} after`, reading)).toBe('before  after');
    expect(visibleText(shown).trimEnd()).toBe(lookAlikes(cleanText(text)));
    expect(featuresOf(shown)).toEqual(['spoiler']);
  });

  test('a link at the end is kept from the bars by a space', () => {
    expect(spoiler(plotText('see https://a.b'))).toBe('||see https\\://a.b ||');
    expect(spoiler(plotText('see www.a.b'))).toBe('||see www.a.b ||');
  });

  test.each(['', '  \n ', '\u200B\u2060'])('no plot (%j) is no spoiler, rather than four bars', (text) => {
    expect(spoiler(plotText(text))).toBe('');
    expect(spoilerLine(plotText(text))).toBe('');
    expect(spoilerParts(plotText(text), { characters: 100, bytes: 100 })).toEqual([]);
  });

  test('nothing of a hostile plot is visible, formatted or mentioned, between whatever hostile text', () => {
    fc.assert(
      fc.property(hostilePlot, hostileText, hostileText, (plot, before, after) => {
        const shown = spoiler(plotText(plot));
        const message = `${escapeText(before)}${shown}${escapeText(after)}`;
        for (const reading of readings) expect(visibleBeforeClick(message, reading)).not.toContain(plotPoint);
        expect(featuresOf(shown)).toEqual(['spoiler']);
      }),
      { numRuns: 3000 },
    );
  });

  test('nothing of a hostile plot is visible in several spoilers of one message', () => {
    fc.assert(
      fc.property(hostilePlot, hostilePlot, hostileText, (first, second, between) => {
        const message = `${spoiler(plotText(first))}${escapeLine(between)}\n${spoiler(plotText(second))}`;
        for (const reading of readings) expect(visibleBeforeClick(message, reading)).not.toContain(plotPoint);
      }),
      { numRuns: 1000 },
    );
  });

  test.each(['# ', '> ', '- ', '-# ', '1. '])(
    'a plot on one line stays hidden after %j, which ends with its line',
    (block) => {
      fc.assert(
        fc.property(hostilePlot, (plot) => {
          const shown = spoilerLine(plotText(plot));
          for (const reading of readings) {
            expect(visibleBeforeClick(`${block}${shown}\nafter`, reading)).not.toContain(plotPoint);
          }
          expect(visibleText(shown).trimEnd()).toBe(lookAlikes(cleanLine(plot)));
        }),
      );
    },
  );

  test('all of a hostile plot is readable once it is open', () => {
    fc.assert(
      fc.property(hostilePlot, (plot) => {
        expect(visibleText(spoiler(plotText(plot))).trimEnd()).toBe(lookAlikes(cleanText(plot)));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a plot in parts', () => {
  const budgets = fc.record({
    characters: fc.integer({ min: 60, max: 400 }),
    bytes: fc.integer({ min: 160, max: 800 }),
  });

  test('is hidden in each, within the budget, and whole when joined', () => {
    fc.assert(
      fc.property(longText, budgets, (plot, budget) => {
        const parts = spoilerParts(plotText(plot), budget);
        for (const part of parts) {
          expect(sizeOf(part).characters).toBeLessThanOrEqual(budget.characters);
          expect(sizeOf(part).bytes).toBeLessThanOrEqual(budget.bytes);
          expect(featuresOf(part)).toEqual(['spoiler']);
          for (const reading of readings) expect(visibleBeforeClick(part, reading)).toBe('');
        }
        expect(withoutSpace(parts.map(visibleText).join(''))).toBe(withoutSpace(lookAlikes(cleanText(plot))));
      }),
      { numRuns: 500 },
    );
  });

  test('is hidden in each when all of them stand in one message', () => {
    fc.assert(
      fc.property(hostilePlot, (plot) => {
        const parts = spoilerParts(plotText(plot), { characters: 40, bytes: 120 });
        for (const reading of readings) {
          expect(visibleBeforeClick(parts.join('\n'), reading)).not.toContain(plotPoint);
          expect(visibleBeforeClick(parts.join(''), reading)).not.toContain(plotPoint);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('is one spoiler where it fits', () => {
    const plot = plotText('One.\n\nTwo.');
    expect(spoilerParts(plot, { characters: 14, bytes: 14 })).toEqual([spoiler(plot)]);
  });

  test('is cut between paragraphs, else sentences, else words, else letters', () => {
    const inParts = (text: string, room: number): readonly string[] =>
      spoilerParts(plotText(text), { characters: room + 4, bytes: 400 });
    expect(inParts('One. Two.\n\nThree.', 12)).toEqual(['||One. Two.||', '||Three.||']);
    expect(inParts('She runs. He falls.', 12)).toEqual(['||She runs.||', '||He falls.||']);
    expect(inParts('she runs away, he falls', 12)).toEqual(['||she runs||', '||away, he||', '||falls||']);
    expect(inParts('Rhabarberbarbara', 9)).toEqual(['||Rhabarber||', '||barbara||']);
  });

  test('counts bytes where letters are wide', () => {
    const parts = spoilerParts(plotText('電影結束時他死了'), { characters: 100, bytes: 16 });
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(sizeOf(part).bytes).toBeLessThanOrEqual(16);
  });

  test('says so when the budget has no room for a single character', () => {
    expect(() => spoilerParts(plotText('plot'), { characters: 4, bytes: 40 })).toThrow(RangeError);
  });

  test.each([
    ['prose', 'She *knew* what the `letter` said. '.repeat(1500)],
    ['one word', 'a'.repeat(50_000)],
    ['white space', `a${' '.repeat(50_000)}b`],
    ['bars', '|'.repeat(50_000)],
    ['colons', ':'.repeat(50_000)],
    ['one grapheme', '👩\u200D'.repeat(15_000)],
    ['marks', '\u0301'.repeat(50_000)],
  ])('of an enormous text (%s) are made in a moment', (_, text) => {
    const started = performance.now();
    const parts = spoilerParts(plotText(text), { characters: 4000, bytes: 10_000 });
    expect(parts.length).toBeLessThan(40);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
