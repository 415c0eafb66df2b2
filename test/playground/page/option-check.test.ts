import { expect, test } from 'vitest';
import { choicesMatching, readOption } from '../../../src/playground/page/model/option-check.ts';
import { commands } from './commands.ts';

function optionOf(path: string, name: string) {
  const found = commands.find((one) => one.path === path)?.options.find((option) => option.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
}
const read = (path: string, name: string, typed: string) =>
  readOption(optionOf(path, name), { typed, picked: undefined });

test('a whole number within its bounds', () => {
  expect(read('rate', 'hours', '24')).toEqual({ kind: 'value', value: 24 });
  expect(read('rate', 'hours', ' 1 ')).toEqual({ kind: 'value', value: 1 });
});

test.each(['0', '721', '-1'])('%s hours are out of bounds', (typed) => {
  expect(read('rate', 'hours', typed)).toEqual({ kind: 'wrong', problem: 'Enter a number from 1 to 720.' });
});

test.each(['1.5', '1e2', 'x', '0x10'])('%s is no whole number', (typed) => {
  expect(read('rate', 'hours', typed)).toEqual({ kind: 'wrong', problem: 'Enter a whole number.' });
});

test('a choice by its name in any case, and nothing else', () => {
  expect(read('rate', 'private', 'true')).toEqual({ kind: 'value', value: true });
  expect(read('rate', 'private', 'maybe')).toEqual({ kind: 'wrong', problem: 'Choose one from the list.' });
});

test('members and channels are choices', () => {
  expect(read('mydata delete', 'who', 'ada')).toEqual({ kind: 'value', value: '1' });
});

test('text is counted in code points', () => {
  expect(read('review', 'film', '🎬'.repeat(20))).toMatchObject({ kind: 'value' });
  expect(read('review', 'film', 'x'.repeat(21))).toEqual({
    kind: 'wrong',
    problem: 'Write no more than 20 characters; these are 21.',
  });
});

test('what was picked counts, not what stands there', () => {
  const picked = { name: 'Solaris (1972)', value: 'solaris-1972' };
  expect(readOption(optionOf('review', 'film'), { typed: 'Solaris (1972)', picked })).toEqual({
    kind: 'value',
    value: 'solaris-1972',
  });
});

test('choices that begin with what was typed come first', () => {
  const choices = ['Even', 'Seven', 'Book'].map((name) => ({ name, value: name }));
  expect(choicesMatching(choices, 'even').map(({ name }) => name)).toEqual(['Even', 'Seven']);
});
