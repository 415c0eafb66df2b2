import { expect, test } from 'vitest';
import { keys } from '../../src/storage/keys.ts';
import { createScrubbing } from '../../src/storage/scrubbing.ts';
import type { Store } from '../../src/storage/store.ts';
import { inMemoryStore } from '../matchups/in-memory-store.ts';

/** A store that counts its scrubs, and fails at them while told to. */
function countingStore() {
  const state = { scrubs: 0, failing: false };
  const store: Store = {
    ...inMemoryStore(),
    async scrub() {
      if (state.failing) throw new Error('the disk is full');
      state.scrubs += 1;
    },
  };
  return { store, state };
}

test('what was removed is scrubbed, and nothing is owed afterwards', async () => {
  const { store, state } = countingStore();
  const scrubbing = createScrubbing(store);
  await scrubbing.after(async () => true);
  expect(state.scrubs).toBe(1);
  expect(await store.get(keys.unscrubbed)).toBeUndefined();
});

test('where nothing was removed, nothing is scrubbed', async () => {
  const { store, state } = countingStore();
  await createScrubbing(store).after(async () => false);
  await createScrubbing(store).resume();
  expect(state.scrubs).toBe(0);
});

test('a scrub that failed is made up for by the next one, though that removes nothing', async () => {
  const { store, state } = countingStore();
  state.failing = true;
  await expect(createScrubbing(store).after(async () => true)).rejects.toThrow('the disk is full');
  state.failing = false;
  await createScrubbing(store).after(async () => false);
  expect(state.scrubs).toBe(1);
});

test('what a kill cut short is made up for at the next start', async () => {
  const { store, state } = countingStore();
  const cutShort = createScrubbing(store).after(async () => {
    await store.delete('something');
    throw new Error('killed');
  });
  await expect(cutShort).rejects.toThrow('killed');
  await createScrubbing(store).resume();
  expect(state.scrubs).toBe(1);
  await createScrubbing(store).resume();
  expect(state.scrubs).toBe(1);
});
