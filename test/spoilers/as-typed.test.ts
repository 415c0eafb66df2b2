import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText } from '../../src/spoilers/clean.ts';
import { escapeText } from '../../src/spoilers/escape.ts';
import { plotText } from '../../src/spoilers/plot-text.ts';
import { asTyped, spoiler } from '../../src/spoilers/wrap.ts';
import { hostileText } from './hostile.ts';

test('what was typed comes back from what was shown of it, in the open and behind bars', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const typed = cleanText(text);
      if (!/^\|\|.*\|\|$/s.test(escapeText(text))) expect(asTyped(escapeText(text))).toBe(typed);
      expect(asTyped(spoiler(plotText(text)))).toBe(typed.replaceAll('|', '\u2223').replaceAll('`', '\u02CB'));
    }),
  );
});
