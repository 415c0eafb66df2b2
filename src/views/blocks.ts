import { cutText } from '../spoilers/cut.ts';
import type { PlotText } from '../spoilers/plot-text.ts';
import { spoilerParts } from '../spoilers/wrap.ts';
import { roomBeside } from './pages.ts';

/*
 * A text under its heading, as blocks that fit a page each. A heading stands over every part, so that no part of a
 * text stands alone on a page.
 */

/** Text without plot. */
export function textBlocks(heading: string, text: string): readonly string[] {
  return cutText(text, roomBeside(`${heading}\n`)).map((part) => `${heading}\n${part}`);
}

/** Plot: the heading stays readable, every part is a spoiler of its own. */
export function plotBlocks(heading: string, plot: PlotText, continued = heading): readonly string[] {
  const longer = heading.length > continued.length ? heading : continued;
  return spoilerParts(plot, roomBeside(`${longer}\n`)).map(
    (part, index) => `${index === 0 ? heading : continued}\n${part}`,
  );
}
