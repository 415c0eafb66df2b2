import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { Changes } from './changes.ts';
import { channelRoutes } from './channel-routes.ts';
import type { CommandBook } from './commands.ts';
import type { Drafts, Upload } from './drafts.ts';
import type { Fault, FaultBook } from './faults.ts';
import { aDayMs, type Gateway } from './gateway.ts';
import type { Interactions } from './interactions.ts';
import { asObject, type JsonObject } from './json.ts';
import type { RateLimits } from './rate-limits.ts';
import { refusal, refusalOf } from './refusals.ts';
import { type Handler, type RestContext, type RestRequest, readBody } from './request.ts';
import { messageJson, serverJson, userJson } from './shapes.ts';
import type { World } from './world.ts';

/** A request that reached the REST side, and what became of it. */
export interface RecordedRequest {
  readonly method: string;
  /** The path after `/api/v10`, without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The JSON body; of a multipart body its `payload_json`. */
  readonly body: unknown;
  readonly files: readonly { readonly name: string; readonly contentType: string; readonly size: number }[];
  /** The status answered; 0 where the connection was cut. */
  readonly status: number;
  readonly response: unknown;
  /** When it was answered, by the loopback's clock. */
  readonly at: number;
}

/** What the REST side stands on. */
export interface RestParts {
  readonly world: World;
  readonly token: () => string;
  readonly now: () => number;
  readonly changes: Changes;
  readonly gateway: Gateway;
  readonly gatewayUrl: () => string;
  readonly drafts: Drafts;
  readonly interactions: Interactions;
  readonly commands: CommandBook;
  readonly faults: FaultBook;
  readonly rateLimits: RateLimits;
  readonly limitMessages: boolean;
  readonly recommendedShards: number;
  readonly sessionsPerDay: number;
  /** The oldest records are dropped beyond this, so that a long run stays bounded. */
  readonly keptRequests: number;
}

/** The REST side: the requests it saw and the app that answers them. */
export interface Rest {
  readonly requests: readonly RecordedRequest[];
  readonly app: Hono<{ Bindings: HttpBindings }>;
  close(): void;
}

interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

const prefix = '/api/v10';

