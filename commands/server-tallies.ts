import type { Film } from '../src/catalogue/film.ts';
import { workId } from '../src/catalogue/works.ts';
import type { ServerTallies } from '../src/views/paged-card.ts';
import type { Request } from './command.ts';

/** What the server thinks of a film and its book. Undefined where there is no server. */
export async function serverTallies({ place, ratings }: Request, film: Film): Promise<ServerTallies | undefined> {
  if (place.kind !== 'server') return undefined;
  return {
    film: await ratings.tally(place.guild, workId('film', film)),
    book: await ratings.tally(place.guild, workId('book', film)),
  };
}
