import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import type { Client } from 'discord.js';
import { config as readDotEnv } from 'dotenv';
import type { Logger } from 'pino';
import { commands } from '../commands/index.ts';
import { type Catalogue, createCatalogue } from './catalogue/catalogue.ts';
import { type Content, publishContent } from './catalogue/content.ts';
import { loadFilms } from './catalogue/load.ts';
import { type Clock, createClock } from './clock.ts';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { createChannels } from './discord/channels.ts';
import { createClient, logIn, TokenRefused } from './discord/client.ts';
import { createDispatcher } from './discord/dispatcher.ts';
import { type CommandIds, isNone, register } from './discord/registration.ts';
import { exitCodes } from './exit-codes.ts';
import { inviteLink } from './invite.ts';
import { createLog } from './log.ts';
import { createClosingClock } from './matchups/closing-clock.ts';
import { createLiveCards } from './matchups/live-cards.ts';
import { type MatchupRef, matchupId } from './matchups/matchup.ts';
import { createMatchups } from './matchups/matchups.ts';
import { createMatchupNotices } from './notices/matchup-notices.ts';
import { projectRoot } from './project-root.ts';
import { createRatings } from './ratings/ratings.ts';
import { openStore } from './storage/open.ts';
import { type Store, StoreUnusable } from './storage/store.ts';
import { explanation, faultNote } from './views/apologies.ts';
import { wordsFor } from './words/words.ts';

/** Longer than any answer takes, shorter than the ten seconds after which a supervisor kills. */
const longestGoodbye = 8000;
const aDay = 24 * 60 * 60 * 1000;

/** Everything that runs between the first line and the last. */
async function run(config: Config, log: Logger, signal: AbortSignal): Promise<void> {
  const clock = createClock();
  const store = await openStore(config.storeUrl);
  try {
    moveWithParent(clock);
    const { content, catalogue } = await openCatalogue(config, store, clock, log);
    keepContent(content, clock, log);
    await converse(config, { store, clock, catalogue, log, signal });
  } finally {
    clock.stop();
    await store.close();
  }
}

async function openCatalogue(config: Config, store: Store, clock: Clock, log: Logger) {
  const shipped = join(projectRoot(import.meta.filename), 'data', 'films');
  const { films, mistakes } = await loadFilms([shipped, ...(config.contentDir ? [config.contentDir] : [])]);
  for (const { file, line, column, problem } of mistakes) {
    log.error({ at: `${file}:${line}:${column}` }, `a film was left out: ${problem}`);
  }
  const content = await publishContent(store, films, clock.now);
  return { content, catalogue: createCatalogue(content, films) };
}

