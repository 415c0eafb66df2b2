import { cleanLine, cleanText, isolated } from './clean.ts';
import { escapeCleaned } from './escape.ts';
import { plotOf, type SafePlot } from './gate.ts';
import { rawOf } from './plot-text.ts';
import { beginningThatFits, type Fits, slicesThatFit } from './slices.ts';

/** How much room a text takes, or may take: UTF-16 code units, never fewer than code points, and UTF-8 bytes. */
export interface TextSize {
  readonly characters: number;
  readonly bytes: number;
}

/** The room a finished text takes in a message. */
export function sizeOf(text: string): TextSize {
  return { characters: text.length, bytes: Buffer.byteLength(text, 'utf8') };
}

/** Whether a finished text has room in a budget. */
export function fitsIn(text: string, budget: TextSize): boolean {
  // The length is at hand and most refusals come from it: bytes are counted only where they can still decide.
  return text.length <= budget.characters && sizeOf(text).bytes <= budget.bytes;
}

/**
 * Several lines that somebody wrote, as escaped parts that fit a budget each: ready to be shown, not to be escaped
 * again. Empty text has no parts.
 */
export function cutText(text: string, budget: TextSize): readonly string[] {
  const fits = (slice: string): boolean => fitsIn(escapeCleaned(slice), budget);
  return slicesThatFit(cleanText(text), budget.characters, fits).map(escapeCleaned);
}

function shortened(cleaned: string, room: number, fits: Fits): string {
  if (fits(cleaned)) return cleaned;
  const beginning = beginningThatFits(cleaned, room, (slice) => fits(`${slice}…`));
  return beginning === '' && !fits('…') ? '' : `${beginning}…`;
}

/**
 * A one-line field for places without Markdown (labels, options, thread names), as `plainLine`, and where it is too
 * long cut at a word, else a grapheme, with `…` after it. Where Markdown is read, `escapeLineWithin` is the one to use.
 */
export function ellipsis(text: string, maxCharacters: number): string {
  return isolated(shortened(cleanLine(text), maxCharacters, (line) => isolated(line).length <= maxCharacters));
}

/** `ellipsis` for places where Discord reads Markdown: as `escapeLine`, counted with its backslashes. */
export function escapeLineWithin(text: string, maxCharacters: number): string {
  const shown = (line: string): string => isolated(escapeCleaned(line));
  return shown(shortened(cleanLine(text), maxCharacters, (line) => shown(line).length <= maxCharacters));
}

/** A plot that is no spoiler for its reader, in the open, as parts that fit a budget each. */
export function openParts(open: SafePlot, budget: TextSize): readonly string[] {
  return cutText(rawOf(plotOf(open)), budget);
}
