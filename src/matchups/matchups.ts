import type { BookKey, FilmKey } from '../catalogue/film.ts';
import type { Now } from '../clock.ts';
import type { ChannelId, GuildId, MemberId, MessageId } from '../storage/ids.ts';
import { keys } from '../storage/keys.ts';
import { listRecords, readRecord } from '../storage/records.ts';
import type { Store } from '../storage/store.ts';
import { createTurns } from '../storage/turns.ts';
import { UserError } from '../user-error.ts';
import { createArrivals } from './arrivals.ts';
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
  type ShownMatchup,
  type Side,
  type TalkPlace,
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

/** A matchup that is open, and whether whoever asked is to post its card. */
export type Opened =
  | { readonly card: 'stands'; readonly matchup: ShownMatchup }
  | { readonly card: 'to be posted'; readonly matchup: Matchup };

/** Where a card was posted, and what it shows. */
export interface PostedCard {
  readonly channel: ChannelId;
  readonly card: MessageId;
  /** The changes that its count includes: see {@link Counted}. */
  readonly changes: number;
  /** Where the talk is to be, unless it is somewhere already. */
  readonly talk: TalkPlace;
}

/** How a talk is begun: `post` says what begins it, the same once however often it is called. */
export interface TalkOpening {
  openThread(channel: ChannelId, under: MessageId): Promise<ChannelId | 'refused'>;
  post(where: ChannelId, under: MessageId): Promise<'posted' | 'gone'>;
}

/** Who closes a matchup, and whether they have Manage Messages there. */
export interface Closer {
  readonly member: MemberId;
  readonly managesMessages: boolean;
}

/** A count with the change that it includes last. */
export interface Counted {
  readonly count: Count;
  readonly changes: number;
}

/** Edits a card to show this. */
export type EditCard = (matchup: ShownMatchup, count: Count) => Promise<'edited' | 'gone'>;

