import { type Stage, stages } from './stages.ts';

/** How far somebody is with a work: a stage stands for all of it up to that stage's end. */
export const reaches = ['not started', 'setup', 'middle', 'finished'] as const;
export type Reached = (typeof reaches)[number];

/** Whether somebody who is `reached` far is at least as far as `other`. */
export function isAtLeast(reached: Reached, other: Reached): boolean {
  return reaches.indexOf(reached) >= reaches.indexOf(other);
}

/** Whether they know what happens at a stage of the work. */
export function knowsStage(reached: Reached, stage: Stage): boolean {
  return reaches.indexOf(reached) > stages.indexOf(stage);
}
