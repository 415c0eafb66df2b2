import { countWidth, rect, svg, text, width } from './svg.ts';

/** What a bar is made of, from left to right. */
export const barParts = ['book', 'even', 'film'] as const;
export type BarPart = (typeof barParts)[number];

/** One question, or one group of voters. */
export interface StackedBar {
  /** At most thirty letters. */
  readonly label: string;
  /** What is said of the bar as a whole, such as `12 ballots`: at most twenty letters. */
  readonly note: string;
  readonly parts: Readonly<Record<BarPart, number>>;
}

/** Bars under each other, each split into what voters said. */
export interface StackedBars {
  /** What the parts are called. */
  readonly names: Readonly<Record<BarPart, string>>;
  /** At least one. */
  readonly bars: readonly StackedBar[];
  /** Writes a count. */
  readonly write: (count: number) => string;
}

const edge = 32;
const room = width - 2 * edge;
const typeSize = 34;
const swatch = 34;
const legendY = 36;
const barsFrom = 112;
const labelHeight = 50;
const barHeight = 58;
const pitch = labelHeight + barHeight + 26;
const gap = 4;

/** Parts are as long as their share of the whole, but never too short for their count, which stands in them. */
export function stackedBarsSvg({ names, bars, write }: StackedBars): string {
  return svg(barsFrom + bars.length * pitch, [
    legend(names),
    ...bars.map((bar, index) => row(bar, barsFrom + index * pitch, write)),
  ]);
}

function legend(names: StackedBars['names']): string {
  const column = room / barParts.length;
  return barParts
    .map((part, index) => {
      const x = edge + index * column;
      return (
        rect(x, legendY, swatch, swatch, { colour: part, radius: 6 }) +
        text(names[part], {
          x: x + swatch + 14,
          y: legendY + swatch / 2 + typeSize * 0.36,
          size: typeSize,
          colour: 'type',
        })
      );
    })
    .join('');
}

function row({ label, note, parts }: StackedBar, y: number, write: StackedBars['write']): string {
  const labelY = y + typeSize;
  const barY = y + labelHeight;
  const lengths = lengthsOf(parts, write);
  const shown = barParts.filter((part) => parts[part] > 0);
  let x = edge;
  const drawn = shown.map((part) => {
    const long = lengths[part];
    const bar =
      rect(x, barY, long, barHeight, { colour: part, radius: 6 }) +
      text(write(parts[part]), {
        x: x + long / 2,
        y: barY + barHeight / 2 + typeSize * 0.36,
        size: typeSize,
        colour: 'onColour',
        anchor: 'middle',
        bold: true,
      });
    x += long + gap;
    return bar;
  });
  return [
    text(label, { x: edge, y: labelY, size: typeSize, colour: 'type', bold: true }),
    text(note, { x: width - edge, y: labelY, size: typeSize, colour: 'quiet', anchor: 'end' }),
    ...(shown.length === 0 ? [rect(edge, barY, room, barHeight, { colour: 'track', radius: 6 })] : drawn),
  ].join('');
}

/** Together, with the gaps between those that are there, they fill the whole width. */
function lengthsOf(parts: StackedBar['parts'], write: StackedBars['write']): Readonly<Record<BarPart, number>> {
  const lengths: Record<BarPart, number> = { book: 0, even: 0, film: 0 };
  let open = barParts.filter((part) => parts[part] > 0);
  let free = room - gap * (open.length - 1);
  // A part that is too short for its count takes what the count needs, and the others share what is left.
  for (;;) {
    const votes = open.reduce((sum, part) => sum + parts[part], 0);
    for (const part of open) lengths[part] = (free * parts[part]) / votes;
    const cramped = open.filter((part) => lengths[part] < roomFor(write(parts[part])));
    if (cramped.length === 0) return lengths;
    for (const part of cramped) {
      lengths[part] = roomFor(write(parts[part]));
      free -= lengths[part];
    }
    open = open.filter((part) => !cramped.includes(part));
  }
}

const roomFor = (count: string) => countWidth(count, typeSize) + 24;