/** Book-vs-film polls: at most one open for each film and server, one ballot for each member. */
export interface Matchups {
  /**
   * A new matchup, or the one that is open already for this film on this server. `stands` finds out whether its card
   * is still there. Of several who ask at the same moment, one is to post the card; the others hear when it stands.
   */
  open(opening: Opening, stands: (matchup: ShownMatchup) => Promise<boolean>): Promise<Opened>;
  /** @throws UserError `matchup.gone` */
  get(ref: MatchupRef): Promise<Matchup>;
  /** Remembers where the card is. The talk stays where it was begun, also under a new card. */
  cardPosted(ref: MatchupRef, posted: PostedCard): Promise<void>;
  /**
   * Begins the talk where it is to be, unless that has been done: in a thread or, where there can be none, under the
   * card. `nowhere`: we may not post there.
   */
  beginTalk(ref: MatchupRef, opening: TalkOpening): Promise<'thread' | 'channel' | 'nowhere' | 'had begun'>;
  /** The talk could not be begun now: it is begun when the card is next brought up to date, which is soon. */
  talkDelayed(ref: MatchupRef): void;
  /** The thread is gone: the talk is to begin anew. */
  threadLost(ref: MatchupRef): Promise<void>;
  /** Resolves when the ballot would survive a power cut. @throws UserError `matchup.closed` or `matchup.gone` */
  cast(ref: MatchupRef, member: MemberId, side: Side): Promise<Ballot>;
  /** @throws UserError `ballot.none` where the member has no ballot, and as {@link Matchups.cast} */
  sayKnows(ref: MatchupRef, member: MemberId, knows: Knowledge): Promise<Ballot>;
  /** Resolves to whether there was one. @throws UserError as {@link Matchups.cast} */
  takeBack(ref: MatchupRef, member: MemberId): Promise<boolean>;
  count(ref: MatchupRef): Promise<Counted>;
  /**
   * Edits the card to what is stored now. All edits of a card go through here, one after the other, so that none puts
   * an older state over a newer one. `gone`: there is no card.
   */
  showCard(ref: MatchupRef, edit: EditCard): Promise<'edited' | 'gone'>;
  /** @throws UserError `matchup.not-yours-to-close`, `matchup.closed` or `matchup.gone` */
  closeBy(ref: MatchupRef, closer: Closer): Promise<Matchup>;
  /** Closes it if it is not closed; harmless when done twice. */
  closeDue(ref: MatchupRef): Promise<Matchup>;
  /** The result stands where members see it, or nowhere is left to show it. */
  announced(ref: MatchupRef): Promise<void>;
  /** Open ones, and closed ones whose result is still to be announced. */
  unfinished(): Promise<readonly Matchup[]>;
  /** Matchups whose card was behind its ballots, or whose talk had not begun, when the process ended. */
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

/** Matchups over a store. Whatever reads and then writes one matchup, its ballots included, takes turns. */
export function createMatchups({ store, now, newId, onTurn, onBallot }: MatchupsNeeds): Matchups {
  const inTurn = createTurns();
  const cards = createArrivals();

  /**
   * The last change of each matchup that its card does not show yet, as numbers that are never used twice. A marker in
   * the store says the same for the time after a kill.
   */
  const notShown = new Map<string, number>();
  let lastChange = 0;

  const keyOf = (ref: MatchupRef) => keys.matchup(ref.guild, ref.id);
  const markerOf = (ref: MatchupRef) => keys.staleCard(ref.guild, ref.id);

  async function get(ref: MatchupRef): Promise<Matchup> {
    const matchup = await readRecord(store, keyOf(ref), matchupRecord);
    if (!matchup) throw new UserError({ code: 'matchup.gone' });
    return matchup;
  }

  async function change(ref: MatchupRef, how: (matchup: Matchup) => Matchup): Promise<Matchup> {
    return inTurn(keyOf(ref), async () => changeNow(ref, how));
  }

  /** For those whose turn it is. */
  async function changeNow(ref: MatchupRef, how: (matchup: Matchup) => Matchup): Promise<Matchup> {
    const before = await get(ref);
    const after = how(before);
    if (after !== before) await store.put(keyOf(ref), after);
    return after;
  }

  /** Hands over the member's ballot; what it returns is what this resolves to. */
  async function changeBallot<T>(
    ref: MatchupRef,
    member: MemberId,
    write: (before: Ballot | undefined) => Promise<T>,
  ): Promise<T> {
    return inTurn(keyOf(ref), async () => {
      if (!isOpen(await get(ref), now())) throw new UserError({ code: 'matchup.closed' });
      return write(await readRecord(store, keys.ballot(ref.guild, ref.id, member), ballotRecord));
    });
  }

  /**
   * Writes a ballot, or removes it. The marker is written before, so that a card left behind by a kill is found at the
   * next start; the change is noted after, so that a count taken meanwhile does not pass for one that includes it.
   */
  async function writeBallot(ref: MatchupRef, member: MemberId, ballot: Ballot | undefined): Promise<void> {
    const key = keys.ballot(ref.guild, ref.id, member);
    if (!notShown.has(keyOf(ref))) await store.put(markerOf(ref), true);
    try {
      await (ballot ? store.put(key, ballot) : store.delete(key));
    } finally {
      // After a failed write too: it may have arrived all the same.
      lastChange += 1;
      notShown.set(keyOf(ref), lastChange);
      onBallot(ref);
    }
  }

  /** The card shows everything up to that change. For those whose turn it is. */
  async function shown(ref: MatchupRef, changes: number, { talk, status }: Matchup): Promise<void> {
    if ((notShown.get(keyOf(ref)) ?? changes) > changes) return;
    notShown.delete(keyOf(ref));
    if (talk?.begun || status.kind === 'closed') await store.delete(markerOf(ref));
  }

  async function all(prefix: string): Promise<readonly Matchup[]> {
    return (await listRecords(store, prefix, matchupRecord)).map(({ record }) => record);
  }

  async function countNow(ref: MatchupRef): Promise<Counted> {
    // Read before the ballots: a ballot that arrives in between is counted and still leaves the card stale.
    const changes = notShown.get(keyOf(ref)) ?? lastChange;
    const ballots = await listRecords(store, keys.ballots(ref.guild, ref.id), ballotRecord);
    return { count: countBallots(ballots.map(({ record }) => record)), changes };
  }

  async function runningOne({ guild, film }: Opening): Promise<Matchup | undefined> {
    const running = (await all(keys.matchups(guild))).find(
      (matchup) => matchup.film === film && isOpen(matchup, now()),
    );
    if (!running) return undefined;
    await cards.arrived(keyOf(running));
    const matchup = await get(running);
    return isOpen(matchup, now()) ? matchup : undefined;
  }

  function closed(matchup: Matchup): Matchup {
    if (matchup.status.kind === 'closed') return matchup;
    const at = Math.min(now(), matchup.closesAt);
    return { ...matchup, status: { kind: 'closed', at, announced: false } };
  }

  return {
    get,
    async open(opening, stands) {
      const asked = cards.ask();
      return inTurn(`open:${opening.guild}:${opening.film}`, async () => {
        const running = await runningOne(opening);
        if (running && isShown(running)) {
          if (await cards.stands(keyOf(running), asked, async () => stands(running))) {
            return { matchup: running, card: 'stands' };
          }
          cards.expect(keyOf(running));
          return { matchup: running, card: 'to be posted' };
        }
        // One that is open without a card was never seen by anybody: it opens now.
        const start = { ...opening, openedAt: now() };
        const matchup: Matchup = running
          ? { ...running, ...start }
          : { version: 1, id: newId(), ...start, status: { kind: 'open' } };
        await store.putAll([
          { key: keyOf(matchup), value: matchup },
          { key: markerOf(matchup), value: true },
        ]);
        cards.expect(keyOf(matchup));
        onTurn(matchup);
        return { matchup, card: 'to be posted' };
      });
    },
    async cardPosted(ref, { channel, card, changes, talk }) {
      await inTurn(keyOf(ref), async () => {
        const matchup = await changeNow(ref, (before) => ({
          ...before,
          channel,
          card,
          talk: before.talk ?? { place: talk, begun: false },
        }));
        await shown(ref, changes, matchup);
        // A ballot that came while the card was on its way, or the close, could not be shown on it.
        if (notShown.has(keyOf(ref))) onBallot(ref);
        if (matchup.status.kind === 'closed') {
          await changeNow(ref, unannounced);
          onTurn(await get(ref));
        }
      });
      cards.came(keyOf(ref));
    },
    async beginTalk(ref, { openThread, post }) {
      return inTurn(`talk:${keyOf(ref)}`, async () => {
        const matchup = await get(ref);
        const { channel, card, talk } = matchup;
        if (!card || !talk || talk.begun || matchup.status.kind === 'closed') return 'had begun';
        const begun = async () => {
          await inTurn(keyOf(ref), async () => {
            await changeNow(ref, (before) => ({ ...before, talk: { ...talk, begun: true } }));
            if (!notShown.has(keyOf(ref))) await store.delete(markerOf(ref));
          });
        };
        if (talk.place === 'thread') {
          // One that was opened before may be gone by now.
          for (const find of [async () => matchup.thread, async () => openThread(channel, card)]) {
            const thread = await find();
            if (!thread || thread === 'refused') continue;
            await change(ref, (before) => ({ ...before, thread }));
            if ((await post(thread, card)) === 'posted') {
              await begun();
              return 'thread';
            }
          }
          await change(ref, withoutThread);
        }
        const posted = await post(channel, card);
        await begun();
        return posted === 'posted' ? 'channel' : 'nowhere';
      });
    },
    talkDelayed: (ref) => onBallot(ref),
    async threadLost(ref) {
      await change(ref, (matchup) => withoutThread({ ...matchup, talk: { place: 'thread', begun: false } }));
    },
    async cast(ref, member, side) {
      return changeBallot(ref, member, async (before) => {
        if (before?.side === side) return before;
        const ballot: Ballot = { ...before, version: 1, side, at: now() };
        await writeBallot(ref, member, ballot);
        return ballot;
      });
    },
    async sayKnows(ref, member, knows) {
      return changeBallot(ref, member, async (before) => {
        if (!before) throw new UserError({ code: 'ballot.none' });
        if (before.knows === knows) return before;
        const ballot: Ballot = { ...before, knows, at: now() };
        await writeBallot(ref, member, ballot);
        return ballot;
      });
    },
    async takeBack(ref, member) {
      return changeBallot(ref, member, async (before) => {
        if (before) await writeBallot(ref, member, undefined);
        return before !== undefined;
      });
    },
    count: countNow,
    async showCard(ref, edit) {
      return inTurn(`card:${keyOf(ref)}`, async () => {
        const { count, changes } = await countNow(ref);
        const matchup = await get(ref);
        if (!isShown(matchup)) return 'gone';
        const result = await edit(matchup, count);
        if (result === 'edited') await inTurn(keyOf(ref), async () => shown(ref, changes, matchup));
        return result;
      });
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
      await inTurn(keyOf(ref), async () => {
        await changeNow(ref, (matchup) =>
          matchup.status.kind === 'closed' ? { ...matchup, status: { ...matchup.status, announced: true } } : matchup,
        );
        // Nothing changes any more, and a card that is gone will never show it.
        notShown.delete(keyOf(ref));
        cards.forget(keyOf(ref));
        await store.delete(markerOf(ref));
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

function isShown(matchup: Matchup): matchup is ShownMatchup {
  return matchup.card !== undefined;
}

function withoutThread({ thread: _, ...matchup }: Matchup): Matchup {
  return matchup;
}

function unannounced(matchup: Matchup): Matchup {
  return matchup.status.kind === 'open' ? matchup : { ...matchup, status: { ...matchup.status, announced: false } };
}
