import { DiscordAPIError, HTTPError } from 'discord.js';
import { type Logger, pino, stdSerializers } from 'pino';

/**
 * A log of one JSON object a line, on standard error; standard output is for people. Discord's errors are cut down to
 * what identifies them: their addresses carry tokens, and their bodies what members wrote.
 */
export function createLog(level: string): Logger {
  return pino({ level, base: null, serializers: { err: describeError } }, pino.destination({ fd: 2, sync: true }));
}

function describeError(error: unknown): unknown {
  if (error instanceof DiscordAPIError || error instanceof HTTPError) {
    const { name, message, status, method, stack } = error;
    return { type: name, message, status, method, ...('code' in error ? { code: error.code } : {}), stack };
  }
  return error instanceof Error ? stdSerializers.err(error) : String(error);
}
