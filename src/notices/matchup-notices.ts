import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Channels } from '../discord/channels.ts';
import type { LiveCards } from '../matchups/live-cards.ts';
import type { MatchupRef } from '../matchups/matchup.ts';
import type { Matchups } from '../matchups/matchups.ts';
import { matchupCard, matchupResult } from '../views/matchup-card.ts';
import type { Words } from '../words/en.ts';

/** What Foyer shows of matchups on its own account, when nobody has just asked. */
export interface MatchupNotices {
  /** Brings the card of an open matchup up to date. A card or channel that is gone needs nothing more. */
  refreshCard(ref: MatchupRef): Promise<void>;
  /** Puts the result on the card and into the thread. Harmless when done twice within minutes. */
  announce(ref: MatchupRef): Promise<void>;
}

export interface NoticesNeeds {
  readonly catalogue: Catalogue;
  readonly matchups: Matchups;
  readonly channels: Channels;
  readonly liveCards: Pick<LiveCards, 'settle'>;
  readonly wordsFor: (locale: string) => Words;
}

/** Notices over channels. */
export function createMatchupNotices({
  catalogue,
  matchups,
  channels,
  liveCards,
  wordsFor,
}: NoticesNeeds): MatchupNotices {
  return {
    async refreshCard(ref) {
      const { count, changes } = await matchups.count(ref);
      const matchup = await matchups.get(ref);
      if (matchup.status.kind === 'closed' || !matchup.card) return;
      const card = matchupCard(catalogue.summary(matchup.film), matchup, count, wordsFor(matchup.locale));
      await channels.edit(matchup.channel, matchup.card, card);
      await matchups.cardShows(ref, changes);
    },
    async announce(ref) {
      await liveCards.settle(ref);
      const matchup = await matchups.get(ref);
      const { count, changes } = await matchups.count(ref);
      const film = catalogue.summary(matchup.film);
      const words = wordsFor(matchup.locale);
      if (matchup.card) await channels.edit(matchup.channel, matchup.card, matchupCard(film, matchup, count, words));
      if (matchup.thread) {
        await channels.post(matchup.thread, `result-${matchup.id}`, matchupResult(film, count, words));
      }
      await matchups.cardShows(ref, changes);
    },
  };
}
