import { DiscordAPIError, HTTPError } from 'discord.js';
import { type Logger, pino } from 'pino';

/**
 * A log of one JSON object a line, on standard error; standard output is for people. Of an error it keeps what
 * identifies it and no other field: an error of Discord's carries tokens in its address, and in its body what members
 * wrote.
 */
export function createLog(level: string): Logger {
  return pino({ level, base: null, serializers: { err: describeError } }, pino.destination({ fd: 2, sync: true }));
}

/** An error as it is logged. */
export interface DescribedError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly code?: string | number;
  readonly status?: number;
  readonly method?: string;
  readonly cause?: DescribedError;
}

/** Of a chain of causes, as many are told as help; one that is its own cause would have no end. */
const causesTold = 5;

/** What of an error may stand in the log. */
export function describeError(error: unknown): DescribedError {
  return describe(error, causesTold);
}

/**
 * A record that cannot be read is named by its key, which ends with a member's id where it is one of theirs. The rest of the key
 * is enough to find it.
 */
const memberKeys = /\b((?:rating|ballot|progress|take|held-take):\d{17,20}:\S*?:)\d{17,20}\b/g;
const withoutMembers = (text: string) => text.replaceAll(memberKeys, '$1…');

function describe(error: unknown, causesLeft: number): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { name: type, cause } = error;
  const message = withoutMembers(error.message);
  const stack = error.stack && withoutMembers(error.stack);
  const code = 'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') && error.code;
  return {
    type,
    message,
    stack,
    ...(code !== false && { code }),
    ...((error instanceof DiscordAPIError || error instanceof HTTPError) && {
      status: error.status,
      method: error.method,
    }),
    ...(cause !== undefined && causesLeft > 0 && { cause: describe(cause, causesLeft - 1) }),
  };
}
