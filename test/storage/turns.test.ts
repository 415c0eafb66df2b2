import { setImmediate as aMoment } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { StoreUnusable } from '../../src/storage/store.ts';
import { createTurns } from '../../src/storage/turns.ts';

test('tasks of one key run one after the other, in the order they came', async () => {
  const inTurn = createTurns();
  const seen: string[] = [];
  const task = (name: string) => async () => {
    seen.push(`${name} begins`);
    await aMoment();
    seen.push(`${name} ends`);
    return name;
  };
  const results = await Promise.all(['a', 'b', 'c'].map(async (name) => inTurn('key', task(name))));
  expect(results).toEqual(['a', 'b', 'c']);
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});

test('tasks of different keys do not wait for each other', async () => {
  const inTurn = createTurns();
  const never = inTurn('stuck', async () => new Promise<void>(() => {}));
  expect(await inTurn('free', async () => 'done')).toBe('done');
  expect(never).toBeInstanceOf(Promise);
});

test('a task that fails tells its own caller only, and the next one runs all the same', async () => {
  const inTurn = createTurns();
  const rejects = inTurn('key', async () => Promise.reject(new Error('first')));
  const throws = inTurn('key', () => {
    throw new Error('second');
  });
  const runs = inTurn('key', async () => 'third');
  await expect(rejects).rejects.toThrow('first');
  await expect(throws).rejects.toThrow('second');
  expect(await runs).toBe('third');
});

test('where a task finds the store unusable, whoever waits behind it hears so at once, and who comes later tries anew', async () => {
  const inTurn = createTurns();
  const tried: string[] = [];
  const hanging = new StoreUnusable('the server does not answer', 'redis://nowhere', undefined);
  const first = inTurn('key', async () => {
    await aMoment();
    throw hanging;
  });
  const waiting = ['second', 'third'].map(async (name) => inTurn('key', async () => void tried.push(name)));
  for (const each of [first, ...waiting]) await expect(each).rejects.toBe(hanging);
  expect(tried).toEqual([]);
  expect(await inTurn('key', async () => 'later')).toBe('later');
});

test('a task may be asked for by an earlier one of the same key, and runs after it', async () => {
  const inTurn = createTurns();
  const seen: string[] = [];
  let later: Promise<void> | undefined;
  await inTurn('key', async () => {
    later = inTurn('key', async () => void seen.push('later'));
    await aMoment();
    seen.push('earlier');
  });
  await later;
  expect(seen).toEqual(['earlier', 'later']);
});
