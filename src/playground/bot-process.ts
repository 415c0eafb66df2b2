import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** Where a bot process is to log in, and what it keeps its data in. */
export interface BotSettings {
  /** The compiled entry that `npm start` runs too. */
  readonly entry: string;
  readonly apiUrl: string;
  readonly token: string;
  readonly storeUrl: string;
  /** Further variables; they win over those above. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The real bot, running as a process of its own. */
export interface BotProcess {
  readonly process: ChildProcess;
  /** What it has written so far, for people and to its log. */
  readonly output: { readonly stdout: string; readonly stderr: string };
  /** Moves its time on. Resolves when it has. */
  advance(milliseconds: number): Promise<void>;
  /** Asks it to stop, and resolves to its exit code. */
  stop(signal?: 'SIGTERM' | 'SIGINT'): Promise<number | null>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Resolves to its exit code when it has ended by itself. */
  readonly exited: Promise<number | null>;
}

/** Starts the bot against a Discord. It inherits no setting from this process or from a .env file. */
export function startBotProcess({ entry, apiUrl, token, storeUrl, env = {} }: BotSettings): BotProcess {
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
    output.stdout += text.toString();
  });
  child.stderr?.on('data', (text: Buffer) => {
    output.stderr += text.toString();
  });
  const exited = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  return {
    process: child,
    output,
    exited,
    async advance(milliseconds) {
      const moved = once(child, 'message');
      child.send({ advance: milliseconds });
      await moved;
    },
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
