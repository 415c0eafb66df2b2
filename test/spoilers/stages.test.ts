import { expect, test } from 'vitest';
import { stages, within } from '../../src/spoilers/stages.ts';

test('a stage lies within itself and every later one', () => {
  expect(stages.map((stage) => stages.map((upto) => within(stage, upto)))).toEqual([
    [true, true, true],
    [false, true, true],
    [false, false, true],
  ]);
});

test('a scene that is absent from a work lies within no part of it', () => {
  expect(stages.some((upto) => within('absent', upto))).toBe(false);
});
