import { isDeepStrictEqual } from 'node:util';
import { keys } from './keys.ts';
import type { Entry, KeptStore } from './store.ts';
import { halfFilled } from './versions.ts';

/** How far a copy is: entries written or compared, of all there are. */
export type OnProgress = (done: number) => void;

/** Entries of one write, and the characters of their values, so that large films do not make a write that takes long. */
const mostAtOnce = 500;
const mostCharacters = 1_000_000;

/** Puts every entry of one store into another, which has none. Where that is cut short, the other is half-filled. */
export async function copyStore(from: KeptStore, to: KeptStore): Promise<void> {
  await makeRoom(to);
  await copyEntries(from, to);
  await finishCopy(from, to);
}

/** Removes everything. From now on the store is half-filled, and opens only for another copy. */
export async function makeRoom(to: KeptStore): Promise<void> {
  // As it is made, a SQLite file's rows lie as they come; those of every format since the second lie in order.
  if (await to.sqlite?.isHeap()) await to.sqlite?.toTree();
  await to.put(keys.version, halfFilled);
  for await (const page of to.pages(() => {})) {
    await to.deleteKeys(page.map(({ key }) => key).filter((key) => key !== keys.version));
  }
}

/** Puts everything there but the format, by which a store is known to be whole. */
export async function copyEntries(from: KeptStore, to: KeptStore, onProgress: OnProgress = () => {}): Promise<void> {
  let done = 0;
  for await (const page of from.pages()) {
    for (const some of portions(page)) {
      await to.putAll(some.filter(({ key }) => key !== keys.version));
      done += some.length;
      onProgress(done);
    }
  }
}

/** Says that the copy is whole. */
export async function finishCopy(from: KeptStore, to: KeptStore): Promise<void> {
  const format = await from.get(keys.version);
  if (format === undefined) await to.delete(keys.version);
  else await to.put(keys.version, format);
}

/** The keys at which a store and a copy of it that is not finished differ, or which only one of them has. */
export async function differences(
  one: KeptStore,
  other: KeptStore,
  onProgress: OnProgress = () => {},
): Promise<readonly string[]> {
  const differing: string[] = [];
  const [ours, theirs] = [entriesOf(one), entriesOf(other)];
  let [our, their] = [await ours.next(), await theirs.next()];
  // Both come in the order of their keys, so that each side is read once.
  for (let done = 0; !our.done || !their.done; done += 1) {
    if (their.done || (!our.done && our.value.key < their.value.key)) {
      if (!our.done) differing.push(our.value.key);
      our = await ours.next();
    } else if (our.done || their.value.key < our.value.key) {
      differing.push(their.value.key);
      their = await theirs.next();
    } else {
      const isSame = our.value.key === keys.version || isDeepStrictEqual(our.value.value, their.value.value);
      if (!isSame) differing.push(our.value.key);
      [our, their] = [await ours.next(), await theirs.next()];
    }
    onProgress(done + 1);
  }
  return differing;
}

async function* entriesOf(store: KeptStore): AsyncGenerator<Entry, undefined> {
  for await (const page of store.pages()) yield* page;
  return undefined;
}

function* portions(entries: readonly Entry[]): Generator<readonly Entry[]> {
  let portion: Entry[] = [];
  let characters = 0;
  for (const entry of entries) {
    portion.push(entry);
    characters += JSON.stringify(entry.value).length;
    if (portion.length < mostAtOnce && characters < mostCharacters) continue;
    yield portion;
    portion = [];
    characters = 0;
  }
  if (portion.length > 0) yield portion;
}
