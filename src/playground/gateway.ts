import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Changes } from './changes.ts';
import { asList, asNumber, asObject, asText, type JsonObject, parseJson } from './json.ts';
import { serverJson, userJson } from './shapes.ts';
import { shardOf } from './snowflakes.ts';
import type { StoredServer, World } from './world.ts';

const opcode = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  resume: 6,
  reconnect: 7,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
} as const;

const closeCode = {
  notAuthenticated: 4003,
  authenticationFailed: 4004,
  alreadyAuthenticated: 4005,
  invalidShard: 4010,
} as const;

/** Without this intent Discord says nothing of servers, channels and threads. */
const guildsIntent = 1;

/** How many dispatches a session keeps for a client that resumes. */
const keptDispatches = 1_000;

/** Discord counts the sessions that begin in so long. */
export const aDayMs = 86_400_000;

interface Session {
  readonly id: string;
  readonly shard: number;
  readonly shardCount: number;
  readonly intents: number;
  readonly kept: { readonly sequence: number; readonly event: string; readonly text: string }[];
  sequence: number;
  socket: WebSocket | undefined;
  last: string | undefined;
}

/** What a test can make the gateway do. */
export interface GatewayControls {
  /** Cuts every connection without a word; the sessions can be resumed. */
  drop(): void;
  /** Tells every client that its session is no longer valid; `resumable` says whether it may try to resume. */
  invalidateSession(resumable: boolean): void;
  /** Asks every client to connect anew and resume. */
  askToReconnect(): void;
  /** Delivers the last dispatch of every session a second time. */
  redeliverLast(): void;
  /** Delivers every event of these names that a session still keeps a second time, the latest first. */
  redeliverAll(...events: readonly string[]): void;
  /**
   * Keeps back dispatches of these events; of all, where none is named. They are let go in the order in which they came,
   * or in the reverse of it.
   */
  holdDispatches(...events: readonly string[]): (order?: 'as they came' | 'reversed') => void;
  /** While on, every dispatch has the sequence number of the one before. */
  stallSequence(on: boolean): void;
  /** Refuses new connections while on; `drop` ends those there are. */
  refuseConnections(on: boolean): void;
}

