import { describe, expect, test } from 'vitest';
import { readOptions } from '../../src/discord/options.ts';
import { UserError } from '../../src/user-error.ts';

const bounds = { min: 1, max: 720 };

/** What a read comes to where a member sent something that cannot be. */
function reasonOf(read: () => unknown) {
  try {
    return read();
  } catch (error) {
    return error instanceof UserError ? error.reason : error;
  }
}
const unusable = (option: string) => ({ code: 'option.unusable', option });

describe('options that were given', () => {
  const options = readOptions({ film: 'dune', hours: 24, stars: 7, upto: 'middle', private: true });

  test('are read as they are', () => {
    expect(options.text('film')).toBe('dune');
    expect(options.textIfGiven('film')).toBe('dune');
    expect(options.whole('hours', bounds)).toBe(24);
    expect(options.wholeOr('hours', bounds, 72)).toBe(24);
    expect(options.choice('upto', ['ending', 'middle'])).toBe('middle');
    expect(options.choiceIfGiven('hours', [12, 24])).toBe(24);
    expect(options.flag('private')).toBe(true);
  });
});

describe('options that were left out', () => {
  const options = readOptions({});

  test('have what stands in for them', () => {
    expect(options.textIfGiven('critic')).toBeUndefined();
    expect(options.wholeOr('hours', bounds, 72)).toBe(72);
    expect(options.choice('upto', ['ending', 'middle'])).toBe('ending');
    expect(options.choiceIfGiven('hours', [12, 24])).toBeUndefined();
    expect(options.flag('private')).toBe(false);
  });

  test('are asked for where there is nothing else', () => {
    expect(reasonOf(() => options.text('film'))).toEqual(unusable('film'));
    expect(reasonOf(() => options.whole('stars', bounds))).toEqual(unusable('stars'));
  });
});

describe('options that only a changed client can send', () => {
  test.each([0, 721, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '24', true])(
    '%j hours are asked for again',
    (hours) => {
      const options = readOptions({ hours });
      expect(reasonOf(() => options.whole('hours', bounds))).toEqual(unusable('hours'));
      expect(reasonOf(() => options.wholeOr('hours', bounds, 72))).toEqual(unusable('hours'));
    },
  );

  test.each([7, true])('%j is no text', (film) => {
    const options = readOptions({ film });
    expect(reasonOf(() => options.text('film'))).toEqual(unusable('film'));
    expect(reasonOf(() => options.textIfGiven('film'))).toEqual(unusable('film'));
  });

  test.each(['Middle', '', 'constructor', 1])('%j is none of the choices', (upto) => {
    expect(reasonOf(() => readOptions({ upto }).choice('upto', ['ending', 'middle']))).toEqual(unusable('upto'));
  });

  test('a flag of another kind is not set', () => {
    expect(readOptions({ private: 'true' }).flag('private')).toBe(false);
  });
});
