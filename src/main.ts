import { join } from 'node:path';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { config as readDotEnv } from 'dotenv';
import type { Logger } from 'pino';
import { commands } from '../commands/index.ts';
import type { Catalogue } from './catalogue/catalogue.ts';
import { openLibrary } from './catalogue/library.ts';
import type { Mistake } from './catalogue/mistakes.ts';
import { type Clock, createClock } from './clock.ts';
import { type Config, loadConfig } from './config.ts';
import { createChannels } from './discord/channels.ts';
import { type Connection, connect, shardStates } from './discord/client.ts';
import { createDispatcher } from './discord/dispatcher.ts';
import { fetchGatewayLimits } from './discord/gateway-limits.ts';
import { createPace } from './discord/pace.ts';
import { whenInReach } from './discord/patience.ts';
import { type CommandIds, keepRegistered, type Scope } from './discord/registration.ts';
import { createRest, createWatchedRest } from './discord/rest.ts';
import { isOnServer } from './discord/servers.ts';
import { bidFarewell, exitCodes, say } from './farewell.ts';
import { type Health, unwatched } from './health/watched.ts';
import { inviteLink } from './invite.ts';
import { createLog } from './log.ts';
import { createClosingClock } from './matchups/closing-clock.ts';
import { createLiveCards } from './matchups/live-cards.ts';
import { type MatchupRef, matchupIdOf } from './matchups/matchup.ts';
import { createMatchups } from './matchups/matchups.ts';
import { createMembers } from './members/members.ts';
import { createMatchupNotices } from './notices/matchup-notices.ts';
import { listenToParent, tellParent } from './parent.ts';
import { openPictures } from './pictures/pictures.ts';
import { createProgress } from './progress/progress.ts';
import { projectRoot } from './project-root.ts';
import { createRatings } from './ratings/ratings.ts';
import { createPublicity } from './servers/publicity.ts';
import { createResidence } from './servers/residence.ts';
import { createServerSettings } from './servers/settings.ts';
import { manageShards } from './shards/manager.ts';
import { isFirst, type OwnShards, serves } from './shards/shards.ts';
import { openStore } from './storage/open.ts';
import { noteRestores, type WhenRestored } from './storage/restoring.ts';
import { createScrubbing } from './storage/scrubbing.ts';
import type { Store } from './storage/store.ts';
import { explanation, faultNote } from './views/apologies.ts';
import { stopped, withinTime } from './waiting.ts';
import { wordsFor } from './words/words.ts';

/** What is under way has this long to be finished: longer than any answer takes. */
const longestGoodbye = 8000;
/** Commands are registered within this, or while members are answered already. */
const longestRegistration = 5000;
/** The process has gone by then, whatever hangs: supervisors kill after ten seconds. */
const goneBy = 9500;
const aDay = 24 * 60 * 60 * 1000;
/** By then a start is over, and what it has left for later does not keep members waiting. */
const settledAfter = 10_000;
const root = projectRoot(import.meta.filename);

/** Settings of a process that talks to Discord itself. */
type BotConfig = Config & { readonly shards: OwnShards };

/** Everything that the bot runs between its first line and its last. */
async function run(token: string, config: BotConfig, log: Logger, stopping: AbortController): Promise<void> {
  const clock = createClock();
  const opened = await openStore(config.storeUrl, (file, format) =>
    say(`The store was in format ${format}. As it was then, it lies in ${file}.`),
  );
  let health = unwatched;
  try {
    if (config.health) health = await (await import('./health/health.ts')).startHealth(config.health, { log });
    const caution = isFirst(config.shards) ? await opened.caution?.() : undefined;
    if (caution !== undefined) log.warn({ store: opened.where }, caution);
    const store = health.timed(opened);
    // Of a server's store, nobody puts a backup in its place while bots use it.
    const whenRestored: WhenRestored = opened.sqlite ? await noteRestores(store, clock) : () => {};
    const shipped = join(root, 'data', 'films');
    const library = await openLibrary(store, [shipped, ...(config.contentDir ? [config.contentDir] : [])], clock.now);
    const tellOfContent = () => {
      logMistakes(library.mistakes, log);
      tellParent(library.catalogue.size, library.mistakes);
    };
    tellOfContent();
    const reload = async () => {
      await library.reload();
      tellOfContent();
    };
    listenToParent({
      advance(milliseconds) {
        clock.advance(milliseconds);
        return clock.now();
      },
      reload: async () => reload().catch((error: unknown) => logUnread(error, log)),
      gone: () => stopping.abort(),
    });
    clock.at(clock.now() + settledAfter, () => {
      void library.settle().catch((error: unknown) => logUnread(error, log));
    });
    everyDay(clock, async () => library.keep().catch((error: unknown) => logUnread(error, log)));
    await converse(token, config, {
      store,
      clock,
      catalogue: library.catalogue,
      // A backup may have other films than those that are here, or none.
      whenRestored: (takeUp, onError) => whenRestored(async () => reload().then(takeUp), onError),
      health,
      log,
      signal: stopping.signal,
    });
  } finally {
    clock.stop();
    await health.close();
    await opened.close().catch((error: unknown) => log.warn({ err: error }, 'the store could not be closed'));
  }
}

