import { setImmediate as othersHaveCalled } from 'node:timers/promises';
import { tooLate, whenWaited } from './in-time.ts';

/** A value as an engine keeps it: JSON text. */
export interface Row {
  readonly key: string;
  readonly value: string;
}

/** What one call writes: all of it or nothing. */
export type Write =
  | { readonly kind: 'put'; readonly rows: readonly Row[] }
  | { readonly kind: 'delete'; readonly keys: readonly string[] }
  | { readonly kind: 'delete all'; readonly prefix: string };

/** Writes one after the other, those of one kind that wait together as one. */
export interface Writes {
  /** Resolves when the engine has confirmed it; rejects with whatever kept the commit from happening. */
  write(write: Write): Promise<void>;
  /** Runs `task` when everything called before it is done; nothing is written meanwhile. */
  alone(task: () => Promise<void>): Promise<void>;
}

interface Waiting {
  readonly task: Write | (() => Promise<void>);
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** What one commit takes at most, so that nobody waits long for the others; a larger write goes by itself. */
const mostKeys = 1000;
const mostCharacters = 1_000_000;

/**
 * A commit costs a sync of the disk or a way to a server and back, whatever is in it. So while one is under way, the
 * writes that are called meanwhile gather, and go together in the next one. They keep their order: only neighbours of
 * one kind are merged. If a commit fails, everything in it was not written, and every caller hears so.
 *
 * `commit` writes everything in it or nothing; no key is twice in it. Whoever has waited for `patience`, in milliseconds,
 * hears that it is too late, and is written no more unless that has begun. Left out: everybody waits as long as it takes.
 */
export function createWrites(commit: (write: Write) => Promise<void>, patience?: number): Writes {
  const waiting: Waiting[] = [];
  let working = false;

  async function work(): Promise<void> {
    working = true;
    while (waiting.length > 0) {
      // Whoever was just confirmed calls again at once: their next write belongs in this commit, not in the one after.
      await othersHaveCalled();
      if (waiting.length === 0) break;
      const { tasks, run } = nextOf(waiting);
      const together = waiting.splice(0, tasks);
      try {
        await run();
        for (const { resolve } of together) resolve();
      } catch (error) {
        for (const { reject } of together) reject(error);
      }
    }
    working = false;
  }

  /** What is at the head of the queue, and how many tasks of it are done by that. */
  function nextOf([first]: readonly Waiting[]): { readonly tasks: number; readonly run: () => Promise<void> } {
    if (typeof first?.task === 'function') return { tasks: 1, run: first.task };
    const together = neighbours(waiting);
    return { tasks: together.length, run: async () => commit(merged(together)) };
  }

  async function queued(task: Waiting['task'], longest?: number): Promise<void> {
    let stop = () => {};
    const done = new Promise<void>((resolve, reject) => {
      const queuing = { task, resolve, reject };
      waiting.push(queuing);
      if (longest === undefined) return;
      stop = whenWaited(longest, () => {
        const place = waiting.indexOf(queuing);
        if (place !== -1) waiting.splice(place, 1);
        reject(tooLate());
      });
    });
    if (!working) void work();
    return done.finally(() => stop());
  }

  return { write: async (write) => queued(write, patience), alone: async (task) => queued(task) };
}

/** The writes at the head of the queue that make one commit: at least one. */
function neighbours(waiting: readonly Waiting[]): readonly Write[] {
  const together: Write[] = [];
  let keys = 0;
  let characters = 0;
  for (const { task } of waiting) {
    if (typeof task === 'function') break;
    keys += keysIn(task);
    characters += charactersIn(task);
    const fits = task.kind === together[0]?.kind && task.kind !== 'delete all';
    if (together.length > 0 && !(fits && keys <= mostKeys && characters <= mostCharacters)) break;
    together.push(task);
  }
  return together;
}

function keysIn(write: Write): number {
  if (write.kind === 'put') return write.rows.length;
  return write.kind === 'delete' ? write.keys.length : 1;
}

function charactersIn(write: Write): number {
  return write.kind === 'put' ? write.rows.reduce((sum, { value }) => sum + value.length, 0) : 0;
}

/** Writes of one kind as one: of two values for a key, the later. */
function merged(writes: readonly Write[]): Write {
  const [first] = writes;
  if (!first) throw new RangeError('there is nothing to write');
  if (first.kind === 'put') {
    const rows = writes.flatMap((write) => (write.kind === 'put' ? write.rows : []));
    return { kind: 'put', rows: [...new Map(rows.map((row) => [row.key, row])).values()] };
  }
  if (first.kind === 'delete') {
    const keys = writes.flatMap((write) => (write.kind === 'delete' ? write.keys : []));
    return { kind: 'delete', keys: [...new Set(keys)] };
  }
  return first;
}
