import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { type Playground, type PlaygroundOptions, startPlayground } from '../../src/playground/host.ts';
import type { ExchangeView, MessageView, Request, Snapshot, Told } from '../../src/playground/protocol.ts';

/** A bot of a few lines, for what does not depend on the real one. */
export const smallBot = resolve('test/playground/small-bot.mjs');

const exchangeForm = z.object({
  outcome: z.enum(['message', 'update', 'modal', 'failed']),
  interactionId: z.string(),
  messageId: z.string().optional(),
  modalId: z.string().optional(),
});

type Asked<R = Request> = R extends Request ? Omit<R, 'id'> : never;

/** A page that is open: what it was told, and what it asks. */
export interface OpenPage {
  readonly snapshot: Snapshot;
  /** Everything it was told, in order. */
  readonly told: readonly Told[];
  /** The messages as they are now. */
  readonly messages: ReadonlyMap<string, MessageView>;
  readonly memberId: (name: string) => string;
  readonly placeId: (name: string) => string;
  readonly state: () => Snapshot['bot']['state'];
  /** Resolves to the result; rejects with the reason of a refusal. */
  ask(request: Asked): Promise<unknown>;
  /** The same, for what is answered with an exchange. */
  exchange(request: Asked): Promise<ExchangeView>;
  /** The same, for what leads to a message. */
  message(request: Asked): Promise<MessageView>;
  /** Sends anything. */
  send(data: string | Buffer): void;
  until<T>(look: () => T | undefined | false, what: string): Promise<T>;
  readonly closed: Promise<number>;
  close(): void;
}

/** Opens a page of a playground, as a browser does. */
export async function openPage(url: string): Promise<OpenPage> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/live`, { origin: url });
  const told: Told[] = [];
  const messages = new Map<string, MessageView>();
  const lookers = new Set<() => void>();
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (reason: Error) => void }>();
  let state: Snapshot['bot']['state'] = 'starting';
  let snapshot: Snapshot | undefined;
  let asked = 0;

  const hear = (one: Told): void => {
    told.push(one);
    if (one.kind === 'snapshot') {
      snapshot = one.snapshot;
      state = one.snapshot.bot.state;
      for (const message of one.snapshot.messages) messages.set(message.id, message);
    }
    if (one.kind === 'bot') state = one.state;
    if (one.kind === 'message') messages.set(one.message.id, one.message);
    if (one.kind === 'message-gone') messages.delete(one.id);
    if (one.kind === 'answer') waiting.get(one.id)?.resolve(one.result);
    if (one.kind === 'refused') waiting.get(one.id)?.reject(new Error(one.reason));
    for (const look of [...lookers]) look();
  };
  socket.on('message', (data) => hear(JSON.parse(data.toString())));
  const closed = new Promise<number>((done) => socket.on('close', done));
  await new Promise<void>((done, failed) => {
    socket.once('error', failed);
    socket.once('open', () => done());
  });

  const until: OpenPage['until'] = (look, what) =>
    new Promise((done, failed) => {
      const again = (): void => {
        const found = look();
        if (found === undefined || found === false) return;
        clearTimeout(timer);
        lookers.delete(again);
        done(found);
      };
      const timer = setTimeout(() => failed(new Error(`Waited in vain for ${what}`)), 15_000);
      lookers.add(again);
      again();
    });

  const first = await until(() => snapshot, 'the snapshot');
  const idOf = (list: readonly { id: string; name: string }[], name: string): string => {
    const found = list.find((one) => one.name === name);
    if (!found) throw new Error(`There is no ${name}`);
    return found.id;
  };
  const ask: OpenPage['ask'] = (request) => {
    asked += 1;
    const id = asked;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      socket.send(JSON.stringify({ ...request, id }));
    });
  };
  const exchange: OpenPage['exchange'] = async (request) => exchangeForm.parse(await ask(request));
  return {
    snapshot: first,
    told,
    messages,
    memberId: (name) => idOf(first.members, name),
    placeId: (name) => idOf(first.places, name),
    state: () => state,
    ask,
    exchange,
    message: async (request) => {
      const { messageId = 'none' } = await exchange(request);
      const message = messages.get(messageId);
      if (!message) throw new Error('It led to no message that was told');
      return message;
    },
    send: (data) => socket.send(data),
    until,
    closed,
    close: () => socket.close(),
  };
}

/** A playground on folders of its own, with what a test does to it. */
export interface Play {
  readonly url: () => string;
  readonly log: readonly string[];
  readonly folder: string;
  readonly contentFolder: string;
  readonly options: PlaygroundOptions;
  open(): Promise<OpenPage>;
  stop(): Promise<void>;
  start(more?: Partial<PlaygroundOptions>): Promise<void>;
  /** Stops it and starts it again on the same folders. */
  restart(more?: Partial<PlaygroundOptions>): Promise<void>;
  end(): Promise<void>;
}

/** A folder as a build of the page leaves it. */
async function builtPage(folder: string): Promise<string> {
  const page = join(folder, 'page');
  await mkdir(join(page, 'assets'), { recursive: true });
  await writeFile(join(page, 'index.html'), '<!doctype html><title>Foyer</title>');
  await writeFile(join(page, 'assets', 'index-1a2b3c4d.js'), 'export {};');
  await writeFile(join(folder, 'secret.txt'), 'not for the page');
  return page;
}

/** Starts a playground, to be ended by the caller. */
export async function startPlay(more: Partial<PlaygroundOptions> = {}): Promise<Play> {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-play-'));
  const contentFolder = join(folder, 'films');
  await mkdir(contentFolder);
  const log: string[] = [];
  const options: PlaygroundOptions = {
    port: 0,
    fresh: false,
    entry: smallBot,
    dataFolder: join(folder, 'data'),
    pageFolder: await builtPage(folder),
    contentFolders: [contentFolder],
    env: { CONTENT_DIR: contentFolder },
    log: (line) => log.push(line),
    ...more,
  };
  let playground: Playground = await startPlayground(options).catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
  const start = async (again: Partial<PlaygroundOptions> = {}): Promise<void> => {
    playground = await startPlayground({ ...options, ...again });
  };
  return {
    url: () => playground.url,
    log,
    folder,
    contentFolder,
    options,
    open: () => openPage(playground.url),
    stop: () => playground.close(),
    start,
    restart: async (again) => {
      await playground.close();
      await start(again);
    },
    end: async () => {
      await playground.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The same for one test, which ends it. */
export async function playForThisTest(more?: Partial<PlaygroundOptions>): Promise<Play> {
  const play = await startPlay(more);
  onTestFinished(() => play.end());
  return play;
}
