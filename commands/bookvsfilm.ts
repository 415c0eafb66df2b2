import type { FilmSummary } from '../src/catalogue/summary.ts';
import { type Answer, type Post, privately, publicly, type Sent, update } from '../src/discord/answer.ts';
import { action, type ServerPlace } from '../src/discord/command.ts';
import {
  matchupCast,
  matchupChange,
  matchupClose,
  matchupKnows,
  matchupOpen,
  matchupTakeBack,
} from '../src/discord/custom-ids.ts';
import type { Options } from '../src/discord/options.ts';
import { type Ballot, defaultHours, type Matchup, type MatchupRef, openHours } from '../src/matchups/matchup.ts';
import { UserError } from '../src/user-error.ts';
import {
  ballotAnswer,
  ballotTakenBack,
  matchupCard,
  note,
  talkOpening,
  threadName,
} from '../src/views/matchup-card.ts';
import { named } from '../src/words/words.ts';
import { type Command, type Request, serverOf } from './command.ts';
import { filmOption, onServers, suggestFilms } from './film-option.ts';

const hour = 60 * 60 * 1000;

export const bookvsfilm = {
  definition: onServers((words) => words.commands.bookvsfilm)
    .addStringOption(filmOption)
    .addIntegerOption((option) =>
      named(option, (words) => words.options.hours)
        .setMinValue(openHours.min)
        .setMaxValue(openHours.max),
    ),

  answers: () => 'public',
  suggest: { film: suggestFilms },
  retry: (film, options) => matchupOpen.build({ film, hours: hoursOf(options) }),

  run: async (request) => open(request, request.catalogue.find(request.options.text('film')), hoursOf(request.options)),

  actions: [
    action(matchupOpen, 'public', async (request: Request, { film, hours }) =>
      open(request, request.catalogue.summary(film), hours),
    ),
    action(matchupCast, 'private', async (request: Request, { id, side }) =>
      privately(await ballotCard(request, id, (ref) => request.matchups.cast(ref, request.member, side))),
    ),
    action(matchupChange, 'update', async (request: Request, { id, side }) =>
      update(await ballotCard(request, id, (ref) => request.matchups.cast(ref, request.member, side))),
    ),
    action(matchupKnows, 'update', async (request: Request, { id, knows }) =>
      update(await ballotCard(request, id, (ref) => request.matchups.sayKnows(ref, request.member, knows))),
    ),
    action(matchupTakeBack, 'update', async (request: Request, { id }) => {
      const { matchup, film } = await find(request, id);
      await request.matchups.takeBack(matchup, request.member);
      return update(ballotTakenBack(film, matchup, request.words));
    }),
    action(matchupClose, 'private', async (request: Request, { id }) => {
      const { member, managesMessages, matchups, words } = request;
      const { matchup } = await find(request, id);
      await matchups.closeBy(matchup, { member, managesMessages });
      return privately(note(words.matchup.closedByYou));
    }),
  ],
} satisfies Command;

/** Opens a matchup; or, where one is open already, leads there; or, where its card was deleted, posts it again. */
async function open(request: Request, film: FilmSummary, hours: number): Promise<Answer> {
  const place = serverOf(request);
  if (!place.seesChannel) throw new UserError({ code: 'rights.missing', right: 'ViewChannel' });
  const { matchups, member, now, sharedLocale, words, sharedWordsIn } = request;
  const { matchup, isNew } = await matchups.open({
    guild: place.guild,
    film: film.key,
    book: film.book.key,
    locale: sharedLocale,
    openedBy: member,
    closesAt: now() + hours * hour,
    channel: place.channel,
  });
  const { count } = await matchups.count(matchup);
  const card = matchupCard(film, matchup, count, sharedWordsIn(matchup.locale));
  if (!isNew && matchup.card) {
    const edited = await request.channels.edit(matchup.channel, matchup.card, card);
    if (edited === 'edited') return privately(note(words.matchup.running(linkTo(matchup, matchup.card))));
  }
  return { ...publicly(card), after: async (sent) => begin(request, place, film, matchup, sent) };
}

/** The card stands: remembers where, and begins the talk in a thread under it or, where there can be none, in place. */
async function begin(
  request: Request,
  place: ServerPlace,
  film: FilmSummary,
  matchup: Matchup,
  { channel, message }: Sent,
): Promise<readonly Post[]> {
  const { catalogue, channels, matchups, words, sharedWordsIn } = request;
  await matchups.cardPosted(matchup, channel, message);
  if (matchup.thread) return [];
  const { prompts } = await catalogue.film(film.key);
  const shared = sharedWordsIn(matchup.locale);
  const opening = talkOpening(
    prompts.flatMap((prompt) => ('text' in prompt ? prompt.text : [])),
    shared,
  );
  const thread =
    place.threads === 'possible' ? await channels.openThread(channel, message, threadName(film, shared)) : 'refused';
  if (thread !== 'refused') {
    await matchups.threadOpened(matchup, thread);
    if ((await channels.post(thread, `talk-${matchup.id}`, opening)) === 'posted') return [];
  }
  const missing = typeof place.threads === 'object' ? place.threads.missing : [];
  const rights = missing.map((right) => words.rights[right]);
  const explanation: Post = { audience: 'private', message: note(words.matchup.missingRights(rights)) };
  return [{ audience: 'public', message: opening }, ...(rights.length > 0 ? [explanation] : [])];
}

async function find(request: Request, id: MatchupRef['id']): Promise<{ matchup: Matchup; film: FilmSummary }> {
  const matchup = await request.matchups.get({ guild: serverOf(request).guild, id });
  return { matchup, film: request.catalogue.summary(matchup.film) };
}

async function ballotCard(request: Request, id: MatchupRef['id'], change: (ref: MatchupRef) => Promise<Ballot>) {
  const { matchup, film } = await find(request, id);
  return ballotAnswer(film, matchup, await change(matchup), request.words);
}

function hoursOf(options: Options): number {
  return options.wholeOr('hours', openHours, defaultHours);
}

const linkTo = ({ guild, channel }: Matchup, card: string) =>
  `https://discord.com/channels/${guild}/${channel}/${card}`;