function logMistakes(mistakes: readonly Mistake[], log: Logger): void {
  for (const { file, line, column, problem } of mistakes) {
    log.error({ at: `${file}:${line}:${column}` }, `a film was left out: ${problem}`);
  }
}

function logUnread(error: unknown, log: Logger): void {
  log.error({ err: error }, 'the content files could not be read again; the films from before stay');
}

function everyDay(clock: Clock, task: () => Promise<void>): void {
  clock.at(clock.now() + aDay, () => {
    void task();
    everyDay(clock, task);
  });
}

/** Talks to Discord until it is asked to stop. */
async function converse(
  token: string,
  config: BotConfig,
  {
    store,
    clock,
    catalogue,
    whenRestored,
    health,
    log,
    signal,
  }: {
    readonly store: Store;
    readonly clock: Clock;
    readonly catalogue: Catalogue;
    readonly whenRestored: WhenRestored;
    readonly health: Health;
    readonly log: Logger;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { now, steady } = clock;
  let commandIds: CommandIds = new Map();
  const mention = (command: string) => {
    // A subcommand is written with its command's id.
    const id = commandIds.get(command.split(' ', 1)[0] ?? '');
    return id === undefined ? `/${command}` : `</${command}:${id}>`;
  };
  const onError = (error: unknown, { guild, id }: MatchupRef) =>
    log.error({ err: error, guild, matchup: id }, 'a poll could not be shown; trying again');

  const { rest, tokenRefused } = createWatchedRest({ apiUrl: config.apiUrl, token, log, signal });
  const channels = createChannels(rest);
  const ratings = createRatings({ store, now, steady });
  const progress = createProgress({ store, now });
  const pictures = openPictures((error) =>
    log.warn({ err: error }, 'a picture could not be drawn; cards say the same in text'),
  );
  const matchups = createMatchups({
    store,
    now,
    newId: matchupIdOf,
    onTurn: (matchup) => closingClock.follow(matchup),
    onBehind: (ref) => liveCards.changed(ref),
    deleteMessage: channels.delete,
  });
  const scrubbing = createScrubbing(store);
  await scrubbing.resume();
  const members = createMembers({ ratings, matchups, progress, scrubbing });
  const settings = createServerSettings({ store, now });
  const residence = createResidence({ store, now, isThere: isOnServer(rest), scrubbing });
  const noting = (note: Promise<void>) =>
    void note.catch((error: unknown) => log.error({ err: error }, 'it could not be noted on which servers Foyer is'));
  const clearing = async () =>
    residence.clear().catch((error: unknown) => {
      log.error({ err: error }, 'what servers left behind could not be deleted; trying again tomorrow');
    });
  everyDay(clock, clearing);
  const liveCards = createLiveCards({ clock, refresh: async (ref) => notices.refreshCard(ref), onError });
  const notices = createMatchupNotices({ catalogue, matchups, channels, pictures, liveCards, wordsFor });
  const closingClock = createClosingClock({
    clock,
    matchups,
    ...notices,
    serves: (guild) => serves(config.shards, guild),
    onError,
  });
  const dispatcher = createDispatcher({
    commands,
    servicesFor: ({ locale }) => ({
      catalogue,
      ratings,
      progress,
      matchups,
      members,
      settings,
      channels,
      pictures,
      now,
      random: Math.random,
      mention,
      words: wordsFor(locale),
      sharedWordsIn: wordsFor,
    }),
    apologies: {
      explain: (reason, locale, retry) => explanation(reason, { retry, mention }, wordsFor(locale)),
      fault: (reference, error, locale) => faultNote(reference, error, wordsFor(locale)),
    },
    pace: createPace(now),
    watch: health.watch,
    publicity: createPublicity({ settings, now }),
    log,
  });

  let connection: Connection | undefined;
  try {
    connection = await connect({
      apiUrl: config.apiUrl,
      token,
      shards: config.shards,
      clock,
      log,
      signal,
      onInteraction: (interaction) => void dispatcher.handle(interaction),
      onServers: {
        present: (present, isOurs) => noting(residence.present(present, isOurs)),
        joined: (guild) => noting(residence.joined(guild)),
        left: (guild) => noting(residence.left(guild)),
      },
    });
    const { client, lost } = connection;
    const { user, application, guilds } = client;
    health.follow({
      openMatchups: () => closingClock.pending,
      servers: () => guilds.cache.size,
      shards: () => shardStates(client),
    });
    // Whoever has waited for this start is answered first.
    await othersTurn();
    const definitions = commands.map(({ definition }) => definition.toJSON());
    const scope: Scope = { application: application.id, guild: config.guild };
    const registering = keepRegistered(rest, scope, definitions, { isOurs: isFirst(config.shards), log, signal }).then(
      (ids) => {
        commandIds = ids;
      },
    );
    await withinTime(Promise.race([registering, stopped(signal)]), longestRegistration, () =>
      log.warn('the commands are not registered yet'),
    );
    if (signal.aborted) return;
    const bringCardsUpToDate = (refs: readonly MatchupRef[]) => {
      for (const ref of refs) if (serves(config.shards, ref.guild)) liveCards.changed(ref);
    };
    const takeUp = async () => {
      await closingClock.start();
      bringCardsUpToDate([...(await matchups.withStaleCards()), ...(await matchups.withHeldTakes())]);
    };
    await takeUp();
    void clearing();
    whenRestored(
      async () => {
        await residence.stillHere();
        await takeUp();
        // They show the ballots of before.
        bringCardsUpToDate(await matchups.unfinished());
        log.info('a backup was restored: it is taken up');
      },
      (error) => log.error({ err: error }, 'it could not be looked whether a backup was restored; trying again'),
    );
    say(`Foyer is here as ${user.tag}. Films: ${catalogue.size}. Servers: ${guilds.cache.size}.`);
    say(`Invite it to a server: ${inviteLink(application.id)}`);
    await Promise.race([stopped(signal), lost, tokenRefused, registering.then(async () => stopped(signal))]);
    log.info('stopping: finishing what is under way');
  } finally {
    await withinTime(
      finish([dispatcher.finish, liveCards.idle, closingClock.idle, residence.idle]),
      longestGoodbye,
      () => log.warn('something under way did not finish in time'),
    );
    await connection?.close();
  }
}

/** One after the other: an answer that is finished may have a card to bring up to date. */
async function finish(tasks: readonly (() => Promise<void>)[]): Promise<void> {
  for (const task of tasks) await task();
}

async function main(): Promise<number> {
  const stopping = new AbortController();
  // A second signal changes nothing: with Ctrl+C, npm sends one and the terminal another.
  process.on('SIGTERM', () => stopping.abort());
  process.on('SIGINT', () => stopping.abort());
  stopping.signal.addEventListener('abort', () => setTimeout(() => process.exit(exitCodes.stopped), goneBy).unref());
  let log = createLog('info');
  // Node would print the error with all its fields, and an error of Discord's has tokens and members' words in them.
  process.on('uncaughtException', (error) => {
    // A connection that is given up half-way may say so when nobody listens any more.
    if (stopping.signal.aborted) return log.debug({ err: error }, 'failed while stopping');
    log.fatal({ err: error }, 'Foyer cannot go on');
    process.exit(exitCodes.fault);
  });
  try {
    readDotEnv({ quiet: true });
    const config = loadConfig(process.env);
    log = createLog(config.logLevel);
    const { token, shards } = config;
    if (token === undefined) await play(config, stopping.signal);
    else if (shards.kind !== 'a process each') await run(token, { ...config, shards }, log, stopping);
    else return await manage(token, shards.count, config, log, stopping.signal);
    return exitCodes.stopped;
  } catch (error) {
    if (stopping.signal.aborted) {
      log.debug({ err: error }, 'given up, since it was to stop');
      return exitCodes.stopped;
    }
    return bidFarewell(error, log, 'Foyer cannot go on');
  }
}

/** What a process ends with that would only end so again. */
const finalCodes: readonly number[] = [exitCodes.store, exitCodes.token, exitCodes.config];

/** Runs a process for each shard. Resolves to an exit code. */
async function manage(
  token: string,
  count: number | 'auto',
  { apiUrl }: Config,
  log: Logger,
  signal: AbortSignal,
): Promise<number> {
  const rest = createRest({ apiUrl, token });
  const { recommendedShards, atOnce } = await whenInReach(async () => fetchGatewayLimits(rest), { log, signal });
  return manageShards({
    entry: import.meta.filename,
    token,
    count: count === 'auto' ? recommendedShards : count,
    atOnce,
    isFinal: (code) => finalCodes.includes(code),
    log,
    signal,
  });
}

/** Without a token there is a playground. It is loaded only then: a bot on Discord needs none of it. */
async function play(config: Config, signal: AbortSignal): Promise<void> {
  const { runPlayground } = await import('./play.ts');
  const fresh = process.argv.includes('--fresh');
  await runPlayground(config, { root, entry: import.meta.filename, fresh, stopped: stopped(signal) });
}

// Sockets of the last answers and the parent's channel would keep the process for a while longer.
process.exit(await main());
