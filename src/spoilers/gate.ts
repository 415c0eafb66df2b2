import type { PlotText } from './plot-text.ts';
import { isAtLeast, type Reached } from './reached.ts';
import { type Stage, stages, type WhenInWork } from './stages.ts';

/*
 * The gate: which plot is no spoiler for somebody, given how far they are with a film and with its book. What it lets
 * through is a `SafePlot`, which nothing else can make and which alone may be shown in the open.
 */

/** How far somebody is with both works of a pair. */
export interface Known {
  readonly film: Reached;
  readonly book: Reached;
}

/** The same where somebody may not have said. */
export interface Said {
  readonly film?: Reached | undefined;
  readonly book?: Reached | undefined;
}

/** Who has not said is taken for somebody who has not started. */
export function knownBy({ film = 'not started', book = 'not started' }: Said): Known {
  return { film, book };
}

/** When something happens in either work. */
export interface When {
  readonly film: WhenInWork;
  readonly book: WhenInWork;
}

/** Where to have got for a plot to tell nothing new. Any one of them is enough; more is never less. */
export type KnownFrom = readonly Known[];

const nothing: Known = { film: 'not started', book: 'not started' };

/** Both works, to their ends. */
export const everything: Known = { film: 'finished', book: 'finished' };

const after = { setup: 'setup', middle: 'middle', ending: 'finished' } satisfies Record<Stage, Reached>;

/**
 * What both works tell alike, such as the shared plot of a scene: who is past it in one of them knows it, wherever it
 * stands in the other. What only one work has is known from that one.
 */
export function fromEither({ film, book }: When): KnownFrom {
  return [
    ...(film === 'absent' ? [] : [{ ...nothing, film: after[film] }]),
    ...(book === 'absent' ? [] : [{ ...nothing, book: after[book] }]),
  ];
}

/**
 * How one work has it, where the other has it differently or not at all: known from that work alone. Where this work
 * has nothing there, the text says what it has instead, at no stage of its own, and gives away what the other has by
 * lacking it: so it takes all of this work, and the other one up to there.
 */
export function fromThat(work: 'film' | 'book', when: When): KnownFrom {
  const other = work === 'film' ? 'book' : 'film';
  const [here, there] = [when[work], when[other]];
  if (here !== 'absent') return [{ ...nothing, [work]: after[here] }];
  return there === 'absent' ? [everything] : [{ ...everything, [other]: after[there] }];
}

/** What somebody wrote about the film, and in it of any part of the story. */
export const fromWholeFilm: KnownFrom = [{ ...nothing, film: 'finished' }];

/** What weighs one work against the other, anywhere in either. */
export const fromBoth: KnownFrom = [everything];

/** Whether a plot tells somebody nothing new. */
export function isKnown(from: KnownFrom, known: Known): boolean {
  return from.some(({ film, book }) => isAtLeast(known.film, film) && isAtLeast(known.book, book));
}

/** Where somebody would have to get for a plot to tell them nothing new: through which stages of which works. */
export function lacking(from: KnownFrom, known: Known): readonly Lack[] {
  if (isKnown(from, known)) return [];
  return (['film', 'book'] as const).flatMap((work) =>
    stages
      .filter((stage) => from.some((needed) => needed[work] === after[stage] && !isAtLeast(known[work], after[stage])))
      .map((stage) => ({ work, stage })),
  );
}

/** What somebody has not got through. */
export interface Lack {
  readonly work: 'film' | 'book';
  readonly stage: Stage;
}

const safe: unique symbol = Symbol('safe');

/** A plot that the gate let through for somebody: for their eyes, and readable at once. As closed as a `PlotText`. */
export interface SafePlot {
  readonly [safe]: true;
}

const letThrough = new WeakMap<SafePlot, PlotText>();

/**
 * The plot, if it tells somebody nothing new. A member who wants to be told all the same is asked for as somebody who
 * knows `everything`: there is no other way round the gate.
 */
export function openFor(known: Known, plot: PlotText, from: KnownFrom): SafePlot | undefined {
  if (!isKnown(from, known)) return undefined;
  const open = Object.freeze<SafePlot>({ [safe]: true });
  letThrough.set(open, plot);
  return open;
}

/** The plot that was let through. For the files of spoilers/ alone. */
export function plotOf(open: SafePlot): PlotText {
  const plot = letThrough.get(open);
  if (plot === undefined) throw new TypeError('This was not let through by openFor(), perhaps a copy of what was.');
  return plot;
}
