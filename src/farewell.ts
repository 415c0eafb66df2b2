import type { Logger } from 'pino';
import { ConfigError } from './config.ts';
import { passing, refusal, serverClosedToUs, TokenRefused } from './discord/faults.ts';
import { StoreUnusable } from './storage/store.ts';

/** What the process ends with, after sysexits.h, so that a supervisor can tell what would not help. */
export const exitCodes = {
  /** It was asked to stop, and did; or what it was asked for is done. */
  stopped: 0,
  /** What was looked at is not as it should be. */
  different: 1,
  /** A command line that cannot be understood. */
  usage: 64,
  /** Discord refuses what it was asked for, or is out of reach. */
  refused: 69,
  /** A fault of ours. */
  fault: 70,
  /** The store cannot be opened, read or written. */
  store: 74,
  /** Discord refuses the token. */
  token: 77,
  /** Settings that cannot be used. */
  config: 78,
} as const;

/** What was asked for cannot be done, for a reason that whoever asked can do something about. */
export class NotDone extends Error {
  override readonly name = 'NotDone';
}

/** Why the process ends, in words for whoever started it, and the exit code that belongs to it. */
interface Farewell {
  readonly code: number;
  readonly lines: readonly string[];
}

/** The farewell that belongs to an error; undefined where it is a fault of ours. */
function farewellTo(error: unknown): Farewell | undefined {
  if (error instanceof ConfigError) {
    const heading = 'These settings cannot be used. See .env.example for what each is for.';
    return { code: exitCodes.config, lines: [heading, ...error.faults] };
  }
  if (error instanceof NotDone) return { code: exitCodes.usage, lines: [error.message] };
  if (error instanceof StoreUnusable) {
    const place = `It is at ${error.where}; STORE_URL says so.`;
    return { code: exitCodes.store, lines: [`The store cannot be used: ${error.message}.`, place] };
  }
  if (error instanceof TokenRefused || refusal(error)?.status === 401) {
    const cure = 'Reset it on the Bot page of your application, and copy it anew.';
    return { code: exitCodes.token, lines: ['Discord does not accept DISCORD_TOKEN.', cure] };
  }
  if (serverClosedToUs(error)) {
    const heading = 'Discord does not let Foyer register commands on that server.';
    return { code: exitCodes.config, lines: [heading, 'Invite it there first, or correct the id.'] };
  }
  const refused = refusal(error);
  if (refused) return { code: exitCodes.refused, lines: [`Discord refuses: ${refused.message}`] };
  if (passing(error)) return { code: exitCodes.refused, lines: ['Discord is out of reach. Try again later.'] };
  return undefined;
}

/**
 * Tells whoever started the process why an error ends it; a fault of ours is logged instead, as `fault`. Returns the
 * exit code.
 */
export function bidFarewell(error: unknown, log: Logger, fault: string): number {
  const farewell = farewellTo(error);
  if (farewell) complain(farewell.lines);
  else log.fatal({ err: error }, fault);
  return farewell?.code ?? exitCodes.fault;
}

/** For the person who started us. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** What is wrong, for that person: a heading, and what belongs under it. */
export function complain(lines: readonly string[]): void {
  process.stderr.write(`${lines.join('\n  ')}\n`);
}
