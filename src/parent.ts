import { z } from 'zod';
import type { Mistake } from './catalogue/mistakes.ts';

const wish = z.union([z.object({ advance: z.number() }), z.object({ reload: z.literal(true) })]);

/** What a parent process, such as a test or the playground, can ask of us. */
export interface ParentWishes {
  /** Moves our time on by so many milliseconds. Returns what time it is then. */
  advance(milliseconds: number): number;
  /** Reads the content files again. */
  reload(): Promise<void>;
  /** The parent has ended: nobody needs us any more. */
  gone(): void;
}

/**
 * Listens to the process that started us over its own channel, where there is one. A host has no such way: neither a
 * variable nor an option moves time.
 */
export function listenToParent({ advance, reload, gone }: ParentWishes): void {
  if (!process.send) return;
  process.on('message', (message) => {
    const { data } = wish.safeParse(message);
    if (!data) return;
    if ('advance' in data) process.send?.({ now: advance(data.advance) });
    else void reload();
  });
  process.once('disconnect', gone);
}

/** Tells the parent, where there is one, what was found in the content files. */
export function tellParent(films: number, mistakes: readonly Mistake[]): void {
  process.send?.({ reloaded: { films, mistakes } });
}
