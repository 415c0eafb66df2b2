import { type BotKeeper, keepBot } from './bot-keeper.ts';
import { type Reloaded, startBotProcess } from './bot-process.ts';
import { watchContent } from './content-watch.ts';
import { setUpFilmClub } from './film-club.ts';
import { type Loopback, startLoopback } from './loopback.ts';
import { createActs } from './page-acts.ts';
import { commandViews, followChanges } from './page-changes.ts';
import { servePage } from './page-server.ts';
import { createPageSockets } from './page-sockets.ts';
import { memberViews, messageViews, placeViews, serverViews } from './page-views.ts';
import { lockFolder } from './playground-lock.ts';
import type { Snapshot, Told } from './protocol.ts';
import { type KeptState, openStateStore } from './state-store.ts';

/** How the playground starts. */
export interface PlaygroundOptions {
  /** The page's port; a taken one moves to the next free one. 0 takes any. */
  readonly port: number;
  /** Forgets what the last run left. */
  readonly fresh: boolean;
  /** The bot's compiled entry. */
  readonly entry: string;
  /** Where the state and the bot's data are kept. */
  readonly dataFolder: string;
  /** The built page. */
  readonly pageFolder: string;
  /** The folders of content files to watch. */
  readonly contentFolders: readonly string[];
  /** Further variables for the bot, such as CONTENT_DIR. */
  readonly env?: Readonly<Record<string, string>>;
  /** Told, line by line, what a person at the terminal should know. */
  readonly log?: (line: string) => void;
}

/** A running playground. */
export interface Playground {
  /** Where the page is. */
  readonly url: string;
  /** Stops the bot, saves everything and gives the ports back, within ten seconds. */
  close(): Promise<void>;
}

/** What the inspector can look back on. */
const keptRequests = 2_000;
const longestAhead = 10 * 366 * 24 * 60 * 60 * 1000;

/**
 * Starts a Discord on this machine, the real bot on it, and a page to play with both.
 * @throws an error that `addressOfRunning` knows, where the folder is another playground's
 */
export async function startPlayground({
  port,
  fresh,
  entry,
  dataFolder,
  pageFolder,
  contentFolders,
  env = {},
  log = (line) => process.stderr.write(`${line}\n`),
}: PlaygroundOptions): Promise<Playground> {
  const current = (): KeptState => {
    const { state, files } = loopback.save();
    return { state: { loopback: state, ahead }, files };
  };
  const lock = await lockFolder(dataFolder);
  const store = await openStateStore({ folder: dataFolder, fresh, current, log });
  let ahead = store.found?.state.ahead ?? 0;
  const loopback = await startLoopback({
    now: () => Date.now() + ahead,
    keptRequests,
    saved: store.found && { state: store.found.state.loopback, files: store.found.files },
  });
  if (!store.found) {
    setUpFilmClub(loopback);
    await store.save();
  }

  let content: Reloaded | undefined;
  const snapshot = (): Snapshot => ({
    servers: serverViews(loopback.world),
    places: placeViews(loopback.world),
    members: memberViews(loopback.world),
    messages: messageViews(loopback.world),
    commands: commandViews(loopback),
    mistakes: content?.mistakes ?? [],
    films: content?.films,
    bot: { id: loopback.world.bot.id, name: loopback.world.bot.name, state: keeper.state },
    ahead,
  });

  const advance = async (milliseconds: number): Promise<number> => {
    if (ahead + milliseconds > longestAhead) throw new Error('That is too far ahead; start afresh to go back.');
    ahead += milliseconds;
    store.saveSoon();
    tell({ kind: 'time', ahead });
    // A bot that ends meanwhile is told how far ahead it is when it starts again.
    await keeper.bot?.advance(milliseconds).catch(() => {});
    return ahead;
  };

  const tell = (told: Told): void => sockets.tell(told);
  const sockets = createPageSockets({
    snapshot,
    perform: createActs({ loopback, untilReady: () => keeper.untilReady(), advance }),
    flush: () => changes.flush(),
  });
  const changes = followChanges(loopback, tell);
  let startedAt = 0;
  const keeper: BotKeeper = keepBot({
    start: () => {
      startedAt = loopback.now();
      const bot = startBotProcess({
        entry,
        apiUrl: loopback.apiUrl,
        token: loopback.token,
        storeUrl: store.botStoreUrl,
        env,
        onReloaded: (reloaded) => {
          content = reloaded;
          tell({ kind: 'mistakes', ...reloaded });
        },
      });
      // It waits in the channel until the bot listens, which is before it reads what is due.
      if (ahead > 0) bot.advance(ahead).catch(() => {});
      return bot;
    },
    onState: (state) => tell({ kind: 'bot', state }),
    log,
  });
  const unsubscribe = loopback.subscribe(() => {
    store.saveSoon();
    if (keeper.state === 'starting' && hasItsCommands(loopback, startedAt)) keeper.isReady();
  });
  const watch = watchContent(contentFolders, () => void keeper.bot?.reload().catch(() => {}));

  const stop = async (): Promise<void> => {
    watch.close();
    await keeper.stop();
    unsubscribe();
    changes.close();
    await sockets.close();
    await store.save();
    await loopback.close();
  };
  try {
    const page = await servePage({ port, pageFolder, world: loopback.world, word: lock.word, sockets });
    await lock.hold(page.url);
    const close = async (): Promise<void> => {
      await stop();
      await page.close();
      await lock.release();
    };
    let closed: Promise<void> | undefined;
    return {
      url: page.url,
      close: () => {
        closed ??= close();
        return closed;
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Whether the bot has seen to its commands since a moment: it does when it has logged in, and can answer then. */
function hasItsCommands(loopback: Loopback, since: number): boolean {
  const asked = loopback.requests.findLast(({ path }) => /^\/applications\/\d+\/(guilds\/\d+\/)?commands$/.test(path));
  return asked !== undefined && asked.at >= since && asked.status === 200 && commandViews(loopback).length > 0;
}
