import { openParts } from '../spoilers/cut.ts';
import { type Known, type KnownFrom, openFor } from '../spoilers/gate.ts';
import type { PlotText } from '../spoilers/plot-text.ts';
import { plotBlocks } from './blocks.ts';
import { bold } from './layout.ts';
import { roomBeside } from './pages.ts';

/*
 * What is told of a story, in pieces that are hidden or opened one by one.
 */

/** One plot under a label that tells none. */
export interface Tale {
  readonly label: string;
  /** The label over what did not fit. */
  readonly continued: string;
  readonly plot: PlotText;
  /** What it takes to know it. */
  readonly from: KnownFrom;
}

/** Tales under a title of their own; it stands over the first that is shown. */
export interface Chapter {
  readonly title?: string;
  readonly tales: readonly Tale[];
}

/** Every tale behind a spoiler of its own. */
export function hiddenBlocks(chapters: readonly Chapter[]): readonly string[] {
  return blocksOf(chapters, ({ label, continued, plot }) => plotBlocks(bold(label), plot, bold(continued)));
}

/** Those tales that tell somebody nothing new, in the open; with `except`, without those they have been shown before. */
export function openBlocks(chapters: readonly Chapter[], known: Known, except?: Known): readonly string[] {
  return blocksOf(chapters, (tale) => (except && openFor(except, tale.plot, tale.from) ? [] : openTale(tale, known)));
}

function openTale({ label, continued, plot, from }: Tale, known: Known): readonly string[] {
  const open = openFor(known, plot, from);
  if (!open) return [];
  const [first, again] = [bold(label), bold(continued)];
  const longer = first.length > again.length ? first : again;
  return openParts(open, roomBeside(`${longer}\n`)).map((part, index) => `${index === 0 ? first : again}\n${part}`);
}

function blocksOf(chapters: readonly Chapter[], told: (tale: Tale) => readonly string[]): readonly string[] {
  return chapters.flatMap(({ title, tales }) => {
    const [first, ...rest] = tales.flatMap(told);
    if (first === undefined) return [];
    return [title === undefined ? first : `### ${title}\n${first}`, ...rest];
  });
}
