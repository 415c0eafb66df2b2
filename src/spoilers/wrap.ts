import { cleanLine, cleanText } from './clean.ts';
import { fitsIn, type TextSize } from './cut.ts';
import { escapeCleaned } from './escape.ts';
import { type PlotText, rawOf } from './plot-text.ts';
import { slicesThatFit } from './slices.ts';

// Bars and backticks inside a spoiler are replaced by look-alikes, not escaped: a client that matches raw bars ends the
// spoiler at `\||` all the same, and a code span inside a spoiler ends it early.
function withoutBarsAndBackticks(cleaned: string): string {
  return cleaned.replaceAll('|', '\u2223').replaceAll('`', '\u02CB');
}

// A link takes the closing bars into its address, and after a backslash a client may take a bar for an escaped one.
function swallowsBars(disarmed: string): boolean {
  const lastWord = disarmed.slice(disarmed.lastIndexOf(' ') + 1);
  return /:\S|www\.|\\$/iu.test(lastWord);
}

function betweenBars(disarmed: string): string {
  if (disarmed === '') return '';
  return `||${escapeCleaned(disarmed)}${swallowsBars(disarmed) ? ' ' : ''}||`;
}

/**
 * A plot behind spoiler bars, its lines kept. For a plain paragraph only: a heading, quote or list item ends at the
 * first line break and would leave the rest of the plot open (`spoilerLine` is for those). An empty plot gives an empty
 * string, because four bars would be shown as they are.
 */
export function spoiler(plot: PlotText): string {
  return betweenBars(withoutBarsAndBackticks(cleanText(rawOf(plot))));
}

/**
 * What somebody typed, from what {@link spoiler} or `escapeText` made of it: for the form in which they change it. Bars
 * and backticks inside a spoiler stay the look-alikes that they were replaced by.
 */
export function asTyped(shown: string): string {
  return shown.replace(/^\|\|(.*?) ?\|\|$/su, '$1').replace(/\\(.)/gsu, '$1');
}

/** A plot behind spoiler bars on one line, for headings, quotes and list items, which end with their line. */
export function spoilerLine(plot: PlotText): string {
  return betweenBars(withoutBarsAndBackticks(cleanLine(rawOf(plot))));
}

/**
 * A plot as spoilers that fit a budget each, every one closed, cut where reading pauses. Only white space at the cuts
 * is lost. For plain paragraphs, like `spoiler`.
 */
export function spoilerParts(plot: PlotText, budget: TextSize): readonly string[] {
  const disarmed = withoutBarsAndBackticks(cleanText(rawOf(plot)));
  const fits = (slice: string): boolean => fitsIn(betweenBars(slice), budget);
  return slicesThatFit(disarmed, budget.characters, fits).map(betweenBars);
}
