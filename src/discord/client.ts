import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import {
  Client,
  DiscordAPIError,
  DiscordjsErrorCodes,
  Events,
  GatewayIntentBits,
  type Interaction,
  Options,
  Routes,
} from 'discord.js';
import type { Logger } from 'pino';
import { passing } from './faults.ts';

/** Discord does not know the token, or has withdrawn it. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
}

export interface ClientNeeds {
  /** The base of Discord's REST API; the gateway's address comes from there. */
  readonly apiUrl: string;
  readonly onInteraction: (interaction: Interaction) => void;
  readonly log: Logger;
}

/** A client that hears interactions and nothing else: no message content, no privileged intent, no mentions. */
export function createClient({ apiUrl, onInteraction, log }: ClientNeeds): Client {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [] },
    rest: { api: apiUrl },
    // Nothing reads old messages: every press brings its own.
    makeCache: Options.cacheWithLimits({ MessageManager: 0 }),
  });
  client.on(Events.InteractionCreate, onInteraction);
  client.on(Events.Error, (error) => log.error({ err: error }, 'the Discord client reports an error'));
  client.on(Events.Warn, (warning) => log.warn(warning));
  client.on(Events.ShardDisconnect, ({ code }) => log.warn({ code }, 'disconnected from the gateway'));
  client.on(Events.ShardResume, () => log.info('resumed after the connection was lost'));
  return client;
}

const firstPause = 1000;
const longestPause = 60_000;

/**
 * Logs in, and resolves when Discord says READY. While Discord is out of reach it waits and tries again.
 * @throws TokenRefused
 */
export async function logIn(client: Client, token: string, log: Logger, signal: AbortSignal): Promise<void> {
  const ready = once(client, Events.ClientReady, { signal });
  client.rest.setToken(token);
  try {
    // Asked for beforehand, because a client whose login has failed is destroyed and cannot try again.
    await whenInReach(async () => client.rest.get(Routes.gatewayBot(), { signal }), log, signal);
    await client.login(token);
    await ready;
  } catch (error) {
    ready.catch(() => {});
    if (isRefusal(error)) throw new TokenRefused('Discord does not accept the token', { cause: error });
    throw error;
  }
}

async function whenInReach(ask: () => Promise<unknown>, log: Logger, signal: AbortSignal): Promise<void> {
  for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
    try {
      await ask();
      return;
    } catch (error) {
      if (signal.aborted || !passing(error)) throw error;
      log.warn({ reason: String(error), seconds: pause / 1000 }, 'Discord is out of reach; trying again');
      await wait(pause, undefined, { signal });
    }
  }
}

/** 401 on the first request, or the gateway's close code 4004, which @discordjs/ws reports in these words. */
function isRefusal(error: unknown): boolean {
  if (error instanceof DiscordAPIError) return error.status === 401;
  if (!(error instanceof Error)) return false;
  return (
    error.message === 'Authentication failed' || ('code' in error && error.code === DiscordjsErrorCodes.TokenInvalid)
  );
}
