import type { BotProcess } from '../src/playground/bot-process.ts';

/** Resolves when the process has written this for people; rejects with its log when it ends instead. */
export async function untilSaid({ process: child, output, exited }: BotProcess, words: string): Promise<void> {
  await new Promise<void>((done, failed) => {
    const look = () => {
      if (output.stdout.includes(words)) done();
    };
    look();
    child.stdout?.on('data', look);
    void exited.then((code) => failed(new Error(`it ended with ${code}: ${output.stderr}`)));
  });
}
