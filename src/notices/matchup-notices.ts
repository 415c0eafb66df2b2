import type { Catalogue } from '../catalogue/catalogue.ts';
import type { FilmSummary } from '../catalogue/summary.ts';
import type { Channels } from '../discord/channels.ts';
import type { Count } from '../matchups/count.ts';
import type { LiveCards } from '../matchups/live-cards.ts';
import type { MatchupRef, ShownMatchup } from '../matchups/matchup.ts';
import type { Matchups } from '../matchups/matchups.ts';
import { talkIn } from '../matchups/talk.ts';
import { UserError } from '../user-error.ts';
import { matchupCard, matchupResult, talkTexts } from '../views/matchup-card.ts';
import type { Words } from '../words/en.ts';

/** What Foyer shows of matchups on its own account, when nobody has just asked. */
export interface MatchupNotices {
  /**
   * Brings the card of an open matchup up to date, and begins its talk if that is still to be done. A card or channel
   * that is gone needs nothing more.
   */
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
  /** Undefined where the film was taken out of the catalogue since. */
  function filmOf(key: string): FilmSummary | undefined {
    try {
      return catalogue.summary(key);
    } catch (error) {
      if (error instanceof UserError) return undefined;
      throw error;
    }
  }

  async function edit(matchup: ShownMatchup, count: Count): Promise<'edited' | 'gone'> {
    const card = matchupCard(filmOf(matchup.film), matchup, count, wordsFor(matchup.locale));
    return channels.edit(matchup.channel, matchup.card, card);
  }

  return {
    async refreshCard(ref) {
      const matchup = await matchups.get(ref);
      const film = filmOf(matchup.film);
      if (matchup.status.kind === 'closed' || !film) return;
      await matchups.showCard(ref, edit);
      if (!matchup.talk || matchup.talk.begun) return;
      const { prompts } = await catalogue.film(film.key);
      await matchups.beginTalk(ref, talkIn(channels, talkTexts(film, prompts, wordsFor(matchup.locale))));
    },
    async announce(ref) {
      await liveCards.settle(ref);
      await matchups.showCard(ref, edit);
      const matchup = await matchups.get(ref);
      const { thread, film } = matchup;
      if (!thread) return;
      const { count } = await matchups.count(ref);
      await channels.post(
        thread,
        `result-${ref.id}`,
        matchupResult(filmOf(film), matchup, count, wordsFor(matchup.locale)),
      );
    },
  };
}
