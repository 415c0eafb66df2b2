import type { Now } from '../clock.ts';
import { keys } from '../storage/keys.ts';
import { listRecords, readRecord } from '../storage/records.ts';
import type { Entry, Store } from '../storage/store.ts';
import { createTurns, type InTurn } from '../storage/turns.ts';
import { UserError } from '../user-error.ts';
import { dueAt, type Matchup, type MatchupRef, matchupRecord } from './matchup.ts';
import type { Standing } from './standing.ts';

/** What everything about matchups stands on: their records, and whose turn it is. */
export interface Shelf {
  readonly store: Store;
  readonly now: Now;
  readonly standing: Standing;
  /** Whatever reads and then writes one matchup, its ballots included, takes turns under {@link keyOf}. */
  readonly inTurn: InTurn;
  /** Undefined where there is none, or it is being removed. */
  find(ref: MatchupRef): Promise<Matchup | undefined>;
  /** @throws UserError `matchup.gone` */
  get(ref: MatchupRef): Promise<Matchup>;
  /** Reads, changes and writes it, in turn. */
  change(ref: MatchupRef, how: (matchup: Matchup) => Matchup): Promise<Matchup>;
  /** The same with what the card shows: the card follows. */
  changeShown(ref: MatchupRef, how: (matchup: Matchup) => Matchup): Promise<Matchup>;
  /** The same as {@link Shelf.change} for those whose turn it is. */
  changeNow(ref: MatchupRef, how: (matchup: Matchup) => Matchup): Promise<Matchup>;
  /**
   * Writes it, together with the mark by which a start finds what is still to be done. `also` is written with it: all or
   * nothing. For those whose turn it is.
   */
  save(matchup: Matchup, also?: readonly Entry[]): Promise<void>;
  /** All whose keys begin with the prefix. */
  all(prefix: string): Promise<readonly Matchup[]>;
}

/** Where a matchup is kept. */
export const keyOf = ({ guild, id }: MatchupRef) => keys.matchup(guild, id);

/** Where it is kept that something is still to be done about it. */
export const dueKeyOf = ({ guild, id }: MatchupRef) => keys.due(guild, id);

/** A shelf over a store. */
export function createShelf({ store, now, standing }: Pick<Shelf, 'store' | 'now' | 'standing'>): Shelf {
  const inTurn = createTurns();
  const shelf: Shelf = {
    store,
    now,
    standing,
    inTurn,
    async find(ref) {
      const matchup = await readRecord(store, keyOf(ref), matchupRecord);
      return matchup?.status.kind === 'removed' ? undefined : matchup;
    },
    async get(ref) {
      const matchup = await shelf.find(ref);
      if (!matchup) throw new UserError({ code: 'matchup.gone' });
      return matchup;
    },
    change: async (ref, how) => inTurn(keyOf(ref), async () => shelf.changeNow(ref, how)),
    async changeShown(ref, how) {
      return inTurn(keyOf(ref), async () => {
        const after = how(await shelf.get(ref));
        await standing.during(ref, async () => shelf.save(after));
        return after;
      });
    },
    async changeNow(ref, how) {
      const before = await shelf.get(ref);
      const after = how(before);
      if (after !== before) await shelf.save(after);
      return after;
    },
    async save(matchup, also = []) {
      const due = dueAt(matchup, now());
      const mark = due === undefined ? [] : [{ key: dueKeyOf(matchup), value: { version: 1, due } }];
      await store.putAll([{ key: keyOf(matchup), value: matchup }, ...mark, ...also]);
      // Last: a mark too many is looked at once more, and one too few would be forgotten.
      if (due === undefined) await store.delete(dueKeyOf(matchup));
    },
    async all(prefix) {
      return (await listRecords(store, prefix, matchupRecord)).map(({ record }) => record);
    },
  };
  return shelf;
}
