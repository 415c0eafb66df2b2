import { isDeepStrictEqual } from 'node:util';
import type { Entry, KeptStore } from './store.ts';

/** How far a copy is: entries written or compared, of all there are. */
export type OnProgress = (done: number) => void;

/** Entries of one write, and the characters of their values, so that large films do not make a write that takes long. */
const mostAtOnce = 500;
const mostCharacters = 1_000_000;

/** Puts every entry of one store into another. Done again after it was cut short, it goes over what is there. */
export async function copyStore(from: KeptStore, to: KeptStore, onProgress: OnProgress = () => {}): Promise<number> {
  let done = 0;
  for await (const page of from.pages()) {
    for (const some of portions(page)) {
      await to.putAll(some);
      done += some.length;
      onProgress(done);
    }
  }
  return done;
}

/** The keys at which two stores differ, or which only one of them has. */
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
      if (!isDeepStrictEqual(our.value.value, their.value.value)) differing.push(our.value.key);
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
