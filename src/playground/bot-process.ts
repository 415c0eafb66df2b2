import { type ChildProcess, fork } from 'node:child_process';
import { z } from 'zod';

/** Where a bot process is to log in, and what it keeps its data in. */
export interface BotSettings {
  /** The compiled entry that `npm start` runs too. */
  readonly entry: string;
  readonly apiUrl: string;
  readonly token: string;
  readonly storeUrl: string;
  /** Further variables; they win over those above. */
  readonly env?: Readonly<Record<string, string>>;
  /** Hears what the bot found in the content files: at its start, and whenever it read them again. */
  readonly onReloaded?: (reloaded: Reloaded) => void;
}

const reloaded = z.object({
  films: z.number(),
  mistakes: z.array(z.object({ file: z.string(), line: z.number(), column: z.number(), problem: z.string() })),
});

/** What the bot found in the content files. */
export type Reloaded = z.infer<typeof reloaded>;

/** What the bot tells its parent. */
const told = z.union([z.object({ now: z.number() }), z.object({ reloaded })]);

/** The real bot, running as a process of its own. */
export interface BotProcess {
  readonly process: ChildProcess;
  /** What it has written so far, for people and to its log; of much, the latest. */
  readonly output: { readonly stdout: string; readonly stderr: string };
  /** Moves its time on. Resolves when it has. */
  advance(milliseconds: number): Promise<void>;
  /** Lets it read the content files again. Resolves to what it says next of having read them. */
  reload(): Promise<Reloaded>;
  /** Asks it to stop, and resolves to its exit code. */
  stop(signal?: 'SIGTERM' | 'SIGINT'): Promise<number | null>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Resolves to its exit code when it has ended by itself. */
  readonly exited: Promise<number | null>;
}

interface Waiter<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (reason: Error) => void;
}

const keptOutput = 1_000_000;

/** Starts the bot against a Discord. It inherits no setting from this process or from a .env file. */
export function startBotProcess({ entry, apiUrl, token, storeUrl, env = {}, onReloaded }: BotSettings): BotProcess {
  const child = fork(entry, [], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      PATH: process.env.PATH ?? '',
      DISCORD_TOKEN: token,
      DISCORD_API_URL: apiUrl,
      STORE_URL: storeUrl,
      CONTENT_DIR: '',
      DISCORD_GUILD_ID: '',
      LOG_LEVEL: 'info',
      ...env,
    },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (text: Buffer) => {
    output.stdout = (output.stdout + text.toString()).slice(-keptOutput);
  });
  child.stderr?.on('data', (text: Buffer) => {
    output.stderr = (output.stderr + text.toString()).slice(-keptOutput);
  });
  const exited = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });

  const advancing: Waiter<void>[] = [];
  const reloading: Waiter<Reloaded>[] = [];
  child.on('message', (message) => {
    const { data } = told.safeParse(message);
    if (!data) return;
    if ('now' in data) return advancing.shift()?.resolve();
    for (const { resolve } of reloading.splice(0)) resolve(data.reloaded);
    onReloaded?.(data.reloaded);
  });
  // An error is a message that could not be sent: the process is about to be seen to have ended.
  child.on('error', () => {});
  child.once('close', () => {
    for (const { reject } of [...advancing.splice(0), ...reloading.splice(0)]) reject(new Error('the bot has ended'));
  });
  const ask = <T>(message: object, waiting: Waiter<T>[]): Promise<T> =>
    new Promise((resolve, reject) => {
      if (!child.connected) return reject(new Error('the bot has ended'));
      waiting.push({ resolve, reject });
      child.send(message);
    });

  return {
    process: child,
    output,
    exited,
    advance: (milliseconds) => ask({ advance: milliseconds }, advancing),
    reload: () => ask({ reload: true }, reloading),
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      return exited;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