/** The REST side over the other parts. */
export function createRest(parts: RestParts): Rest {
  const { world, now, changes, gateway, drafts, interactions, commands, faults } = parts;
  const requests: RecordedRequest[] = [];
  const delays = new Map<NodeJS.Timeout, () => void>();
  const app = new Hono<{ Bindings: HttpBindings }>();

  const delay = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => {
        delays.delete(timer);
        resolve();
      }, ms);
      delays.set(timer, resolve);
    });

  const faulty = (fault: Fault): Reply | undefined => {
    if (fault.kind === 'status') {
      const body = fault.body ?? { message: `${fault.status}: planned fault`, code: 0 };
      return { status: fault.status, body, ...(fault.headers && { headers: fault.headers }) };
    }
    if (fault.kind === 'rate-limit') return tooMany(fault.retryAfterSeconds ?? 0.05);
    return undefined;
  };

  const tooMany = (seconds: number): Reply => ({
    status: 429,
    body: { message: 'You are being rate limited.', retry_after: seconds, global: false },
    headers: { 'Retry-After': String(seconds), 'X-RateLimit-Scope': 'user' },
  });

  const reply = async (act: () => unknown): Promise<Reply> => {
    try {
      const body = await act();
      return body === undefined ? { status: 204 } : { status: 200, body };
    } catch (thrown) {
      const refused = refusalOf(thrown);
      if (!refused) throw thrown;
      const { status, code, message, errors } = refused;
      return { status, body: { message, code, ...(errors && { errors }) } };
    }
  };

  const answer = async (c: RestContext, route: string, open: boolean, handle: Handler): Promise<Response> => {
    const method = c.req.method;
    const path = c.req.path.startsWith(prefix) ? c.req.path.slice(prefix.length) : c.req.path;
    const query = c.req.query();
    const fault = faults.take(method, path);
    let json: unknown;
    let uploads: readonly Upload[] = [];
    let headers: Record<string, string> = {};

    const cut = (): Response => {
      record({ status: 0 });
      c.env.incoming.socket.destroy();
      return new Response(null, { status: 499 });
    };
    const record = ({ status, body }: Reply): void => {
      const files = uploads.map(({ name, contentType, bytes }) => ({ name, contentType, size: bytes.byteLength }));
      requests.push({ method, path, query, body: json, files, status, response: body, at: now() });
      if (requests.length > parts.keptRequests) requests.shift();
      changes.announce();
    };

    const act = async (): Promise<unknown> => {
      if (!open && c.req.header('authorization') !== `Bot ${parts.token()}`) throw refusal.unauthorized();
      return handle({ param: (name) => c.req.param(name) ?? '', query, json, body: asObject(json), uploads });
    };

    const read = await reply(async () => {
      ({ json, uploads } = await readBody(c));
    });
    if (fault?.kind === 'slow' && fault.when === 'before') await delay(fault.ms);
    if (fault?.kind === 'cut' && fault.when === 'before') return cut();
    let result = read.status === 204 ? fault && faulty(fault) : read;
    if (!result) {
      const isMessage =
        /^\/channels\/:channel\/messages(\/:message)?$/.test(route) && (method === 'POST' || method === 'PATCH');
      const limited = parts.limitMessages && isMessage ? c.req.param('channel') : undefined;
      const limit = parts.rateLimits.count(method, route, limited);
      headers = limit.headers;
      result = limit.retryAfter === undefined ? await reply(act) : tooMany(limit.retryAfter);
    } else {
      headers = parts.rateLimits.count(method, route, undefined).headers;
    }
    if (fault?.kind === 'slow' && fault.when === 'after') await delay(fault.ms);
    if (fault?.kind === 'cut') return cut();
    record(result);
    const all = { ...headers, ...result.headers };
    if (result.status === 204) return new Response(null, { status: 204, headers: all });
    return new Response(JSON.stringify(result.body), {
      status: result.status,
      headers: { 'Content-Type': 'application/json', ...all },
    });
  };

  const on = (method: string, route: string, handle: Handler, open = false): void => {
    app.on(method, `${prefix}${route}`, (c) => answer(c, route, open, handle));
  };

  const ownApplication = ({ param }: RestRequest): void => {
    if (param('app') !== world.bot.id) throw refusal.unknownApplication();
  };

  const ownServer = ({ param }: RestRequest): string => {
    const server = world.servers.get(param('guild'));
    if (!server) throw refusal.unknownGuild();
    if (!server.installed) throw refusal.missingAccess();
    return server.id;
  };

  const sessionStartLimit = (): JsonObject => {
    const total = parts.sessionsPerDay;
    const begun = gateway.begunLately();
    const resetsAt = (begun[0] ?? now()) + aDayMs;
    const remaining = Math.max(0, total - begun.length);
    return { total, remaining, reset_after: resetsAt - now(), max_concurrency: 16 };
  };
  on('GET', '/gateway/bot', () => ({
    url: parts.gatewayUrl(),
    shards: parts.recommendedShards,
    session_start_limit: sessionStartLimit(),
  }));
  on('GET', '/users/@me', () => userJson(world.bot));
  on('GET', '/applications/@me', () => ({
    id: world.bot.id,
    name: world.bot.name,
    icon: null,
    description: '',
    summary: '',
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    flags: 0,
    approximate_guild_count: [...world.servers.values()].filter(({ installed }) => installed).length,
    integration_types_config: { 0: {}, 1: {} },
    bot: userJson(world.bot),
  }));
  on('GET', '/applications/:app/commands', (request) => {
    ownApplication(request);
    return commands.list(undefined);
  });
  on('PUT', '/applications/:app/commands', (request) => {
    ownApplication(request);
    return commands.overwrite(undefined, request.json);
  });
  on('GET', '/applications/:app/guilds/:guild/commands', (request) => {
    ownApplication(request);
    return commands.list(ownServer(request));
  });
  on('PUT', '/applications/:app/guilds/:guild/commands', (request) => {
    ownApplication(request);
    return commands.overwrite(ownServer(request), request.json);
  });
  on('GET', '/guilds/:guild', (request) => {
    const server = world.servers.get(ownServer(request));
    return server && serverJson(world, server);
  });
  const channels = channelRoutes(world, gateway, drafts);
  on('GET', '/channels/:channel', channels.read);
  on('PATCH', '/channels/:channel', channels.changeThread);
  on('POST', '/channels/:channel/messages', channels.post);
  on('GET', '/channels/:channel/messages', channels.readMessages);
  on('GET', '/channels/:channel/messages/:message', channels.readMessage);
  on('PATCH', '/channels/:channel/messages/:message', channels.edit);
  on('DELETE', '/channels/:channel/messages/:message', channels.remove);
  on('POST', '/channels/:channel/messages/:message/threads', channels.startThread);

  const callback: Handler = ({ param, body, uploads, query }) => {
    const answered = interactions.answer(param('id'), param('token'), body, uploads);
    return query.with_response === 'true' ? answered : undefined;
  };
  on('POST', '/interactions/:id/:token/callback', callback, true);
  const webhook = '/webhooks/:app/:token';
  on(
    'POST',
    webhook,
    ({ param, body, uploads }) => messageJson(world, interactions.followUp(param('token'), body, uploads)),
    true,
  );
  on(
    'GET',
    `${webhook}/messages/:message`,
    ({ param }) => messageJson(world, interactions.message(param('token'), param('message'))),
    true,
  );
  on(
    'PATCH',
    `${webhook}/messages/:message`,
    ({ param, body, uploads }) =>
      messageJson(world, interactions.edit(param('token'), param('message'), body, uploads)),
    true,
  );
  on(
    'DELETE',
    `${webhook}/messages/:message`,
    ({ param }) => interactions.remove(param('token'), param('message')),
    true,
  );

  app.get('/attachments/:id/:name', (c) => {
    const file = world.files.get(c.req.param('id'));
    if (!file) return new Response('Not found', { status: 404 });
    return new Response(Buffer.from(file.bytes), { headers: { 'Content-Type': file.contentType } });
  });
  app.all('/api/*', (c) =>
    answer(c, '*', true, () => {
      throw refusal.notFound();
    }),
  );

  return {
    requests,
    app,
    close: () => {
      for (const [timer, resolve] of delays) {
        clearTimeout(timer);
        resolve();
      }
      delays.clear();
    },
  };
}
