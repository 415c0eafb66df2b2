import type { FilmKey } from '../catalogue/ids.ts';
import type { ChannelId, GuildId, MemberId, MessageId } from '../storage/ids.ts';
import { keys, ofMember, type Where } from '../storage/keys.ts';
import { recordsOf } from '../storage/records.ts';
import { type Ballot, ballotRecord } from './ballot.ts';
import { isSecret, type Matchup, type MatchupId, type MatchupRef, readMatchupRef } from './matchup.ts';
import { keyOf, type Shelf } from './shelf.ts';
import { heldTakeRecord, takeRecord } from './takes.ts';

/** What is kept of one member in one matchup. Times are epoch milliseconds. */
interface Own {
  readonly guild: GuildId;
  readonly matchup: MatchupId;
  /** Undefined where the matchup itself is gone. */
  readonly film: FilmKey | undefined;
  readonly at: number;
}

/** One member's ballot. */
export interface OwnBallot extends Own {
  readonly ballot: Ballot;
}

/** One member's take. */
export interface OwnTake extends Own {
  /** Known here until it stands in the talk: from then on it is in the message, and nowhere else. */
  readonly text: string | undefined;
  readonly message: MessageId | undefined;
}

/** All that matchups keep of one member: their ballots, their takes, and that they opened these. */
export interface OwnMatchups {
  readonly ballots: readonly OwnBallot[];
  readonly takes: readonly OwnTake[];
  readonly opened: readonly Own[];
}

/** What matchups keep of a member: to be seen, and to be forgotten. */
export interface Forgetting {
  exportOf(member: MemberId, where: Where): Promise<OwnMatchups>;
  /**
   * Removes their ballots, their takes, from the talk too, and their name from what they opened: that stays, and
   * moderators see to it. Cards of open matchups follow. Rejects where it was cut short; doing it again goes on.
   * Resolves to whether there was anything.
   */
  forget(member: MemberId, where: Where): Promise<boolean>;
}

/** The matchup that the key of a ballot or a take names. */
function refOf(key: string): MatchupRef {
  const ref = readMatchupRef(key.slice(key.indexOf(':') + 1));
  if (ref) return ref;
  throw new Error(`The key ${key} names no matchup`);
}

/** Forgetting over a shelf. */
export function createForgetting(
  { store, standing, inTurn, change, all }: Shelf,
  deleteMessage: (channel: ChannelId, message: MessageId) => Promise<void>,
): Forgetting {
  const on = async (where: Where) => all(where === 'everywhere' ? keys.allMatchups : keys.matchups(where));
  const ballotsOf = async (member: MemberId, where: Where) =>
    recordsOf(store, ofMember('ballot', member, where), ballotRecord);
  const takesOf = async (member: MemberId, where: Where) =>
    recordsOf(store, ofMember('take', member, where), takeRecord);
  const heldTakesOf = async (member: MemberId, where: Where) =>
    recordsOf(store, ofMember('held-take', member, where), heldTakeRecord);

  async function removeBallot(key: string, matchup: Matchup | undefined): Promise<void> {
    // The result of one that is closed has been told and stays as it was. A blind one's card tells nothing yet, and an
    // edit of it would tell that somebody is gone.
    if (matchup?.status.kind !== 'open' || isSecret(matchup)) return store.delete(key);
    await inTurn(keyOf(matchup), async () => standing.during(matchup, async () => store.delete(key)));
  }

  return {
    async exportOf(member, where) {
      const matchups = await on(where);
      const known = new Map(matchups.map((matchup) => [keyOf(matchup), matchup]));
      const named = (key: string) => {
        const ref = refOf(key);
        return { guild: ref.guild, matchup: ref.id, film: known.get(keyOf(ref))?.film };
      };
      return {
        ballots: (await ballotsOf(member, where)).map(({ key, record }) => ({
          ...named(key),
          ballot: record,
          at: record.at,
        })),
        takes: [
          ...(await takesOf(member, where)).map(({ key, record: { message, at } }) => ({
            ...named(key),
            text: undefined,
            message,
            at,
          })),
          ...(await heldTakesOf(member, where)).map(({ key, record: { text, at } }) => ({
            ...named(key),
            text,
            message: undefined,
            at,
          })),
        ],
        opened: matchups
          .filter(({ openedBy }) => openedBy === member)
          .map(({ guild, id, film, openedAt }) => ({ guild, matchup: id, film, at: openedAt })),
      };
    },
    async forget(member, where) {
      const matchups = await on(where);
      const known = new Map(matchups.map((matchup) => [keyOf(matchup), matchup]));
      const held = await heldTakesOf(member, where);
      await store.deleteKeys(held.map(({ key }) => key));
      const takes = await takesOf(member, where);
      for (const { key, record } of takes) {
        await deleteMessage(record.channel, record.message);
        await store.delete(key);
      }
      const ballots = await ballotsOf(member, where);
      for (const { key } of ballots) await removeBallot(key, known.get(keyOf(refOf(key))));
      const opened = matchups.filter(({ openedBy }) => openedBy === member);
      for (const matchup of opened) await change(matchup, ({ openedBy: _, ...rest }) => rest);
      return held.length + takes.length + ballots.length + opened.length > 0;
    },
  };
}
