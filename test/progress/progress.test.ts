import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createProgress } from '../../src/progress/progress.ts';
import { isAtLeast, type Reached, reaches } from '../../src/spoilers/reached.ts';
import { guildId, memberId } from '../../src/storage/ids.ts';
import type { Store } from '../../src/storage/store.ts';
import { inMemoryStore } from '../matchups/in-memory-store.ts';

const guild = guildId.parse('100000000000000001');
const otherGuild = guildId.parse('100000000000000002');
const alice = memberId.parse('200000000000000001');
const bob = memberId.parse('200000000000000002');
const book = 'book:ishiguro-never-let-me-go-2005';
const film = 'film:never-let-me-go-2010';

const progressOver = (store: Store) => createProgress({ store, now: () => 0 });

describe('progress', () => {
  test('is unknown until the member says', async () => {
    expect(await progressOver(inMemoryStore()).of(guild, book, alice)).toBeUndefined();
  });

  test('is what the member said last, further or back, in a record of one key', async () => {
    const store = inMemoryStore();
    const progress = progressOver(store);
    await progress.put(guild, book, alice, 'finished');
    await progress.put(guild, book, alice, 'setup');
    expect(await progress.of(guild, book, alice)).toBe('setup');
    expect(await store.entries('')).toEqual([
      { key: `progress:${guild}:${book}:${alice}`, value: { version: 1, reached: 'setup', at: 0 } },
    ]);
  });

  test('is kept apart for each server, work and member', async () => {
    const progress = progressOver(inMemoryStore());
    await progress.put(guild, book, alice, 'finished');
    expect(await progress.of(otherGuild, book, alice)).toBeUndefined();
    expect(await progress.of(guild, film, alice)).toBeUndefined();
    expect(await progress.of(guild, book, bob)).toBeUndefined();
  });

  test('is only ever raised by what follows from something else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.option(fc.constantFrom(...reaches)), fc.constantFrom(...reaches), async (said, follows) => {
        const progress = progressOver(inMemoryStore());
        if (said) await progress.put(guild, book, alice, said);
        await progress.atLeast(guild, book, alice, follows);
        const expected: Reached = said && isAtLeast(said, follows) ? said : follows;
        expect(await progress.of(guild, book, alice)).toBe(expected);
      }),
    );
  });

  test('that the member sets while it is being raised is what they set, if they set it last', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const progress = progressOver(inMemoryStore(() => scheduler.schedule(Promise.resolve())));
        const raised = progress.atLeast(guild, book, alice, 'finished');
        const set = progress.put(guild, book, alice, 'setup');
        await scheduler.waitFor(Promise.all([raised, set]));
        expect(await scheduler.waitFor(progress.of(guild, book, alice))).toBe('setup');
      }),
    );
  });

  test('is forgotten on one server, or everywhere, and nobody else’s is', async () => {
    const progress = progressOver(inMemoryStore());
    for (const where of [guild, otherGuild]) {
      for (const who of [alice, bob]) {
        await progress.put(where, book, who, 'middle');
        await progress.put(where, film, who, 'middle');
      }
    }
    const kept = async (who: typeof alice) =>
      Promise.all(
        [guild, otherGuild].flatMap((where) =>
          ([film, book] as const).map(async (work) => progress.of(where, work, who)),
        ),
      );
    await progress.forget(alice, guild);
    expect(await kept(alice)).toEqual([undefined, undefined, 'middle', 'middle']);
    await progress.forget(alice, 'everywhere');
    expect(await kept(alice)).toEqual([undefined, undefined, undefined, undefined]);
    expect(await kept(bob)).toEqual(['middle', 'middle', 'middle', 'middle']);
  });

  test('that cannot be read is a fault with its key, never silently none', async () => {
    const store = inMemoryStore();
    const key = `progress:${guild}:${book}:${alice}`;
    await store.put(key, { version: 1, reached: 'nearly', at: 0 });
    await expect(progressOver(store).of(guild, book, alice)).rejects.toThrow(key);
  });

  test('that could not be written is not confirmed', async () => {
    const store: Store = {
      ...inMemoryStore(),
      put: async () => {
        throw new Error('the disk is full');
      },
    };
    await expect(progressOver(store).put(guild, book, alice, 'setup')).rejects.toThrow('the disk is full');
    await expect(progressOver(store).atLeast(guild, book, alice, 'setup')).rejects.toThrow('the disk is full');
  });
});