/** Talks to Discord until it is asked to stop. */
async function converse(
  config: Config,
  {
    store,
    clock,
    catalogue,
    log,
    signal,
  }: {
    readonly store: Store;
    readonly clock: Clock;
    readonly catalogue: Catalogue;
    readonly log: Logger;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { now } = clock;
  let commandIds: CommandIds = new Map();
  const mention = (command: string) =>
    commandIds.has(command) ? `</${command}:${commandIds.get(command)}>` : `/${command}`;
  const onError = (error: unknown, { guild, id }: MatchupRef) =>
    log.error({ err: error, guild, matchup: id }, 'a poll could not be shown; trying again');

  const client: Client = createClient({
    apiUrl: config.apiUrl,
    log,
    onInteraction: (interaction) => void dispatcher.handle(interaction),
  });
  const channels = createChannels(client.rest);
  const ratings = createRatings({ store, now });
  const matchups = createMatchups({
    store,
    now,
    newId: () => newMatchupId(clock),
    onTurn: (matchup) => closingClock.follow(matchup),
    onBallot: (ref) => liveCards.changed(ref),
  });
  const liveCards = createLiveCards({ clock, refresh: async (ref) => notices.refreshCard(ref), onError });
  const notices = createMatchupNotices({ catalogue, matchups, channels, liveCards, wordsFor });
  const closingClock = createClosingClock({ clock, matchups, announce: notices.announce, onError });
  const dispatcher = createDispatcher({
    commands,
    servicesFor: ({ locale }) => ({
      catalogue,
      ratings,
      matchups,
      channels,
      now,
      mention,
      words: wordsFor(locale),
      sharedWordsIn: wordsFor,
    }),
    apologies: {
      explain: (reason, locale, retry) => explanation(reason, { retry, mention }, wordsFor(locale)),
      fault: (reference, locale) => faultNote(reference, wordsFor(locale)),
    },
    log,
  });

  try {
    await logIn(client, config.token, log, signal);
    commandIds = await registerCommands(client, config, log);
    await closingClock.start();
    for (const ref of await matchups.withStaleCards()) liveCards.changed(ref);
    say(`Foyer is here as ${client.user?.tag}. Films: ${catalogue.size}. Servers: ${client.guilds.cache.size}.`);
    say(`Invite it to a server: ${inviteLink(client.application?.id ?? '')}`);
    await stopped(signal);
    log.info('stopping: finishing what is under way');
  } finally {
    await withinTime(Promise.all([dispatcher.finish(), liveCards.idle(), closingClock.idle()]), log);
    await client.destroy();
  }
}

async function registerCommands(client: Client, { guild }: Config, log: Logger): Promise<CommandIds> {
  const application = client.application?.id ?? '';
  const definitions = commands.map(({ definition }) => definition.toJSON());
  const { ids, difference } = await register(client.rest, { application, guild }, definitions);
  log.info(difference, isNone(difference) ? 'the commands are registered already' : 'the commands were registered');
  return ids;
}

/** Says once a day that this content is in use, so that no other process removes it. */
function keepContent(content: Content, clock: Clock, log: Logger): void {
  clock.at(clock.now() + aDay, () => {
    content.keep().catch((error: unknown) => log.error({ err: error }, 'the content could not be marked as in use'));
    keepContent(content, clock, log);
  });
}

/** A parent process, such as a test or the playground, can move our time on. A host has no way to. */
function moveWithParent(clock: Clock): void {
  process.on('message', (message) => {
    if (typeof message !== 'object' || message === null || !('advance' in message)) return;
    if (typeof message.advance !== 'number') return;
    clock.advance(message.advance);
    process.send?.({ now: clock.now() });
  });
}

/** Sorts by time, and is not met twice by chance. */
function newMatchupId(clock: Clock) {
  return matchupId.parse(
    clock.now().toString(36) +
      randomInt(36 ** 5)
        .toString(36)
        .padStart(5, '0'),
  );
}

async function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function withinTime(work: Promise<unknown>, log: Logger): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      log.warn('something under way did not finish in time');
      resolve();
    }, longestGoodbye);
  });
  await Promise.race([work, tooLong]);
  clearTimeout(timer);
}

/** For the person who started us. */
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** What went wrong, for that person, and the exit code that belongs to it. */
function farewell(error: unknown, log: Logger): number {
  if (error instanceof ConfigError) {
    complain(['These settings cannot be used. See .env.example for what each is for.', ...error.faults]);
    return exitCodes.config;
  }
  if (error instanceof StoreUnusable) {
    complain([`The store cannot be used: ${error.message}.`, `It is at ${error.where}; STORE_URL says so.`]);
    return exitCodes.store;
  }
  if (error instanceof TokenRefused) {
    complain([
      'Discord does not accept DISCORD_TOKEN.',
      'Reset it on the Bot page of your application, and copy it anew.',
    ]);
    return exitCodes.token;
  }
  log.fatal({ err: error }, 'Foyer cannot go on');
  return exitCodes.fault;
}

function complain(lines: readonly string[]): void {
  process.stderr.write(`${lines.join('\n  ')}\n`);
}

async function main(): Promise<number> {
  const stopping = new AbortController();
  process.on('SIGTERM', () => stopping.abort());
  process.on('SIGINT', () => stopping.abort());
  let log = createLog('info');
  try {
    readDotEnv({ quiet: true });
    const config = loadConfig(process.env);
    log = createLog(config.logLevel);
    await run(config, log, stopping.signal);
    return exitCodes.stopped;
  } catch (error) {
    return stopping.signal.aborted ? exitCodes.stopped : farewell(error, log);
  }
}

// Sockets of the last answers and the parent's channel would keep the process for a while longer.
process.exit(await main());
