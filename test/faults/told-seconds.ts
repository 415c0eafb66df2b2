import type { Foyer } from '../foyer.ts';

/** The seconds that a line of the log with these words tells, each time. */
export const secondsOf = ({ bot }: Foyer, words: string): readonly number[] =>
  bot()
    .output.stderr.split('\n')
    .filter((line) => line.includes(words))
    .map((line) => Number(/"seconds":(\d+)/.exec(line)?.[1]));
