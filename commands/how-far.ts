import type { FilmSummary } from '../src/catalogue/summary.ts';
import { workId, works } from '../src/catalogue/works.ts';
import type { Said } from '../src/spoilers/gate.ts';
import { type Request, serverOf } from './command.ts';

/*
 * How far a member is with the two works of a film, as their server keeps it.
 */

/** Keeps what was said now; the other work stays as it was. @throws UserError `server.only` where there is no server */
export async function keepSaid(request: Request, film: FilmSummary, said: Said): Promise<void> {
  const { guild } = serverOf(request);
  for (const work of works) {
    const reached = said[work];
    if (reached) await request.progress.put(guild, workId(work, film), request.member, reached);
  }
}

/** What the server keeps. @throws UserError `server.only` where there is no server */
export async function keptSaid(request: Request, film: FilmSummary): Promise<Said> {
  const { guild } = serverOf(request);
  const { progress, member } = request;
  return {
    film: await progress.of(guild, workId('film', film), member),
    book: await progress.of(guild, workId('book', film), member),
  };
}
