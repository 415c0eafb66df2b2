import type { BookKey, FilmKey } from '../catalogue/ids.ts';
import type { ChannelId, GuildId, InteractionId, MemberId, MessageId } from '../storage/ids.ts';
import { keys } from '../storage/keys.ts';
import type { Arrivals } from './arrivals.ts';
import { owesTalk } from './ballots.ts';
import {
  isOpen,
  isShown,
  type Matchup,
  type MatchupId,
  type MatchupRef,
  type ShownMatchup,
  type TalkPlace,
} from './matchup.ts';
import { keyOf, type Shelf } from './shelf.ts';
import { markerOf } from './standing.ts';

/** What is needed to open a matchup. */
export interface Opening {
  /** The member's request. Two processes that it reaches, while one takes over from the other, open one matchup. */
  readonly request: InteractionId;
  readonly guild: GuildId;
  readonly film: FilmKey;
  readonly book: BookKey;
  readonly locale: string;
  readonly openedBy: MemberId;
  readonly closesAt: number;
  readonly aspects: boolean;
  readonly blind: boolean;
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
  /** The changes that its count includes: see `Counted`. */
  readonly changes: number;
  /** Where the talk is to be, unless it is somewhere already. */
  readonly talk: TalkPlace;
}

/** At most one matchup is open for each film and server, and it has one card. */
export interface Openings {
  /**
   * A new matchup, or the one that is open already for this film on this server. `stands` finds out whether its card
   * is still there. Of several who ask at the same moment, one is to post the card; the others hear when it stands.
   */
  open(opening: Opening, stands: (matchup: ShownMatchup) => Promise<boolean>): Promise<Opened>;
  /** Remembers where the card is. The talk stays where it was begun, also under a new card. */
  cardPosted(ref: MatchupRef, posted: PostedCard): Promise<void>;
}

export interface OpeningsNeeds {
  readonly cards: Arrivals;
  /** Names a matchup after the request that opens it. */
  readonly newId: (request: InteractionId) => MatchupId;
  /** A matchup was opened, or is to be announced once more. */
  readonly onTurn: (matchup: Matchup) => void;
}

/** Openings over a shelf. */
export function createOpenings(
  { now, standing, inTurn, get, changeNow, save, all }: Shelf,
  { cards, newId, onTurn }: OpeningsNeeds,
): Openings {
  async function runningOne({ guild, film }: Pick<Opening, 'guild' | 'film'>): Promise<Matchup | undefined> {
    const running = (await all(keys.matchups(guild))).find(
      (matchup) => matchup.film === film && isOpen(matchup, now()),
    );
    if (!running) return undefined;
    await cards.arrived(keyOf(running));
    const matchup = await get(running);
    return isOpen(matchup, now()) ? matchup : undefined;
  }

  return {
    async open({ request, ...opening }, stands) {
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
        const id = newId(request);
        // Another process that the same request has reached is about to post its card.
        if (running?.id === id) return { matchup: running, card: 'to be posted' };
        // One that is open without a card was never seen by anybody: it opens now.
        const start = { ...opening, openedAt: now() };
        const matchup: Matchup = running
          ? { ...running, ...start }
          : { version: 1, id, reopenings: 0, ...start, status: { kind: 'open' } };
        await save(matchup, [{ key: markerOf(matchup), value: true }]);
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
        await standing.shown(ref, changes, owesTalk(matchup));
        // A ballot that came while the card was on its way, or the close, could not be shown on it.
        if (standing.isBehind(ref)) standing.again(ref);
        if (matchup.status.kind === 'closed') {
          await changeNow(ref, unannounced);
          onTurn(await get(ref));
        }
      });
      cards.came(keyOf(ref));
    },
  };
}

function unannounced(matchup: Matchup): Matchup {
  return matchup.status.kind === 'closed' ? { ...matchup, status: { ...matchup.status, announced: false } } : matchup;
}
