import type { Catalogue } from '../src/catalogue/catalogue.ts';
import type { Now } from '../src/clock.ts';
import type { Channels } from '../src/discord/channels.ts';
import type { CommandFor, Request as RequestFor, ServerPlace } from '../src/discord/command.ts';
import type { Matchups } from '../src/matchups/matchups.ts';
import type { Members } from '../src/members/members.ts';
import type { Pictures } from '../src/pictures/pictures.ts';
import type { Progress } from '../src/progress/progress.ts';
import type { Ratings } from '../src/ratings/ratings.ts';
import type { ServerSettings } from '../src/servers/settings.ts';
import { UserError } from '../src/user-error.ts';
import type { Words } from '../src/words/en.ts';

/** What commands stand on. Made in `main.ts`, handed over with each request. */
export interface Services {
  readonly catalogue: Catalogue;
  readonly ratings: Ratings;
  readonly progress: Progress;
  readonly matchups: Matchups;
  readonly members: Members;
  readonly settings: ServerSettings;
  readonly channels: Channels;
  readonly pictures: Pictures;
  readonly now: Now;
  /** At least 0 and less than 1, by chance. */
  readonly random: () => number;
  /** In the member's language. */
  readonly words: Words;
  /** In the server's language, for what everybody reads for days. */
  readonly sharedWordsIn: (locale: string) => Words;
  /** Writes a command so that it can be clicked. */
  readonly mention: (command: string) => string;
}

export type Request = RequestFor<Services>;
export type Command = CommandFor<Services>;

/** The server that a request is made on. @throws UserError `server.only` elsewhere */
export function serverOf({ place }: Pick<Request, 'place'>): ServerPlace {
  if (place.kind !== 'server') throw new UserError({ code: 'server.only' });
  return place;
}
