import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { isFromBrowser } from './browsers.ts';
import { type Changes, createChanges } from './changes.ts';
import { createCommandBook, type RegisteredCommand, type SavedCommands } from './commands.ts';
import { createDrafts } from './drafts.ts';
import { createFaults, type Faults } from './faults.ts';
import { createGateway, type Gateway, type GatewayControls } from './gateway.ts';
import { type Begun, createInteractions } from './interactions.ts';
import { createMember, type Member } from './members.ts';
import { bitsOf, defaultMemberPermissions, type PermissionName } from './permissions.ts';
import { createRateLimits } from './rate-limits.ts';
import { createRest, type RecordedRequest } from './rest.ts';
import { type FileBytes, restoreWorld, type SavedWorld, saveWorld } from './saved-world.ts';
import { createSight, type SeenMessage, type Sight } from './seen.ts';
import { roomJson } from './shapes.ts';
import { snowflakesOf } from './snowflakes.ts';
import {
  type ChannelKind,
  channelType,
  createWorld,
  isThread,
  type Room,
  type StoredServer,
  type World,
} from './world.ts';

/** A loopback as it can be kept and started again; the bytes of its files apart. */
export interface SavedLoopback {
  readonly token: string;
  /** No id is given out twice. */
  readonly lastId: string;
  readonly world: SavedWorld;
  readonly commands: readonly SavedCommands[];
}

/** How a loopback starts. */
export interface LoopbackOptions {
  /** The port to listen on; a free one unless given. */
  readonly port?: number;
  /** The token to accept; made up unless given. */
  readonly token?: string;
  /** The clock for ids, the answer deadline and the life of interaction tokens. */
  readonly now?: () => number;
  /** How long the app has for its first answer. */
  readonly answerDeadlineMs?: number;
  /** Whether a channel takes no more than 5 sent or edited messages in 5 s, as on Discord. On unless turned off. */
  readonly limitMessages?: boolean;
  /** How many shards it recommends; one unless given. */
  readonly recommendedShards?: number;
  /** How many sessions it lets a bot begin in a day; 1000 unless given, as Discord does. */
  readonly sessionsPerDay?: number;
  /** How many requests are remembered; the oldest are forgotten beyond that. */
  readonly keptRequests?: number;
  /** What an earlier loopback saved, to go on from; its token is kept. */
  readonly saved?: { readonly state: SavedLoopback; readonly files: FileBytes } | undefined;
}

/** A channel of a server, live. */
export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: ChannelKind;
  /** Gives the bot other permissions here. */
  setBotPermissions(names: readonly PermissionName[]): void;
  /** The public messages in it, oldest first. */
  readonly messages: readonly SeenMessage[];
  /** Deletes the channel, as a moderator would. */
  remove(): void;
}

/** A server (a Discord guild), live. */
export interface Server {
  readonly id: string;
  readonly name: string;
  readonly channels: readonly Channel[];
  /** The commands registered for this server alone. */
  readonly commands: readonly RegisteredCommand[];
  addChannel(init: { kind?: ChannelKind; name: string; botPermissions?: readonly PermissionName[] }): Channel;
}

