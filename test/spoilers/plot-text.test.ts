import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { plotText, rawOf } from '../../src/spoilers/plot-text.ts';

const plot = plotText('the butler did it');

describe('a plot text', () => {
  test.each([
    ['a template', () => `${plot}`],
    ['String()', () => String(plot)],
    ['joining', () => [plot, plot].join(', ')],
    ['a number', () => Number(plot)],
    ['JSON', () => JSON.stringify({ plot })],
  ])('refuses to become a string through %s', (_, use) => {
    expect(use).toThrow(TypeError);
    expect(use).toThrow(/spoiler\(\)/u);
  });

  test('shows nothing to an inspection, to its keys or to its own text form', () => {
    expect(inspect(plot, { depth: null, showHidden: true })).not.toContain('butler');
    expect(plot.toString()).not.toContain('butler');
    expect(Reflect.ownKeys(plot).map((key) => String(Reflect.get(plot, key)))).not.toContain('the butler did it');
  });

  test('is not a string to the compiler', () => {
    const title = (text: string): string => text;
    // @ts-expect-error: a plot text where a string is wanted must not compile
    expect(title(plot)).toBe(plot);
  });

  test('cannot be forged or copied', () => {
    expect(() => rawOf({ ...plot })).toThrow(TypeError);
    expect(() => structuredClone(plot)).toThrow();
    expect(Object.isFrozen(plot)).toBe(true);
  });
});
