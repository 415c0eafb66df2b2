import type { WorkId } from '../storage/keys.ts';
import type { RecordLines } from '../storage/records.ts';
import type { ServerRatings } from './boards.ts';
import { allHalfSteps, type HalfSteps } from './half-steps.ts';

/** All ratings of a server, kept up to date by what is written here. */
export interface WarmServer {
  readonly ratings: ServerRatings;
  change(work: WorkId, member: string, steps: HalfSteps | undefined): void;
}

/** From the records of a server; the rest of each key is `<work>:<member>`. */
export async function serverFrom(lines: RecordLines<HalfSteps>): Promise<WarmServer> {
  const works = new Map<WorkId, { readonly perStep: number[]; readonly byMember: Map<string, HalfSteps> }>();

  function change(work: WorkId, member: string, steps: HalfSteps | undefined): void {
    const known = works.get(work) ?? { perStep: allHalfSteps.map(() => 0), byMember: new Map<string, HalfSteps>() };
    const { perStep, byMember } = known;
    works.set(work, known);
    const before = byMember.get(member);
    if (before !== undefined) perStep[before - 1] = (perStep[before - 1] ?? 0) - 1;
    if (steps === undefined) {
      byMember.delete(member);
    } else {
      byMember.set(member, steps);
      perStep[steps - 1] = (perStep[steps - 1] ?? 0) + 1;
    }
  }

  await lines.gradually((steps, rest) => {
    const end = rest.lastIndexOf(':');
    change(workOf(rest.slice(0, end)), rest.slice(end + 1), steps);
  });
  return { ratings: works, change };
}

/** @throws Error where it is none */
function workOf(text: string): WorkId {
  if (isWork(text)) return text;
  throw new Error(`${text} is no film and no book`);
}

const isWork = (text: string): text is WorkId => text.startsWith('film:') || text.startsWith('book:');
