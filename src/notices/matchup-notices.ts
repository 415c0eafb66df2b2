import type { Catalogue } from '../catalogue/catalogue.ts';
import type { FilmSummary } from '../catalogue/summary.ts';
import type { Channels } from '../discord/channels.ts';
import type { MessageFile } from '../discord/message.ts';
import type { Count } from '../matchups/count.ts';
import type { LiveCards } from '../matchups/live-cards.ts';
import { isShown, type Matchup, type MatchupRef, type ShownMatchup } from '../matchups/matchup.ts';
import type { Matchups } from '../matchups/matchups.ts';
import { takesIn } from '../matchups/takes.ts';
import { talkIn } from '../matchups/talk.ts';
import type { Pictures } from '../pictures/pictures.ts';
import { UserError } from '../user-error.ts';
import { linkToCard, matchupCard, note, talkTexts } from '../views/matchup-card.ts';
import { drawnResult, matchupResult } from '../views/matchup-result.ts';
import { takeMessage } from '../views/take.ts';
import type { Words } from '../words/en.ts';

/** What Foyer shows of matchups on its own account, when nobody has just asked. */
export interface MatchupNotices {
  /**
   * Brings the card of an open matchup up to date, and the talk: begins it, says that the matchup is open again, posts
   * what takes are waiting, where that is still to be done. A card or channel that is gone needs nothing more.
   */
  refreshCard(ref: MatchupRef): Promise<void>;
  /** Puts the result on the card and into the thread. Harmless when done twice within minutes. */
  announce(ref: MatchupRef): Promise<void>;
  /** Tells the thread that it closes soon. Harmless when done twice within minutes. */
  remind(ref: MatchupRef): Promise<void>;
}

export interface NoticesNeeds {
  readonly catalogue: Catalogue;
  readonly matchups: Matchups;
  readonly channels: Channels;
  readonly pictures: Pictures;
  readonly liveCards: Pick<LiveCards, 'settle'>;
  readonly wordsFor: (locale: string) => Words;
}

/** Notices over channels. */
export function createMatchupNotices({
  catalogue,
  matchups,
  channels,
  pictures,
  liveCards,
  wordsFor,
}: NoticesNeeds): MatchupNotices {
  /** Undefined where the film was taken out of the catalogue since. */
  function filmOf(key: string): FilmSummary | undefined {
    return orGone(() => catalogue.summary(key));
  }

  /** Of a closed one; undefined where it cannot be drawn, or says nothing. */
  async function picture(matchup: Matchup, count: Count, words: Words): Promise<MessageFile | undefined> {
    if (matchup.status.kind !== 'closed' || count.ballots === 0) return undefined;
    return pictures.stackedBars(drawnResult(matchup, count, words));
  }

  async function edit(matchup: ShownMatchup, count: Count): Promise<'edited' | 'gone'> {
    const words = wordsFor(matchup.locale);
    const card = matchupCard(filmOf(matchup.film), matchup, count, words, await picture(matchup, count, words));
    return channels.edit(matchup.channel, matchup.card, card);
  }

  /** Brings the card up to date, and the talk where something was not said in it yet. */
  async function refreshOpen(ref: MatchupRef, film: FilmSummary): Promise<void> {
    await matchups.showCard(ref, edit);
    const { talk, status, locale, thread, reopenings, closesAt } = await matchups.get(ref);
    if (talk && !talk.begun) {
      const { prompts } = await catalogue.film(film.key);
      await matchups.beginTalk(ref, talkIn(channels, talkTexts(film, prompts, wordsFor(locale))));
    }
    if (status.kind !== 'open' || !status.untold) return;
    const again = note(wordsFor(locale).matchup.reopened(Math.floor(closesAt / 1000)));
    if (thread) await channels.post(thread, `again-${ref.id}-${reopenings}`, again);
    await matchups.reopeningTold(ref);
  }

  return {
    async refreshCard(ref) {
      const matchup = await matchups.get(ref).catch(undefinedWhereGone);
      if (!matchup) return;
      const film = filmOf(matchup.film);
      if (film && matchup.status.kind === 'open') await refreshOpen(ref, film);
      const words = wordsFor(matchup.locale);
      const posting = takesIn(channels, (writer, take) => takeMessage({ id: ref.id, writer, take }, words));
      await matchups.postTakes(ref, posting);
    },
    async announce(ref) {
      await liveCards.settle(ref);
      await matchups.showCard(ref, edit);
      const matchup = await matchups.get(ref);
      const { thread, film, reopenings } = matchup;
      if (!thread) return;
      const { count } = await matchups.count(ref);
      const words = wordsFor(matchup.locale);
      const result = matchupResult(filmOf(film), matchup, count, words, await picture(matchup, count, words));
      await channels.post(thread, reopenings === 0 ? `result-${ref.id}` : `result-${ref.id}-${reopenings}`, result);
    },
    async remind(ref) {
      const matchup = await matchups.get(ref);
      const { thread, closesAt, locale } = matchup;
      if (!thread || !isShown(matchup)) return;
      const seconds = Math.floor(closesAt / 1000);
      const soon = note(wordsFor(locale).matchup.closesSoon(seconds, linkToCard(matchup)));
      await channels.post(thread, `soon-${ref.id}-${seconds.toString(36)}`, soon);
    },
  };
}

function orGone<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    return undefinedWhereGone(error);
  }
}

/** @throws what is not a member's to know */
function undefinedWhereGone(error: unknown): undefined {
  if (error instanceof UserError) return undefined;
  throw error;
}
