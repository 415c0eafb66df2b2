import { allHalfSteps, type HalfSteps } from './half-steps.ts';

/** The ratings of one work on one server. */
export interface Tally {
  readonly count: number;
  /** How many gave each half-step: ten numbers, from half a star to five stars. */
  readonly perStep: readonly number[];
  /** In stars. Undefined while there are fewer than {@link enoughRatings}. */
  readonly average: number | undefined;
  /** In stars; halfway between the middle two where the count is even. Undefined like the average. */
  readonly median: number | undefined;
  /**
   * How far apart the ratings lie, in stars: their standard deviation, of all of them and not of a sample. 0 where all
   * agree, 2.25 where half give half a star and half five. Undefined like the average.
   */
  readonly spread: number | undefined;
}

/** From three ratings on, an average says something that does not give one member's rating away. */
export const enoughRatings = 3;

/** Counts ratings, one of each member. */
export function tallyOf(ratings: Iterable<HalfSteps>): Tally {
  const perStep = allHalfSteps.map(() => 0);
  for (const steps of ratings) perStep[steps - 1] = (perStep[steps - 1] ?? 0) + 1;
  return tallyFrom(perStep);
}

/** What follows from the ten counts. */
export function tallyFrom(perStep: readonly number[]): Tally {
  const count = perStep.reduce((sum, some) => sum + some, 0);
  if (count < enoughRatings) return { count, perStep, average: undefined, median: undefined, spread: undefined };
  const sumOfSteps = perStep.reduce((sum, some, index) => sum + some * (index + 1), 0);
  const mean = sumOfSteps / count;
  const sumOfSquares = perStep.reduce((sum, some, index) => sum + some * (index + 1 - mean) ** 2, 0);
  const middle = (stepAt(perStep, Math.floor((count - 1) / 2)) + stepAt(perStep, Math.floor(count / 2))) / 2;
  return { count, perStep, average: mean / 2, median: middle / 2, spread: Math.sqrt(sumOfSquares / count) / 2 };
}

/** The half-step of the rating at `position` when all are laid out from low to high. */
function stepAt(perStep: readonly number[], position: number): number {
  let passed = 0;
  for (const [index, some] of perStep.entries()) {
    passed += some;
    if (passed > position) return index + 1;
  }
  throw new RangeError(`there is no rating at position ${position}`);
}
