import { type Colour, type colours, rect, svg, text, width } from './svg.ts';

/** The ratings of one work. */
export interface Histogram {
  /** One or two words. */
  readonly heading: string;
  /** A few more, under it. */
  readonly note: string;
  /** How many gave each step, from the lowest up. Undefined where that is not to be seen: then the side stays empty. */
  readonly perStep: readonly number[] | undefined;
}

/** The ratings of a film and of its book. */
export interface Histograms {
  readonly film: Histogram;
  readonly book: Histogram;
  /** The steps' names, from the lowest up: at most five letters each. */
  readonly steps: readonly string[];
  /** Writes a count. */
  readonly write: (count: number) => string;
}

const edge = 28;
const middle = width / 2;
/** Half of the column of names between the two works. */
const halfOfNames = 86;
const headings = { y: 62, size: 42 };
const notes = { y: 106, size: 32 };
const rowsFrom = 130;
const rowHeight = 54;
const barHeight = 40;
const typeSize = 32;
const countRoom = 92;
const longestBar = middle - halfOfNames - countRoom - edge;
/** So that one of a thousand is still seen. */
const shortestBar = 8;

/**
 * Both works back to back, the best step on top, so that one row compares them. Bars show shares of each work's own
 * ratings, on one scale; the counts are written beside them.
 */
export function histogramsSvg({ film, book, steps, write }: Histograms): string {
  const scale = Math.max(...[film, book].flatMap(({ perStep }) => shares(perStep ?? [])));
  const rows = steps.map((name, step) => {
    const y = rowsFrom + (steps.length - 1 - step) * rowHeight;
    return [
      text(name, { x: middle, y: baseline(y), size: typeSize, colour: 'type', anchor: 'middle' }),
      side(film.perStep, step, { scale, y, colour: 'film', write }),
      side(book.perStep, step, { scale, y, colour: 'book', write }),
    ].join('');
  });
  return svg(rowsFrom + steps.length * rowHeight + edge - (rowHeight - barHeight), [
    head(film, 'film'),
    head(book, 'book'),
    ...rows,
  ]);
}

/** Towards the left for the film, towards the right for the book. */
const towards = { film: -1, book: 1 } as const;
type Side = keyof typeof towards & Colour & keyof typeof colours;

function head({ heading, note }: Histogram, which: Side): string {
  const x = middle + towards[which] * (halfOfNames + (middle - halfOfNames) / 2 - edge / 2);
  return (
    text(heading, { x, y: headings.y, size: headings.size, colour: which, anchor: 'middle', bold: true }) +
    text(note, { x, y: notes.y, size: notes.size, colour: 'type', anchor: 'middle' })
  );
}

function side(
  perStep: Histogram['perStep'],
  step: number,
  {
    scale,
    y,
    colour,
    write,
  }: {
    readonly scale: number;
    readonly y: number;
    readonly colour: Side;
    readonly write: Histograms['write'];
  },
): string {
  if (!perStep) return '';
  const count = perStep[step] ?? 0;
  const share = shares(perStep)[step] ?? 0;
  const long = count === 0 ? 0 : Math.max(shortestBar, (share / scale) * longestBar);
  const from = middle + towards[colour] * halfOfNames;
  const to = from + towards[colour] * long;
  const bar = count === 0 ? '' : rect(Math.min(from, to), y, long, barHeight, { colour, radius: 4 });
  const written = text(write(count), {
    x: to + towards[colour] * 12,
    y: baseline(y),
    size: typeSize,
    colour: count === 0 ? 'quiet' : 'type',
    anchor: colour === 'film' ? 'end' : 'start',
    bold: count > 0,
  });
  return bar + written;
}

/** Of type that stands in the middle of a bar's height. */
const baseline = (y: number) => y + barHeight / 2 + typeSize * 0.36;

function shares(perStep: readonly number[]): readonly number[] {
  const all = perStep.reduce((sum, count) => sum + count, 0);
  return perStep.map((count) => (all === 0 ? 0 : count / all));
}
