import type { BotProcess } from './bot-process.ts';

/** How the bot is: it may be asked something when `ready`. */
export type BotState = 'starting' | 'ready' | 'stopped';

/** A bot that is started again whenever it ends. */
export interface BotKeeper {
  readonly state: BotState;
  /** The process that runs, if one does. */
  readonly bot: BotProcess | undefined;
  /** Says that the bot can be asked something now. */
  isReady(): void;
  /** Resolves when the bot can be asked something; rejects when it stops instead, or takes too long. */
  untilReady(): Promise<void>;
  /** Ends the bot for good, gently for as long as it may take. */
  stop(): Promise<void>;
}

const firstPause = 1_000;
const longestPause = 30_000;
/** A bot that ran for so long had started well: the next pause is the first again. */
const startedWell = 30_000;
const longestStart = 20_000;
/** The bot itself takes eight seconds at most; the whole playground is to be gone within ten. */
const longestStop = 8_500;
const shownLines = 20;

/** Starts a bot and keeps it running. */
export function keepBot({
  start,
  onState,
  log,
}: {
  readonly start: () => BotProcess;
  readonly onState: (state: BotState) => void;
  readonly log: (line: string) => void;
}): BotKeeper {
  let state: BotState = 'starting';
  let bot: BotProcess | undefined;
  let pause = firstPause;
  let stopping = false;
  let again: NodeJS.Timeout | undefined;
  const waiting = new Set<(problem?: Error) => void>();

  const become = (next: BotState): void => {
    state = next;
    if (next !== 'starting') {
      const problem = next === 'stopped' ? new Error('Foyer is not running; it is being started again.') : undefined;
      for (const finish of [...waiting]) finish(problem);
    }
    onState(next);
  };

  const run = (): void => {
    const startedAt = performance.now();
    const own = start();
    bot = own;
    become('starting');
    void own.exited.then((code) => {
      bot = undefined;
      if (!stopping) {
        if (performance.now() - startedAt >= startedWell) pause = firstPause;
        log(`Foyer ended with ${code ?? own.process.signalCode}; it is started again in ${pause / 1000} s.`);
        const lines = own.output.stderr.trimEnd().split('\n').filter(Boolean).slice(-shownLines);
        for (const line of lines) log(`  ${line}`);
        again = setTimeout(run, pause);
        pause = Math.min(2 * pause, longestPause);
      }
      become('stopped');
    });
  };

  run();
  return {
    get state() {
      return state;
    },
    get bot() {
      return bot;
    },
    isReady: () => {
      if (state === 'starting') become('ready');
    },
    untilReady: () =>
      new Promise((resolve, reject) => {
        if (state === 'ready') return resolve();
        if (state === 'stopped') return reject(new Error('Foyer is not running; it is being started again.'));
        const finish = (problem?: Error): void => {
          clearTimeout(timer);
          waiting.delete(finish);
          if (problem) reject(problem);
          else resolve();
        };
        const timer = setTimeout(() => finish(new Error('Foyer is still starting; try again.')), longestStart);
        waiting.add(finish);
      }),
    stop: async () => {
      stopping = true;
      clearTimeout(again);
      const own = bot;
      if (!own) return;
      const patience = setTimeout(() => {
        log('Foyer did not stop when it was asked to; it is ended.');
        void own.kill();
      }, longestStop);
      await own.stop();
      clearTimeout(patience);
    },
  };
}
