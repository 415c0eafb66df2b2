/** The stages of a work, in the order in which they are read or seen. */
export const stages = ['setup', 'middle', 'ending'] as const;

/** How far into a work something happens, or somebody is. */
export type Stage = (typeof stages)[number];

/** Where in one work a scene stands; a scene that another adaptation has may be absent from this one. */
export type WhenInWork = Stage | 'absent';

/**
 * Whether a scene lies in the part of a work that reaches up to and including a stage. An absent scene never does: who
 * knows the work, however far, does not know it from there.
 */
export function within(stage: WhenInWork, upto: Stage): boolean {
  return stage !== 'absent' && stages.indexOf(stage) <= stages.indexOf(upto);
}
