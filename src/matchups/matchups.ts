import type { BookKey, FilmKey } from '../catalogue/film.ts';
import type { Now } from '../clock.ts';
import type { ChannelId, GuildId, MemberId, MessageId } from '../storage/ids.ts';
import { keys } from '../storage/keys.ts';
import { listRecords, readRecord } from '../storage/records.ts';
import type { Store } from '../storage/store.ts';
import { createTurns } from '../storage/turns.ts';
import { UserError } from '../user-error.ts';
import {
  type Ballot,
  ballotRecord,
  type Count,
  countBallots,
  isOpen,
  type Knowledge,
  type Matchup,
  type MatchupId,
  type MatchupRef,
  matchupRecord,
  type Side,
} from './matchup.ts';

/** What is needed to open a matchup. */
export interface Opening {
  readonly guild: GuildId;
  readonly film: FilmKey;
  readonly book: BookKey;
  readonly locale: string;
  readonly openedBy: MemberId;
  readonly closesAt: number;
  readonly channel: ChannelId;
}

/** Who closes a matchup, and whether they have Manage Messages there. */
export interface Closer {
  readonly member: MemberId;
  readonly managesMessages: boolean;
}

/** A count with the number of changes that led to it, for {@link Matchups.cardShows}. */
export interface Counted {
  readonly count: Count;
  readonly changes: number;
}

/** Book-vs-film polls: at most one open for each film and server, one ballot for each member. */
export interface Matchups {
  /** A new matchup, or the one that is open already for this film on this server. */
  open(opening: Opening): Promise<{ readonly matchup: Matchup; readonly isNew: boolean }>;
  /** @throws UserError `matchup.gone` */
  get(ref: MatchupRef): Promise<Matchup>;
  /** Remembers where the card is. The thread stays: the talk goes on there, also under a new card. */
  cardPosted(ref: MatchupRef, channel: ChannelId, card: MessageId): Promise<void>;
  threadOpened(ref: MatchupRef, thread: ChannelId): Promise<void>;
  /** Resolves when the ballot would survive a power cut. @throws UserError `matchup.closed` or `matchup.gone` */
  cast(ref: MatchupRef, member: MemberId, side: Side): Promise<Ballot>;
  /** @throws UserError `ballot.none` where the member has no ballot, and as {@link Matchups.cast} */
  sayKnows(ref: MatchupRef, member: MemberId, knows: Knowledge): Promise<Ballot>;
  /** @throws UserError as {@link Matchups.cast} */
  takeBack(ref: MatchupRef, member: MemberId): Promise<void>;
  count(ref: MatchupRef): Promise<Counted>;
  /** @throws UserError `matchup.not-yours-to-close`, `matchup.closed` or `matchup.gone` */
  closeBy(ref: MatchupRef, closer: Closer): Promise<Matchup>;
  /** Closes it if it is not closed; harmless when done twice. */
  closeDue(ref: MatchupRef): Promise<Matchup>;
  /** The result stands where members see it, or nowhere is left to show it. */
  announced(ref: MatchupRef): Promise<void>;
  /** The card shows the count that `changes` led to. */
  cardShows(ref: MatchupRef, changes: number): Promise<void>;
  /** Open ones, and closed ones whose result is still to be announced. */
  unfinished(): Promise<readonly Matchup[]>;
  /** Matchups whose card was behind its ballots when the process ended. */
  withStaleCards(): Promise<readonly MatchupRef[]>;
}

/** What a store of matchups stands on, and whom it tells. */
export interface MatchupsNeeds {
  readonly store: Store;
  readonly now: Now;
  readonly newId: () => MatchupId;
  /** A matchup was opened or closed: the closing clock follows. */
  readonly onTurn: (matchup: Matchup) => void;
  /** A ballot was cast, changed or taken back: the card follows. */
  readonly onBallot: (ref: MatchupRef) => void;
}

/** A card that has not been sent by then was lost on the way, and is posted again. */
const longestWait = 1500;

