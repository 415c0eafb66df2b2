import type { ShardState } from '../discord/client.ts';
import type { Outcome } from '../discord/dispatcher.ts';
import type { Store } from '../storage/store.ts';

/** What is looked up at the moment when the figures are read. */
export interface Gauges {
  readonly openMatchups: () => number;
  readonly servers: () => number;
  readonly shards: () => readonly ShardState[];
}

/** How a bot is, for whoever watches over it. */
export interface Health {
  /** The same store, with its operations timed. */
  timed(store: Store): Store;
  readonly watch: ((action: string) => (outcome: Outcome) => void) | undefined;
  /** The bot is connected: what is looked up from now on. */
  follow(gauges: Gauges): void;
  close(): Promise<void>;
}

/** Nobody watches, and nothing is counted. */
export const unwatched: Health = {
  timed: (store) => store,
  watch: undefined,
  follow: () => {},
  close: async () => {},
};
