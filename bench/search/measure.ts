import { type EngineName, engines } from './engines.ts';
import { generatedCatalogue } from './generated.ts';
import { answersOf, type Kind, kinds } from './queries.ts';

/** What one engine did with one catalogue. Times in milliseconds, memory in bytes. */
export interface Figures {
  readonly engine: EngineName;
  readonly size: number;
  readonly queries: number;
  readonly found: number;
  /** `itself`: the film that was meant is there, even where nobody could tell which that is. */
  readonly foundPerKind: readonly { readonly kind: Kind; readonly found: number; readonly itself: number }[];
  readonly p50: number;
  readonly p99: number;
  readonly build: number;
  /** Of the index and all that it keeps of the catalogue; undefined where garbage cannot be collected when asked. */
  readonly memory: number | undefined;
}

/** What to measure. */
export interface Task {
  readonly engine: EngineName;
  readonly size: number;
  readonly perKind: number;
  /** How often each query is asked; the median counts, so that other programs on the machine do not. */
  readonly rounds: number;
}

/** Builds an index and asks it. To be run in a process of its own, or memory and compiled code tell of others. */
export function measure({ engine, size, perKind, rounds }: Task): Figures {
  const before = memoryInUse();
  let films = generatedCatalogue(size);
  const began = performance.now();
  const suggest = engines[engine](films);
  const build = performance.now() - began;
  films = [];
  const after = memoryInUse();

  const { queries, isFound } = answersOf(generatedCatalogue(size));
  const asked = queries(perKind);
  // Code that is not compiled yet is not what members meet. Fuse.js would take minutes for it.
  for (const { text } of rounds > 1 ? asked : asked.slice(0, 3)) suggest(text);
  const answers = asked.map((query) => {
    const runs = Array.from({ length: rounds }, () => timed(() => suggest(query.text)));
    const suggested = runs[0]?.value ?? [];
    return {
      kind: query.kind,
      time: middle(runs.map(({ time }) => time)),
      found: isFound(query, suggested),
      itself: suggested.includes(query.target),
    };
  });

  const times = answers.map(({ time }) => time).toSorted((a, b) => a - b);
  return {
    engine,
    size,
    queries: asked.length,
    found: share(answers.map(({ found }) => found)),
    foundPerKind: kinds.map((kind) => {
      const ofKind = answers.filter((answer) => answer.kind === kind);
      return {
        kind,
        found: share(ofKind.map(({ found }) => found)),
        itself: share(ofKind.map(({ itself }) => itself)),
      };
    }),
    p50: middle(times),
    p99: times[Math.floor(times.length * 0.99)] ?? 0,
    build,
    memory: before === undefined || after === undefined ? undefined : after - before,
  };
}

const share = (all: readonly boolean[]): number => all.filter((one) => one).length / all.length;

const middle = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

function timed<T>(act: () => T): { readonly value: T; readonly time: number } {
  const start = performance.now();
  const value = act();
  return { value, time: performance.now() - start };
}

function memoryInUse(): number | undefined {
  if (!globalThis.gc) return undefined;
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