/** The gateway: sessions of clients, and what is dispatched to them. */
export interface Gateway extends GatewayControls {
  /** Sends an event to the sessions whose shard it belongs to; without a server that is shard 0. */
  dispatch(event: string, data: JsonObject, serverId?: string): void;
  /** Tells of a server that came (or came back). */
  announceServer(server: StoredServer): void;
  /** Whether a client is identified and has been told of its servers. */
  isReady(): boolean;
  /** How many connections stand. */
  connections(): number;
  /** How many sessions were begun and how many were resumed since the start. */
  readonly counts: { readonly identified: number; readonly resumed: number };
  /** When each session of the last day was begun, by the loopback's clock. */
  begunLately(): readonly number[];
  /** Takes over an HTTP connection that asked for the gateway. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

/** A gateway nobody is connected to. `url` is asked late, since the port is known after listening; `token` may change. */
export function createGateway(
  world: World,
  now: () => number,
  changes: Changes,
  token: () => string,
  url: () => string,
): Gateway {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const sessions = new Map<string, Session>();
  const counts = { identified: 0, resumed: 0 };
  let begun: readonly number[] = [];
  const begunLately = (): readonly number[] => begun.filter((at) => at > now() - aDayMs);
  let refusing = false;
  let stalled = false;
  let held: { readonly events: readonly string[]; readonly sends: (() => void)[] } | undefined;

  const write = (socket: WebSocket | undefined, payload: JsonObject): void => {
    if (socket?.readyState === socket?.OPEN) socket?.send(JSON.stringify(payload));
  };

  const send = (session: Session, event: string, data: JsonObject): void => {
    if (!stalled) session.sequence += 1;
    const text = JSON.stringify({ op: opcode.dispatch, s: session.sequence, t: event, d: data });
    session.kept.push({ sequence: session.sequence, event, text });
    if (session.kept.length > keptDispatches) session.kept.shift();
    session.last = text;
    const deliver = (): void => {
      if (session.socket?.readyState === session.socket?.OPEN) session.socket?.send(text);
    };
    if (held && (held.events.length === 0 || held.events.includes(event))) held.sends.push(deliver);
    else deliver();
  };

  const owns = (session: Session, serverId: string | undefined): boolean =>
    (serverId === undefined ? 0 : shardOf(serverId, session.shardCount)) === session.shard;

  const serversOf = (session: Session): readonly StoredServer[] =>
    [...world.servers.values()].filter(({ id, installed }) => installed && owns(session, id));

  const identify = (socket: WebSocket, data: JsonObject): Session | undefined => {
    if (data.token !== token()) {
      socket.close(closeCode.authenticationFailed, 'Authentication failed.');
      return undefined;
    }
    const [shard = 0, shardCount = 1] = asList(data.shard).map((part) => asNumber(part) ?? 0);
    if (shardCount < 1 || shard < 0 || shard >= shardCount) {
      socket.close(closeCode.invalidShard, 'Invalid shard.');
      return undefined;
    }
    // A second process may serve the same shard, as on Discord; what nobody is connected to any more is forgotten.
    for (const old of [...sessions.values()]) {
      if (old.socket === undefined && old.shard === shard) sessions.delete(old.id);
    }
    const session: Session = {
      id: randomBytes(16).toString('hex'),
      shard,
      shardCount,
      intents: asNumber(data.intents) ?? 0,
      kept: [],
      sequence: 0,
      socket,
      last: undefined,
    };
    sessions.set(session.id, session);
    counts.identified += 1;
    begun = [...begunLately(), now()];
    const servers = serversOf(session);
    send(session, 'READY', {
      v: 10,
      user: userJson(world.bot),
      guilds: servers.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: url(),
      shard: [shard, shardCount],
      application: { id: world.bot.id, flags: 0 },
    });
    if ((session.intents & guildsIntent) !== 0) {
      for (const server of servers) if (server.available) send(session, 'GUILD_CREATE', serverJson(world, server));
    }
    changes.announce();
    return session;
  };

  const resume = (socket: WebSocket, data: JsonObject): Session | undefined => {
    if (data.token !== token()) {
      socket.close(closeCode.authenticationFailed, 'Authentication failed.');
      return undefined;
    }
    const session = sessions.get(asText(data.session_id) ?? '');
    const seen = asNumber(data.seq) ?? -1;
    const oldest = session?.kept[0]?.sequence ?? 1;
    if (!session || seen > session.sequence || seen + 1 < oldest) {
      write(socket, { op: opcode.invalidSession, d: false });
      return undefined;
    }
    if (session.socket !== socket) session.socket?.terminate();
    session.socket = socket;
    for (const { sequence, text } of [...session.kept]) if (sequence > seen) socket.send(text);
    send(session, 'RESUMED', {});
    counts.resumed += 1;
    changes.announce();
    return session;
  };

  sockets.on('connection', (socket: WebSocket) => {
    let session: Session | undefined;
    write(socket, { op: opcode.hello, d: { heartbeat_interval: 41_250 } });
    socket.on('message', (raw) => {
      const payload = asObject(parseJson(raw.toString()));
      switch (payload.op) {
        case opcode.heartbeat:
          return write(socket, { op: opcode.heartbeatAck });
        case opcode.identify:
          if (session) return socket.close(closeCode.alreadyAuthenticated, 'Already authenticated.');
          session = identify(socket, asObject(payload.d));
          return;
        case opcode.resume:
          session = resume(socket, asObject(payload.d));
          return;
        default:
          if (!session) socket.close(closeCode.notAuthenticated, 'Not authenticated.');
      }
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', (code) => {
      if (session?.socket === socket) {
        session.socket = undefined;
        // A client that says goodbye with these codes gives its session up.
        if (code === 1000 || code === 1001) sessions.delete(session.id);
      }
      changes.announce();
    });
  });

  const forEachSocket = (act: (session: Session, socket: WebSocket) => void): void => {
    for (const session of [...sessions.values()]) if (session.socket) act(session, session.socket);
  };

  const dispatch = (event: string, data: JsonObject, serverId?: string): void => {
    for (const session of sessions.values()) {
      const heard = event === 'INTERACTION_CREATE' || (session.intents & guildsIntent) !== 0;
      if (heard && owns(session, serverId)) send(session, event, data);
    }
  };

  return {
    dispatch,
    announceServer: (server) => dispatch('GUILD_CREATE', serverJson(world, server), server.id),
    isReady: () =>
      [...sessions.values()].some(({ socket }) => socket?.readyState === socket?.OPEN && socket !== undefined),
    connections: () => sockets.clients.size,
    counts,
    begunLately,
    upgrade: (request, socket, head) => {
      if (refusing) return void socket.destroy();
      sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
    },
    drop: () => {
      for (const socket of sockets.clients) socket.terminate();
    },
    invalidateSession: (resumable) => {
      forEachSocket((session, socket) => {
        if (!resumable) {
          sessions.delete(session.id);
          session.socket = undefined;
        }
        write(socket, { op: opcode.invalidSession, d: resumable });
      });
      changes.announce();
    },
    askToReconnect: () => forEachSocket((_, socket) => write(socket, { op: opcode.reconnect, d: null })),
    redeliverLast: () =>
      forEachSocket((session, socket) => {
        if (session.last !== undefined) socket.send(session.last);
      }),
    redeliverAll: (...events) =>
      forEachSocket((session, socket) => {
        for (const { event, text } of session.kept.toReversed()) if (events.includes(event)) socket.send(text);
      }),
    holdDispatches: (...events) => {
      const sends: (() => void)[] = [];
      held = { events, sends };
      return (order = 'as they came') => {
        held = undefined;
        for (const send of order === 'reversed' ? sends.toReversed() : sends) send();
      };
    },
    stallSequence: (on) => {
      stalled = on;
    },
    refuseConnections: (on) => {
      refusing = on;
    },
    close: () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      sessions.clear();
    },
  };
}
