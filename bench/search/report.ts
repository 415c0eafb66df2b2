import { milliseconds, percent, table } from '../table.ts';
import type { EngineName } from './engines.ts';
import type { Figures } from './measure.ts';
import { kinds } from './queries.ts';

/** What Foyer's search has to reach in a catalogue of this size. */
export interface Target {
  readonly size: number;
  readonly found: number;
  readonly p99?: number;
  /** In MB. */
  readonly memory?: number;
}

/** What members can expect; README’s table beside them. */
export const targets: readonly Target[] = [
  { size: 1_000, found: 0.98 },
  { size: 10_000, found: 0.96, p99: 5 },
  { size: 100_000, found: 0.92, p99: 15, memory: 120 },
];

/** Whose figures have to reach the targets. */
export const ours: EngineName = 'Foyer';

/** Every target that is missed, in words. */
export function missed(all: readonly Figures[]): readonly string[] {
  return targets.flatMap(({ size, found, p99, memory }) => {
    const figures = all.find((each) => each.engine === ours && each.size === size);
    const at = `at ${titles(size)} titles`;
    if (!figures) return [`nothing was measured ${at}`];
    return [
      ...(figures.found < found ? [`${percent(figures.found)} found ${at}, not ${percent(found)}`] : []),
      ...(p99 !== undefined && figures.p99 > p99 ? [`p99 of ${milliseconds(figures.p99)} ${at}, not ${p99} ms`] : []),
      ...(memory !== undefined && megabytes(figures.memory) > memory
        ? [`an index of ${inMegabytes(figures)} ${at}, not ${memory} MB`]
        : []),
    ];
  });
}

/** What was found, how fast, and what it costs, a row an engine and size. */
export function overview(all: readonly Figures[]): string {
  return table(
    ['search', 'titles', 'found', 'p50', 'p99', 'build', 'memory', 'queries'],
    all.map((figures) => [
      figures.engine,
      titles(figures.size),
      percent(figures.found),
      milliseconds(figures.p50),
      milliseconds(figures.p99),
      `${(figures.build / 1000).toFixed(1)} s`,
      inMegabytes(figures),
      String(figures.queries),
    ]),
  );
}

/** What was found, a row a way of asking; with it, how often the film that was meant, where that could not be told. */
export function perKind(all: readonly Figures[]): string {
  return table(
    ['found', ...all.map(({ engine, size }) => `${engine} ${titles(size)}`)],
    kinds.map((kind) => [
      kind,
      ...all.map(({ foundPerKind }) => {
        const { found, itself } = foundPerKind.find((each) => each.kind === kind) ?? { found: 0, itself: 0 };
        return found === itself ? percent(found) : `${percent(found)} (itself ${percent(itself)})`;
      }),
    ]),
  );
}

const titles = (size: number): string => `${size / 1000}k`;
/** A memory that could not be measured reaches no target. */
const megabytes = (memory: number | undefined): number =>
  memory === undefined ? Number.POSITIVE_INFINITY : memory / 1e6;
const inMegabytes = ({ memory }: Figures): string =>
  memory === undefined ? 'unknown' : `${Math.ceil(megabytes(memory))} MB`;
