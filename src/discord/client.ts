import { once } from 'node:events';
import {
  Client,
  DiscordjsErrorCodes,
  Events,
  GatewayCloseCodes,
  GatewayIntentBits,
  type Interaction,
  Options,
  ShardClientUtil,
  Status,
} from 'discord.js';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { OwnShards } from '../shards/shards.ts';
import { type GuildId, guildId } from '../storage/ids.ts';
import { passing, refusal, TokenRefused } from './faults.ts';
import { type GatewayPace, gatewayPace } from './gateway-pace.ts';
import { whenInReach } from './patience.ts';
import { notAnyMore, restOptions } from './rest.ts';

export interface ClientNeeds {
  /** The base of Discord's REST API; the gateway's address comes from there. */
  readonly apiUrl: string;
  readonly token: string;
  readonly shards: OwnShards;
  readonly onInteraction: (interaction: Interaction) => void;
  readonly onServers: ServerNews;
  readonly clock: Clock;
  readonly log: Logger;
  /** Gives up logging in. */
  readonly signal: AbortSignal;
}

/** The connection of one shard. */
export interface ShardState {
  readonly id: number;
  readonly up: boolean;
  /** A heartbeat's way to the gateway and back. */
  readonly pingSeconds: number;
}

/** What Discord says of the servers that the bot is on. An outage is none of this. */
export interface ServerNews {
  /** All servers of one shard, those included that are out of reach for a while. `isOurs` knows that shard's. */
  present(guilds: readonly GuildId[], isOurs: (guild: GuildId) => boolean): void;
  joined(guild: GuildId): void;
  left(guild: GuildId): void;
}

/** A client that is logged in. */
export interface Connection {
  readonly client: Client<true>;
  /** Rejects when Discord has ended the connection for good: with {@link TokenRefused} where that is why. */
  readonly lost: Promise<never>;
  close(): Promise<void>;
}

/**
 * Logs in, and resolves when Discord says READY. While Discord is out of reach it waits and tries again.
 * @throws TokenRefused
 */
export async function connect(needs: ClientNeeds): Promise<Connection> {
  // A client whose login has failed is of no more use: each attempt has its own.
  const pace = gatewayPace(needs);
  return whenInReach(async () => logIn({ ...needs, pace }), { ...needs, again: outOfReach });
}

async function logIn({
  apiUrl,
  token,
  shards,
  onInteraction,
  onServers,
  log,
  signal,
  pace,
}: ClientNeeds & { readonly pace: GatewayPace }): Promise<Connection> {
  const client = createClient(apiUrl, shards, pace);
  client.on(Events.InteractionCreate, onInteraction);
  client.on(Events.Error, (error) => log.error({ err: error }, 'the Discord client reports an error'));
  client.on(Events.Warn, (warning) => log.warn(warning));
  client.on(Events.ShardError, (error) => {
    // A refused token ends the bot, with a farewell of its own.
    if (!isRefusal(error)) log.warn({ err: error }, 'the connection to the gateway failed');
  });
  client.on(Events.GuildCreate, ({ id }) => onServers.joined(guildId.parse(id)));
  client.on(Events.GuildDelete, ({ id }) => onServers.left(guildId.parse(id)));
  // discord.js keeps servers that a new READY does not name any more, so that packet itself is read.
  client.on(Events.Raw, (packet: unknown) => {
    const { data } = readyPacket.safeParse(packet);
    if (data) onServers.present(...serversIn(data.d));
  });
  let away = false;
  client.on(Events.ShardReconnecting, () => {
    // Told of each attempt, two in a second: once is enough for the log.
    if (!away) log.warn('the connection to the gateway is lost; connecting again');
    away = true;
  });
  const back = () => {
    if (away) log.info('the connection to the gateway is back');
    away = false;
  };
  client.on(Events.ShardResume, back);
  client.on(Events.ShardReady, back);
  const lost = new Promise<never>((_, reject) => {
    client.on(Events.ShardDisconnect, ({ code }) => reject(endedWith(code)));
  });
  // Whoever waits for it hears of it; during the login, the login itself fails.
  lost.catch(() => {});

  const ready = once(client, Events.ClientReady, { signal });
  const loggedIn = Promise.all([client.login(token), ready]);
  try {
    // `ready` alone hears the signal: a login waits for a gateway that is out of reach as long as it takes.
    await Promise.race([loggedIn, ready.then(async () => loggedIn)]);
  } catch (error) {
    loggedIn.catch(() => {});
    ready.catch(() => {});
    client.destroy().catch(() => {});
    if (isRefusal(error)) throw new TokenRefused('Discord does not accept the token', { cause: error });
    throw error;
  }
  if (!client.isReady()) throw new Error('the client is not ready after its login');
  return {
    client,
    lost,
    async close() {
      client.removeAllListeners(Events.ShardReconnecting); // The end is told as one more attempt.
      await client.destroy();
    },
  };
}

const readyPacket = z.object({
  t: z.literal('READY'),
  d: z.object({ guilds: z.array(z.object({ id: guildId })), shard: z.tuple([z.number(), z.number()]).optional() }),
});

function serversIn({ guilds, shard: [shard, of] = [0, 1] }: z.infer<typeof readyPacket>['d']) {
  const isOurs = (guild: GuildId) => ShardClientUtil.shardIdForGuildId(guild, of) === shard;
  return [guilds.map(({ id }) => id), isOurs] as const;
}

/** A client that hears interactions and nothing else: no message content, no privileged intent, no mentions. */
function createClient(apiUrl: string, shards: OwnShards, pace: GatewayPace): Client {
  return new Client({
    ...(shards.kind === 'all' ? { shards: 'auto' } : { shards: idsOf(shards), shardCount: shards.of }),
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [] },
    rest: restOptions(apiUrl),
    // Messages are in Discord's own names already: looking through all of one for camel case took time for nothing.
    jsonTransformer: (json) => json,
    ws: pace,
    // How long a start waits for the next server. One that Discord cannot reach is not told of at all, and until then
    // nobody is answered on any other; Discord's own patience with an answer is three seconds.
    waitGuildTimeout: 1000,
    // Nothing reads old messages: every press brings its own.
    makeCache: Options.cacheWithLimits({ MessageManager: 0 }),
  });
}

const idsOf = ({ first, last }: Extract<OwnShards, { kind: 'some' }>) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

function endedWith(code: number): Error {
  return code === GatewayCloseCodes.AuthenticationFailed
    ? new TokenRefused(notAnyMore)
    : new Error(`Discord ended the connection for good, with code ${code}`);
}

/**
 * A gateway that is not there, or answers as a proxy does when what is behind it is not; or one that lets no more
 * sessions begin today.
 */
function outOfReach(error: unknown): boolean {
  return (
    passing(error) ||
    (error instanceof Error &&
      /^(?:Unexpected server response|Opening handshake|Not enough sessions remaining)/.test(error.message))
  );
}

/** 401 on the first request, or the gateway's close code 4004, which @discordjs/ws reports in these words. */
function isRefusal(error: unknown): boolean {
  if (refusal(error)) return refusal(error)?.status === 401;
  if (!(error instanceof Error)) return false;
  return (
    error.message === 'Authentication failed' || ('code' in error && error.code === DiscordjsErrorCodes.TokenInvalid)
  );
}

/** How each shard's connection is. */
export function shardStates({ ws }: Client): readonly ShardState[] {
  return ws.shards.map(({ id, status, ping }) => ({ id, up: status === Status.Ready, pingSeconds: ping / 1000 }));
}
