import TinyQueue from 'tinyqueue';
import type { Cancel, Clock } from '../clock.ts';

/** What is to be done at which time, each under a name of its own. */
export interface Agenda {
  /** What was planned under that name before is dropped. */
  plan(name: string, time: number): void;
  drop(name: string): void;
  /** How much is planned. */
  readonly size: number;
}

/** One thing planned. What was moved or dropped since stays in the queue until its turn, and is passed over then. */
interface Item {
  readonly name: string;
  readonly time: number;
}

/**
 * An agenda with one timer, however much is on it: a timer of its own for each of a hundred thousand would take a
 * hundred megabytes. `onDue` is called in the order of the times.
 */
export function createAgenda(clock: Pick<Clock, 'now' | 'at'>, onDue: (name: string) => void): Agenda {
  const planned = new Map<string, number>();
  const queue = new TinyQueue<Item>([], (one, other) => one.time - other.time);
  let timer: { readonly time: number; readonly cancel: Cancel } | undefined;

  /** The first that is still planned as it stands there. */
  function first(): Item | undefined {
    for (let item = queue.peek(); item; item = queue.peek()) {
      if (planned.get(item.name) === item.time) return item;
      queue.pop();
    }
    return undefined;
  }

  function wind(): void {
    const next = first();
    if (timer?.time === next?.time) return;
    timer?.cancel();
    timer = next && { time: next.time, cancel: clock.at(next.time, ring) };
  }

  function ring(): void {
    timer = undefined;
    for (let item = first(); item && item.time <= clock.now(); item = first()) {
      queue.pop();
      planned.delete(item.name);
      onDue(item.name);
    }
    wind();
  }

  return {
    plan(name, time) {
      planned.set(name, time);
      queue.push({ name, time });
      wind();
    },
    drop(name) {
      planned.delete(name);
      wind();
    },
    get size() {
      return planned.size;
    },
  };
}
