import { config as readDotEnv } from 'dotenv';
import { bidFarewell, complain, exitCodes } from './farewell.ts';
import { createLog } from './log.ts';

/** A program that does one thing, which its command line asks for, and ends. */
interface Tool<Wish> {
  readonly usage: string;
  /** What the command line asks for. Undefined where it cannot be understood. */
  wishOf(args: readonly string[]): Wish | undefined;
  /** Does it, with the settings of `.env` read. Resolves to an exit code. */
  fulfil(wish: Wish): Promise<number>;
  /** What a fault of ours is logged as. */
  readonly fault: string;
}

/** Does what the command line asks for, and says why where that fails. Resolves to an exit code. */
export async function runTool<Wish>({ usage, wishOf, fulfil, fault }: Tool<Wish>): Promise<number> {
  const wish = wishOf(process.argv.slice(2));
  if (wish === undefined) {
    complain([usage]);
    return exitCodes.usage;
  }
  try {
    readDotEnv({ quiet: true });
    return await fulfil(wish);
  } catch (error) {
    return bidFarewell(error, createLog('info'), fault);
  }
}