/** A Discord on this machine, for tests and for trying the bot out. */
export interface Loopback {
  /** What to give discord.js as `rest.api`. */
  readonly apiUrl: string;
  /** The token it accepts; its first part is the application's id, as in Discord's. */
  readonly token: string;
  /** Lets it accept another token, as "Reset Token" does: requests with the old one are refused, connections stay up. */
  resetToken(): void;
  readonly applicationId: string;
  /** The requests it saw, oldest first; the latest 20,000 unless told otherwise. */
  readonly requests: readonly RecordedRequest[];
  /** The commands registered everywhere; a server's own are on the server. */
  readonly commands: readonly RegisteredCommand[];
  /** The servers, in the order they were added. */
  readonly servers: readonly Server[];
  /** Adds a server with a text channel "general". Not `installed`: the bot is not there, only members brought the app. */
  addServer(init?: { name?: string; locale?: string; installed?: boolean }): Server;
  /** Removes the bot from a server; `unavailable` makes it an outage instead, which `restoreServer` ends. */
  removeServer(server: Server, how?: { unavailable?: boolean }): void;
  restoreServer(server: Server): void;
  /** Adds somebody, speaking in the server's first channel (the first server's, unless given one). */
  addMember(
    name: string,
    init?: { server?: Server; permissions?: readonly PermissionName[]; locale?: string; installed?: boolean },
  ): Member;
  /** A member by id, speaking where they do after {@link Loopback.addMember}. */
  member(id: string): Member | undefined;
  /** What is there, read by who draws it; and it as members see it. */
  readonly world: World;
  readonly sight: Sight;
  /** The latest interactions as they were sent, oldest first. */
  readonly interactions: readonly Begun[];
  /** All that is there but connections and interactions. */
  save(): { readonly state: SavedLoopback; readonly files: FileBytes };
  /** The time by its clock. */
  readonly now: () => number;
  /** Deletes a message, as a moderator would. */
  deleteMessage(message: SeenMessage): void;
  /** Resolves when a client is identified and has been told of its servers. */
  untilReady(timeoutMs?: number): Promise<void>;
  /** Resolves once `condition` holds, looked at again at every change; rejects naming `what` after `timeoutMs`. */
  readonly until: Changes['until'];
  /** Calls `listener` at every change until the returned function is called. */
  readonly subscribe: Changes['subscribe'];
  readonly faults: Faults;
  readonly gateway: GatewayControls & Pick<Gateway, 'counts' | 'connections'>;
  /** Ends every connection and gives up whoever still waits. */
  close(): Promise<void>;
}

function madeUpToken(applicationId: string): string {
  const parts = [Buffer.from(applicationId), randomBytes(4), randomBytes(28)];
  return parts.map((part) => part.toString('base64url')).join('.');
}

/** The application id in a token's first part, if there is one. */
function applicationIdIn(token: string): string | undefined {
  const id = Buffer.from(token.split('.')[0] ?? '', 'base64url').toString();
  return /^\d{17,19}$/.test(id) ? id : undefined;
}

const kindOfType: Readonly<Record<number, ChannelKind>> = { 0: 'text', 2: 'voice', 5: 'announcement' };

