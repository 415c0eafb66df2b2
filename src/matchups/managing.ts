import type { ChannelId, GuildId, MemberId, MessageId } from '../storage/ids.ts';
import { keys } from '../storage/keys.ts';
import { listRecords, readRecord } from '../storage/records.ts';
import { UserError } from '../user-error.ts';
import type { Arrivals } from './arrivals.ts';
import { closedAt } from './closing.ts';
import {
  isOpen,
  isShown,
  latestClose,
  type Matchup,
  type MatchupRef,
  matchupRecord,
  reopenWithin,
  type ShownMatchup,
} from './matchup.ts';
import { dueKeyOf, keyOf, type Shelf } from './shelf.ts';
import { markerOf } from './standing.ts';
import { takeRecord } from './takes.ts';

const hour = 60 * 60 * 1000;
/** How long a matchup that is opened again stays open, at least. */
const reopenedFor = 24 * hour;

/** Who manages a matchup, and whether they have Manage Messages there. */
export interface Manager {
  readonly member: MemberId;
  readonly managesMessages: boolean;
}

/** What who opened a matchup, and those with Manage Messages, can do with it. All else is `matchup.not-yours`. */
export interface Managing {
  /** The matchup, for those who may manage it. @throws UserError `matchup.not-yours` or `matchup.gone` */
  toManage(ref: MatchupRef, manager: Manager): Promise<Matchup>;
  /** @throws UserError `matchup.closed` */
  closeBy(ref: MatchupRef, manager: Manager): Promise<Matchup>;
  /** So many hours more. @throws UserError `matchup.too-long` or `matchup.closed` */
  extendBy(ref: MatchupRef, manager: Manager, hours: number): Promise<Matchup>;
  /** Opens it again, within a day of its close. @throws UserError `matchup.not-reopened` with what is in the way */
  reopenBy(ref: MatchupRef, manager: Manager): Promise<Matchup>;
  /** It is gone for everybody from now on; what belongs to it is cleared away soon. */
  removeBy(ref: MatchupRef, manager: Manager): Promise<void>;
  /** Clears away what belongs to a removed one, its card and its takes too, and then itself. The thread stays. */
  clear(ref: MatchupRef): Promise<void>;
  /** The open ones of a server, the first to close first. */
  openOn(guild: GuildId): Promise<readonly ShownMatchup[]>;
}

export interface ManagingNeeds {
  readonly cards: Arrivals;
  /** A matchup was closed, extended, opened again or removed: the closing clock follows. */
  readonly onTurn: (matchup: Matchup) => void;
  readonly deleteMessage: (channel: ChannelId, message: MessageId) => Promise<void>;
}

/** Managing over a shelf. */
export function createManaging(
  { store, now, inTurn, get, change, changeShown, all }: Shelf,
  { cards, onTurn, deleteMessage }: ManagingNeeds,
): Managing {
  /** Hands a matchup on to the closing clock. */
  function turned(matchup: Matchup): Matchup {
    onTurn(matchup);
    return matchup;
  }

  async function isAnotherOpen({ guild, film, id }: Matchup): Promise<boolean> {
    const others = await all(keys.matchups(guild));
    return others.some((other) => other.film === film && other.id !== id && isOpen(other, now()));
  }

  function reopened(before: Matchup): Matchup {
    const { status } = before;
    if (status.kind !== 'closed') throw new UserError({ code: 'matchup.not-reopened', why: 'open' });
    if (!status.announced) throw new UserError({ code: 'matchup.not-reopened', why: 'being announced' });
    const closesAt = Math.min(Math.max(before.closesAt, now() + reopenedFor), latestClose(before));
    if (now() >= status.at + reopenWithin || closesAt < now() + hour) {
      throw new UserError({ code: 'matchup.not-reopened', why: 'too late' });
    }
    return {
      ...before,
      closesAt,
      reopenings: before.reopenings + 1,
      status: { kind: 'open', since: now(), untold: true },
    };
  }

  return {
    async toManage(ref, manager) {
      return managedBy(await get(ref), manager);
    },
    async closeBy(ref, manager) {
      const close = (before: Matchup) => {
        if (!isOpen(before, now())) throw new UserError({ code: 'matchup.closed' });
        return closedAt(managedBy(before, manager), now());
      };
      return turned(await change(ref, close));
    },
    async extendBy(ref, manager, hours) {
      const extend = (before: Matchup) => {
        if (!isOpen(managedBy(before, manager), now())) throw new UserError({ code: 'matchup.closed' });
        const closesAt = before.closesAt + hours * hour;
        if (closesAt > latestClose(before)) {
          const left = Math.floor((latestClose(before) - before.closesAt) / hour);
          throw new UserError({ code: 'matchup.too-long', left });
        }
        return { ...before, closesAt };
      };
      return turned(await changeShown(ref, extend));
    },
    async reopenBy(ref, manager) {
      const { guild, film } = managedBy(await get(ref), manager);
      return inTurn(`open:${guild}:${film}`, async () => {
        if (await isAnotherOpen(await get(ref))) {
          throw new UserError({ code: 'matchup.not-reopened', why: 'another is open' });
        }
        return turned(await changeShown(ref, reopened));
      });
    },
    async removeBy(ref, manager) {
      turned(await change(ref, (before) => ({ ...managedBy(before, manager), status: { kind: 'removed' } })));
    },
    async clear(ref) {
      const { guild, id } = ref;
      const matchup = await readRecord(store, keyOf(ref), matchupRecord);
      if (matchup?.status.kind !== 'removed') return;
      await store.deleteAll(keys.heldTakes(guild, id));
      await store.deleteAll(keys.ballots(guild, id));
      for (const { rest, record } of await listRecords(store, keys.takes(guild, id), takeRecord)) {
        await deleteMessage(record.channel, record.message);
        await store.delete(`${keys.takes(guild, id)}${rest}`);
      }
      if (isShown(matchup)) await deleteMessage(matchup.channel, matchup.card);
      cards.forget(keyOf(ref));
      await store.deleteKeys([markerOf(ref), keyOf(ref), dueKeyOf(ref)]);
    },
    async openOn(guild) {
      const matchups = await all(keys.matchups(guild));
      return matchups
        .filter((matchup) => isOpen(matchup, now()))
        .filter(isShown)
        .sort((one, other) => one.closesAt - other.closesAt);
    },
  };
}

function managedBy(matchup: Matchup, { member, managesMessages }: Manager): Matchup {
  if (matchup.openedBy === member || managesMessages) return matchup;
  throw new UserError({ code: 'matchup.not-yours', openedBy: matchup.openedBy });
}