/** Matchups over a store. Whatever reads and then writes one matchup, its ballots included, takes turns. */
export function createMatchups({ store, now, newId, onTurn, onBallot }: MatchupsNeeds): Matchups {
  const inTurn = createTurns();
  /** How often each matchup's ballots changed since its card was last up to date, in this process. */
  const changesSinceShown = new Map<string, number>();

  /** Matchups whose card is being sent: a second member who asks meanwhile waits for it. */
  const cardsOnTheirWay = new Map<string, Signal>();

  const keyOf = (ref: MatchupRef) => keys.matchup(ref.guild, ref.id);

  async function get(ref: MatchupRef): Promise<Matchup> {
    const matchup = await readRecord(store, keyOf(ref), matchupRecord);
    if (!matchup) throw new UserError({ code: 'matchup.gone' });
    return matchup;
  }

  async function change(ref: MatchupRef, how: (matchup: Matchup) => Matchup): Promise<Matchup> {
    return inTurn(keyOf(ref), async () => {
      const before = await get(ref);
      const after = how(before);
      if (after !== before) await store.put(keyOf(ref), after);
      return after;
    });
  }

  /** The marker is written before the ballot, so that a card left behind by a kill is found at the next start. */
  async function changeBallot<T>(ref: MatchupRef, write: () => Promise<T>): Promise<T> {
    return inTurn(keyOf(ref), async () => {
      if (!isOpen(await get(ref), now())) throw new UserError({ code: 'matchup.closed' });
      const changes = changesSinceShown.get(keyOf(ref)) ?? 0;
      if (changes === 0) await store.put(keys.staleCard(ref.guild, ref.id), true);
      changesSinceShown.set(keyOf(ref), changes + 1);
      const result = await write();
      onBallot(ref);
      return result;
    });
  }

  async function ballotOf(ref: MatchupRef, member: MemberId): Promise<Ballot | undefined> {
    return readRecord(store, keys.ballot(ref.guild, ref.id, member), ballotRecord);
  }

  async function putBallot(ref: MatchupRef, member: MemberId, ballot: Ballot): Promise<Ballot> {
    await store.put(keys.ballot(ref.guild, ref.id, member), ballot);
    return ballot;
  }

  async function all(prefix: string): Promise<readonly Matchup[]> {
    return (await listRecords(store, prefix, matchupRecord)).map(({ record }) => record);
  }

  function closed(matchup: Matchup): Matchup {
    if (matchup.status.kind === 'closed') return matchup;
    const at = Math.min(now(), matchup.closesAt);
    return { ...matchup, status: { kind: 'closed', at, announced: false } };
  }

  return {
    get,
    async open(opening) {
      return inTurn(`open:${opening.guild}:${opening.film}`, async () => {
        const running = (await all(keys.matchups(opening.guild))).find(
          (matchup) => matchup.film === opening.film && isOpen(matchup, now()),
        );
        if (running) {
          await cardsOnTheirWay.get(keyOf(running))?.given;
          return { matchup: await get(running), isNew: false };
        }
        const matchup: Matchup = {
          version: 1,
          id: newId(),
          ...opening,
          openedAt: now(),
          status: { kind: 'open' },
        };
        await store.put(keyOf(matchup), matchup);
        cardsOnTheirWay.set(keyOf(matchup), createSignal(longestWait));
        onTurn(matchup);
        return { matchup, isNew: true };
      });
    },
    async cardPosted(ref, channel, card) {
      await change(ref, (matchup) => ({ ...matchup, channel, card }));
      cardsOnTheirWay.get(keyOf(ref))?.give();
      cardsOnTheirWay.delete(keyOf(ref));
    },
    async threadOpened(ref, thread) {
      await change(ref, (matchup) => ({ ...matchup, thread }));
    },
    async cast(ref, member, side) {
      return changeBallot(ref, async () => {
        const before = await ballotOf(ref, member);
        if (before?.side === side) return before;
        return putBallot(ref, member, { ...before, version: 1, side, at: now() });
      });
    },
    async sayKnows(ref, member, knows) {
      return changeBallot(ref, async () => {
        const before = await ballotOf(ref, member);
        if (!before) throw new UserError({ code: 'ballot.none' });
        return putBallot(ref, member, { ...before, knows, at: now() });
      });
    },
    async takeBack(ref, member) {
      await changeBallot(ref, async () => store.delete(keys.ballot(ref.guild, ref.id, member)));
    },
    async count(ref) {
      // Read before the ballots: a ballot that arrives in between is counted and still leaves the card stale.
      const changes = changesSinceShown.get(keyOf(ref)) ?? 0;
      const ballots = await listRecords(store, keys.ballots(ref.guild, ref.id), ballotRecord);
      return { count: countBallots(ballots.map(({ record }) => record)), changes };
    },
    async closeBy(ref, { member, managesMessages }) {
      const matchup = await change(ref, (before) => {
        if (!isOpen(before, now())) throw new UserError({ code: 'matchup.closed' });
        if (before.openedBy !== member && !managesMessages) {
          throw new UserError({ code: 'matchup.not-yours-to-close', openedBy: before.openedBy });
        }
        return closed(before);
      });
      onTurn(matchup);
      return matchup;
    },
    async closeDue(ref) {
      return change(ref, closed);
    },
    async announced(ref) {
      await change(ref, (matchup) =>
        matchup.status.kind === 'closed' ? { ...matchup, status: { ...matchup.status, announced: true } } : matchup,
      );
    },
    async cardShows(ref, changes) {
      await inTurn(keyOf(ref), async () => {
        if ((changesSinceShown.get(keyOf(ref)) ?? 0) !== changes) return;
        changesSinceShown.delete(keyOf(ref));
        await store.delete(keys.staleCard(ref.guild, ref.id));
      });
    },
    async unfinished() {
      const matchups = await all(keys.allMatchups);
      return matchups.filter(({ status }) => status.kind === 'open' || !status.announced);
    },
    async withStaleCards() {
      const stale = await store.entries(keys.staleCards);
      return stale.flatMap(({ key }) => {
        const [guild, id] = key.slice(keys.staleCards.length).split(':');
        const ref = matchupRecord.pick({ guild: true, id: true }).safeParse({ guild, id });
        return ref.success ? [ref.data] : [];
      });
    },
  };
}

interface Signal {
  /** Resolves when the signal is given, or when it has been waited for long enough. */
  readonly given: Promise<void>;
  give(): void;
}

function createSignal(longest: number): Signal {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, longest);
    give = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  return { given, give };
}
