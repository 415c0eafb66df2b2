import type { Entry, Store } from '../../src/storage/store.ts';
import { createTurns } from '../../src/storage/turns.ts';
import { rowOf } from '../../src/storage/values.ts';

/** A store in memory that takes its time as it is told: `pause` is awaited before and after each access. */
export function inMemoryStore(pause: () => Promise<void> = async () => {}): Store {
  const values = new Map<string, string>();
  const inTurn = createTurns();
  async function slowly<T>(act: () => T): Promise<T> {
    await pause();
    const result = act();
    await pause();
    return result;
  }
  const read = (text: string | undefined): unknown => (text === undefined ? undefined : JSON.parse(text));
  const entriesOf = (prefix: string, suffix = ''): readonly Entry[] =>
    [...values.keys()]
      .filter((key) => key.startsWith(prefix) && key.endsWith(suffix))
      .sort()
      .map((key) => ({ key, value: read(values.get(key)) }));
  const put = ({ key, value }: Entry) => values.set(key, JSON.stringify(value));
  return {
    get: async (key) => slowly(() => read(values.get(key))),
    put: async (key, value) => {
      await inTurn(key, async () => slowly(() => put({ key, value })));
    },
    putAll: async (entries) =>
      slowly(() => {
        for (const entry of entries) put(entry);
      }),
    delete: async (key) => {
      await inTurn(key, async () => slowly(() => values.delete(key)));
    },
    entries: async (prefix) => slowly(() => entriesOf(prefix)),
    deleteAll: async (prefix) =>
      slowly(() => {
        for (const { key } of entriesOf(prefix)) values.delete(key);
      }),
    entriesOf: async (prefix, suffix) => slowly(() => entriesOf(prefix, suffix)),
    lines: async (prefix) =>
      slowly(() =>
        entriesOf(prefix)
          .map((entry) => `${entry.key.slice(prefix.length)}\t${rowOf(entry).value}`)
          .join('\n'),
      ),
    values: async (prefix) =>
      slowly(() =>
        entriesOf(prefix)
          .map((entry) => rowOf(entry).value)
          .join('\n'),
      ),
    deleteKeys: async (keys) =>
      slowly(() => {
        for (const key of keys) values.delete(key);
      }),
    scrub: async () => {},
    close: async () => {},
  };
}
