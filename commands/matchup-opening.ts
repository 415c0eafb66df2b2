import type { FilmSummary } from '../src/catalogue/summary.ts';
import { type Answer, type Post, privately, publicly, type Sent } from '../src/discord/answer.ts';
import type { ServerPlace, ThreadRight } from '../src/discord/command.ts';
import { passing } from '../src/discord/faults.ts';
import { defaultHours, type Matchup, type MatchupRef, type ShownMatchup } from '../src/matchups/matchup.ts';
import { talkIn } from '../src/matchups/talk.ts';
import { UserError } from '../src/user-error.ts';
import { linkTo, linkToCard, matchupCard, note, talkTexts } from '../src/views/matchup-card.ts';
import { type Request, serverOf } from './command.ts';

const hour = 60 * 60 * 1000;
const threadRights: readonly ThreadRight[] = ['CreatePublicThreads', 'SendMessagesInThreads'];

/** What a member can wish for in a matchup. */
export interface Wanted {
  readonly hours: number | 'default';
  readonly aspects: boolean;
  readonly blind: boolean;
}

/** Opens a matchup; or, where one is open already, leads there; or, where its card was deleted, posts it again. */
export async function openMatchup(
  request: Request,
  film: FilmSummary,
  { hours, aspects, blind }: Wanted,
): Promise<Answer> {
  const place = serverOf(request);
  if (!place.seesChannel) throw new UserError({ code: 'rights.missing', right: 'ViewChannel' });
  const { matchups, member, now, sharedLocale, words, sharedWordsIn } = request;
  const { matchup, card } = await matchups.open(
    {
      request: request.id,
      guild: place.guild,
      film: film.key,
      book: film.book.key,
      locale: sharedLocale,
      openedBy: member,
      closesAt: now() + (hours === 'default' ? await usualHours(request, place) : hours) * hour,
      aspects,
      blind,
      channel: place.channel,
    },
    async (running) => stands(request, film, running),
  );
  if (card === 'stands') {
    return privately(note(words.matchup.running(linkToCard(matchup), Math.floor(matchup.closesAt / 1000))));
  }
  const { count, changes } = await matchups.count(matchup);
  return {
    ...publicly(matchupCard(film, matchup, count, sharedWordsIn(matchup.locale))),
    before: async ({ channel, message }) =>
      matchups.cardPosted(matchup, {
        channel,
        card: message,
        changes,
        talk: place.threads === 'possible' ? 'thread' : 'channel',
      }),
    after: async (sent) => begin(request, place, film, matchup, sent),
  };
}

/** How long a poll stays open on that server where nobody says. */
async function usualHours({ settings }: Request, { guild }: ServerPlace): Promise<number> {
  return (await settings.of(guild)).hours ?? defaultHours;
}

/** Whether the card is still there: it takes an edit, which brings it up to date as well. */
async function stands({ matchups, channels, sharedWordsIn }: Request, film: FilmSummary, running: ShownMatchup) {
  try {
    const result = await matchups.showCard(running, async (matchup, count) =>
      channels.edit(matchup.channel, matchup.card, matchupCard(film, matchup, count, sharedWordsIn(matchup.locale))),
    );
    return result === 'edited';
  } catch (error) {
    // Discord stumbles, and the likelier thing is that it is there.
    if (passing(error)) return true;
    throw error;
  }
}

/** The card stands: sees to the talk. Returns what is left to say. */
async function begin(
  request: Request,
  place: ServerPlace,
  film: FilmSummary,
  matchup: Matchup,
  { channel, message }: Sent,
): Promise<readonly Post[]> {
  const { matchups } = request;
  try {
    return await beginTalk(request, place, film, matchup, linkTo({ guild: matchup.guild, channel, message }));
  } catch (error) {
    if (!passing(error)) throw error;
    matchups.talkDelayed(matchup);
    return [];
  }
}

async function beginTalk(
  request: Request,
  place: ServerPlace,
  film: FilmSummary,
  matchup: Matchup,
  link: string,
): Promise<readonly Post[]> {
  const { catalogue, channels, matchups, words, sharedWordsIn } = request;
  const { prompts } = await catalogue.film(film.key);
  const texts = talkTexts(film, prompts, sharedWordsIn(matchup.locale));
  let where = await matchups.beginTalk(matchup, talkIn(channels, texts));
  if (where === 'had begun' && matchup.card && !(await toldOfNewCard(request, matchup, link))) {
    await matchups.threadLost(matchup);
    where = await matchups.beginTalk(matchup, talkIn(channels, texts));
  }
  if (where === 'thread' || where === 'had begun') return [];
  // An answer may stand where a message may not.
  const opening: readonly Post[] = where === 'nowhere' ? [{ audience: 'public', message: texts.opening }] : [];
  const missing = typeof place.threads === 'object' ? place.threads.missing : threadRights;
  const rights = missing.map((right) => words.rights[right]);
  const why = place.threads === 'not here' ? words.matchup.noThreadHere(rights) : words.matchup.missingRights(rights);
  return [...opening, { audience: 'private', message: note(why) }];
}

/** Says in the thread of a card that was deleted where it stands now. False when the thread is gone, too. */
async function toldOfNewCard({ channels, matchups, sharedWordsIn }: Request, ref: MatchupRef, link: string) {
  const { thread, card, locale } = await matchups.get(ref);
  if (!thread) return true;
  const here = note(sharedWordsIn(locale).matchup.cardMoved(link));
  return (await channels.post(thread, `card-${card}`, here)) !== 'gone';
}
