import type { Now } from '../clock.ts';
import type { ChannelId, InteractionId, MessageId } from '../storage/ids.ts';
import type { Store } from '../storage/store.ts';
import { createArrivals } from './arrivals.ts';
import { type Ballots, createBallots } from './ballots.ts';
import { type Closings, createClosings } from './closing.ts';
import { createForgetting, type Forgetting } from './forgetting.ts';
import { createManaging, type Managing } from './managing.ts';
import type { Matchup, MatchupId, MatchupRef } from './matchup.ts';
import { createOpenings, type Openings } from './openings.ts';
import { createShelf } from './shelf.ts';
import { createStanding } from './standing.ts';
import { createTakes, type Takes } from './takes.ts';
import { createTalks, type Talks } from './talk.ts';

/** Book-vs-film polls: at most one open for each film and server, one ballot for each member. */
export interface Matchups extends Openings, Talks, Ballots, Takes, Managing, Closings, Forgetting {
  /** @throws UserError `matchup.gone` */
  get(ref: MatchupRef): Promise<Matchup>;
  /** Matchups whose card was behind, or whose talk had not begun, when the process ended. */
  withStaleCards(): Promise<readonly MatchupRef[]>;
}

/** What a store of matchups stands on, and whom it tells. */
export interface MatchupsNeeds {
  readonly store: Store;
  readonly now: Now;
  /** Names a matchup after the request that opens it. */
  readonly newId: (request: InteractionId) => MatchupId;
  /** A matchup was opened, closed, extended or removed: the closing clock follows. */
  readonly onTurn: (matchup: Matchup) => void;
  /** What a card shows has changed: the card follows. */
  readonly onBehind: (ref: MatchupRef) => void;
  /** Deletes a message of ours. One that is gone is as good as deleted. */
  readonly deleteMessage: (channel: ChannelId, message: MessageId) => Promise<void>;
}

/** Matchups over a store. */
export function createMatchups({ store, now, newId, onTurn, onBehind, deleteMessage }: MatchupsNeeds): Matchups {
  const standing = createStanding(store, onBehind);
  const shelf = createShelf({ store, now, standing });
  const cards = createArrivals();
  return {
    get: async (ref) => shelf.get(ref),
    withStaleCards: async () => standing.marked(),
    ...createOpenings(shelf, { cards, newId, onTurn }),
    ...createTalks(shelf),
    ...createBallots(shelf),
    ...createTakes(shelf, { newId, deleteMessage }),
    ...createManaging(shelf, { cards, onTurn, deleteMessage }),
    ...createClosings(shelf, cards),
    ...createForgetting(shelf, deleteMessage),
  };
}