/** Starts a Discord on this machine. */
export async function startLoopback(options: LoopbackOptions = {}): Promise<Loopback> {
  const { now = Date.now, answerDeadlineMs = 3_000, limitMessages = true, keptRequests = 20_000, saved } = options;
  const { recommendedShards = 1, sessionsPerDay = 1000 } = options;
  const ids = snowflakesOf(now, saved?.state.lastId);
  const given = saved?.state.token ?? options.token;
  const applicationId = (given && applicationIdIn(given)) ?? ids.next();
  let token = given ?? madeUpToken(applicationId);
  const currentToken = (): string => token;
  const changes = createChanges();
  const world = createWorld(ids, now, changes, applicationId);
  let port = 0;
  const origin = (scheme: string): string => `${scheme}://127.0.0.1:${port}`;
  const gatewayUrl = (): string => origin('ws');
  const gateway = createGateway(world, now, changes, currentToken, gatewayUrl);
  const fileUrl = (id: string, name: string): string => `${origin('http')}/attachments/${id}/${name}`;
  const drafts = createDrafts(world, ids, now, fileUrl);
  const interactions = createInteractions(world, ids, now, changes, gateway, drafts, answerDeadlineMs);
  const commands = createCommandBook(ids, changes, applicationId, saved?.state.commands);
  const faults = createFaults();
  const sight = createSight(world, changes.announce);
  const rest = createRest({
    world,
    token: currentToken,
    now,
    changes,
    gateway,
    gatewayUrl,
    drafts,
    interactions,
    commands,
    faults,
    rateLimits: createRateLimits(),
    limitMessages,
    recommendedShards,
    sessionsPerDay,
    keptRequests,
  });

  const listener = getRequestListener(rest.app.fetch, { overrideGlobalObjects: false });
  const server = createServer((request, response) => {
    if (isFromBrowser(request)) response.writeHead(403).end();
    else void listener(request, response);
  });
  server.on('upgrade', (request, socket, head) => {
    if (isFromBrowser(request)) socket.destroy();
    else gateway.upgrade(request, socket, head);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
  if (saved) restoreWorld(world, saved.state.world, saved.files, fileUrl);

  const storedServers = new WeakMap<Server, StoredServer>();
  const storedOf = (one: Server): StoredServer => {
    const stored = storedServers.get(one);
    if (!stored) throw new Error('This server is not of this loopback');
    return stored;
  };

  const channels = new WeakMap<Room, Channel>();
  const channelOf = (room: Room): Channel => {
    const known = channels.get(room);
    if (known) return known;
    const made: Channel = {
      id: room.id,
      name: room.name,
      kind: kindOfType[room.type] ?? 'text',
      setBotPermissions: (names) => {
        room.botPermissions = bitsOf(names);
        gateway.dispatch('CHANNEL_UPDATE', roomJson(world, room), room.serverId);
      },
      get messages() {
        return [...room.messages.values()].filter(({ onlyFor }) => onlyFor === undefined).map(sight.message);
      },
      remove: () => {
        world.removeRoom(room);
        gateway.dispatch('CHANNEL_DELETE', roomJson(world, room), room.serverId);
      },
    };
    channels.set(room, made);
    return made;
  };

  const servers = new Map<StoredServer, Server>();
  const serverOf = (stored: StoredServer): Server => {
    const made: Server = {
      id: stored.id,
      name: stored.name,
      get channels() {
        return stored.rooms.filter((room) => !isThread(room)).map(channelOf);
      },
      get commands() {
        return commands.registered(stored.id);
      },
      addChannel: ({ kind = 'text', name, botPermissions }) => {
        const room = world.addRoom(stored, kind, name, botPermissions);
        if (stored.installed) gateway.dispatch('CHANNEL_CREATE', roomJson(world, room), stored.id);
        return channelOf(room);
      },
    };
    storedServers.set(made, stored);
    servers.set(stored, made);
    return made;
  };

  for (const stored of world.servers.values()) serverOf(stored);

  const memberParts = { world, commands, interactions, sight };
  const homeOf = (userId: string): Room => {
    const home = [...world.servers.values()].find(({ memberIds }) => memberIds.has(userId));
    return home?.rooms.find(({ type }) => type === channelType.text) ?? world.dmOf(userId);
  };

  return {
    apiUrl: `${origin('http')}/api`,
    get token() {
      return token;
    },
    resetToken: () => {
      token = madeUpToken(applicationId);
    },
    applicationId,
    requests: rest.requests,
    get commands() {
      return commands.registered(undefined);
    },
    get servers() {
      return [...servers.values()];
    },
    addServer: ({ name = 'The Cottages', locale = 'en-US', installed = true } = {}) => {
      const stored = world.addServer(name, locale, installed);
      if (installed) gateway.announceServer(stored);
      return serverOf(stored);
    },
    removeServer: (one, { unavailable = false } = {}) => {
      const stored = storedOf(one);
      stored.available = false;
      if (!unavailable) stored.installed = false;
      gateway.dispatch('GUILD_DELETE', { id: stored.id, ...(unavailable && { unavailable }) }, stored.id);
      changes.announce();
    },
    restoreServer: (one) => {
      const stored = storedOf(one);
      stored.available = true;
      stored.installed = true;
      gateway.announceServer(stored);
    },
    addMember: (name, init = {}) => {
      const user = world.addUser({
        name,
        locale: init.locale ?? 'en-US',
        permissions: bitsOf(init.permissions ?? defaultMemberPermissions),
        installed: init.installed ?? false,
      });
      const [first] = world.servers.values();
      const home = init.server ? storedOf(init.server) : first;
      home?.memberIds.add(user.id);
      const room = home?.rooms.find(({ type }) => type === channelType.text) ?? world.dmOf(user.id);
      return createMember(memberParts, user, room);
    },
    member: (id) => {
      const user = world.users.get(id);
      return user && !user.bot ? createMember(memberParts, user, homeOf(id)) : undefined;
    },
    world,
    sight,
    interactions: interactions.latest,
    now,
    save: () => ({
      state: { token, lastId: ids.next(), world: saveWorld(world), commands: commands.save() },
      files: new Map([...world.files].map(([id, { bytes }]) => [id, bytes])),
    }),
    deleteMessage: (message) => world.deleteMessage(sight.stored(message)),
    untilReady: (timeoutMs) => changes.until(gateway.isReady, 'a client that is identified and ready', timeoutMs),
    until: changes.until,
    subscribe: changes.subscribe,
    faults,
    gateway,
    close: async () => {
      changes.close();
      interactions.close();
      rest.close();
      gateway.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
