import { z } from 'zod';

/** Stars in integer half-steps: 1 is half a star, 10 is five stars. */
export const halfSteps = z.number().int().min(1).max(10).brand<'HalfSteps'>();
export type HalfSteps = z.infer<typeof halfSteps>;

/** All ten, from half a star up. */
export const allHalfSteps: readonly HalfSteps[] = Array.from({ length: 10 }, (_, index) => halfSteps.parse(index + 1));

/** `7` becomes `★★★½`. */
export function stars(steps: HalfSteps): string {
  return '★'.repeat(Math.floor(steps / 2)) + (steps % 2 === 1 ? '½' : '');
}
