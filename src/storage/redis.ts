import { setTimeout as passes } from 'node:timers/promises';
import KeyvRedis, { createClient } from '@keyv/redis';
import { type Engine, type Explanations, keyvOver, messageOf, prove, storeOver, tellingWhere } from './engine.ts';
import { inTime, longestWait, whenWaited } from './in-time.ts';
import type { KeptStore } from './store.ts';
import { isKey } from './values.ts';
import type { Row } from './writes.ts';

type Client = ReturnType<typeof clientFor>;

/** The way to a server: a client, and another one when nothing comes through any more. */
interface Line {
  client: Client;
}

/** Keys of one step through the server's keys, and of one read: it serves nobody else meanwhile. */
const atOnce = 1000;
/** How often a rewrite of the server's files is looked at. */
const untilNextLook = 100;

const noAppendOnlyFile =
  'this Redis keeps no append-only file: when it is killed or loses power, it forgets votes that were confirmed. Give it appendonly yes';

/**
 * Opens a database of a Redis or Valkey server: `redis:`, `rediss:` or `valkey:`.
 * @throws StoreUnusable
 */
export async function openRedis(url: string, where: string): Promise<KeptStore> {
  const told = tellingWhere(where, explanations);
  return told(async () => {
    const plainUrl = url.replace(/^valkey:/, 'redis:');
    const first = clientFor(plainUrl);
    const adapter = new KeyvRedis(first, { throwOnErrors: true, throwOnConnectError: true });
    adapter.on('error', () => {});
    const line: Line = { client: first };
    try {
      // The adapter would say only that it could not connect.
      await inTime(first.connect());
      keepMoving(line, plainUrl, adapter);
      const keyv = keyvOver(adapter);
      await inTime(prove(keyv));
      return storeOver(engineOver(line, keyv), where, told);
    } catch (error) {
      if (line.client.isOpen) line.client.destroy();
      throw error;
    }
  });
}

/**
 * Gives a connection up on which nothing moves, being one that broke without a word, for a new one. The library would do
 * so by itself, but counts the time in which this process was busy, and then refuses what is called next.
 */
function keepMoving(line: Line, url: string, adapter: KeyvRedis<unknown>): void {
  const { client } = line;
  let stop = () => {};
  const moved = () => {
    stop();
    stop = whenWaited(2 * longestWait, () => {
      if (!client.isOpen) return;
      client.destroy();
      line.client = clientFor(url, { persistent: true });
      adapter.client = line.client;
      keepMoving(line, url, adapter);
      // It tries until it succeeds or is destroyed; meanwhile, whatever is called hears that it is away.
      void line.client.connect().catch(() => {});
    });
  };
  for (const sign of ['connect', 'ready', 'ping-interval', 'error'] as const) client.on(sign, moved);
  client.on('end', () => stop());
  moved();
}

/** A client that gives up where it never reached the server, unless it is `persistent`. */
function clientFor(url: string, { persistent = false } = {}) {
  let connected = persistent;
  const client = createClient({
    url,
    name: 'foyer',
    // What is called while the server is away is refused at once, instead of hanging until it returns.
    disableOfflineQueue: true,
    // So that something moves on a connection that nobody uses.
    pingInterval: longestWait / 2,
    socket: {
      connectTimeout: longestWait,
      // At the start, a failure is told; later it is the server's turn to come back.
      reconnectStrategy: (retries) => connected && Math.min(50 * 2 ** retries, 1000),
    },
  });
  client.on('ready', () => {
    connected = true;
  });
  // Errors reach us through the promises; without a listener, the `error` event would end the process.
  client.on('error', () => {});
  return client;
}

function engineOver(line: Line, keyv: ReturnType<typeof keyvOver>): Engine {
  async function chunksOf(prefix: string, suffix: string): Promise<readonly (readonly string[])[]> {
    const keys = [...(await keysLike(line.client, prefix, suffix))].sort();
    return Array.from({ length: Math.ceil(keys.length / atOnce) }, (_, index) =>
      keys.slice(index * atOnce, (index + 1) * atOnce),
    );
  }

  async function rows(prefix: string, suffix: string): Promise<readonly Row[]> {
    const chunks = await chunksOf(prefix, suffix);
    const read = await Promise.all(chunks.map(async (chunk) => rowsAt(line.client, chunk)));
    return read.flat();
  }

  return {
    get: async (key) => inTime(keyv.get(key)),
    // One command each, so that the server does everything of it or nothing, and one sync of its log is enough.
    async commit(write) {
      if (write.kind === 'put') {
        if (write.rows.length > 0) await inTime(line.client.mSet(write.rows.flatMap(({ key, value }) => [key, value])));
        return;
      }
      const keys = write.kind === 'delete' ? write.keys : [...(await keysLike(line.client, write.prefix, ''))];
      if (keys.length > 0) await inTime(line.client.unlink([...keys]));
    },
    rows,
    async *pages() {
      for (const chunk of await chunksOf('', '')) yield await rowsAt(line.client, chunk);
    },
    lines: async (prefix) =>
      (await rows(prefix, '')).map(({ key, value }) => `${key.slice(prefix.length)}\t${value}`).join('\n'),
    scrub: async () => rewriteFiles(line.client),
    async caution() {
      // INFO says what is in force, and services let their users ask for it that keep CONFIG to themselves.
      const persistence = await inTime(line.client.info('persistence')).catch(() => '');
      return /aof_enabled:0/.test(persistence) ? noAppendOnlyFile : undefined;
    },
    patience: longestWait,
    scrubsBesideWrites: true,
    async close() {
      const { client } = line;
      // After one that hangs, a polite close would wait for ever.
      await inTime(client.close()).catch((error: unknown) => {
        if (!client.isOpen) throw error;
        client.destroy();
      });
    },
  };
}

/** Steps through all keys of the database: what is there all the while is found, some of it twice. */
async function keysLike(client: Client, prefix: string, suffix: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const pattern = `${withoutWildcards(prefix)}*${withoutWildcards(suffix)}`;
  let cursor = '0';
  do {
    const step = await inTime(client.scan(cursor, { MATCH: pattern, COUNT: atOnce, TYPE: 'string' }));
    for (const key of step.keys) found.add(key);
    cursor = String(step.cursor);
  } while (cursor !== '0');
  // Where the ending begins within the beginning, the pattern does not match.
  const overlapping = overlaps(prefix, suffix);
  for (const { key } of await rowsAt(client, overlapping)) found.add(key);
  return found;
}

const withoutWildcards = (text: string) => text.replace(/[*?[\]\\^-]/g, '\\$&');

/** Keys that begin with the one and end with the other, and are shorter than both together. */
function overlaps(prefix: string, suffix: string): readonly string[] {
  const lengths = Array.from({ length: Math.min(prefix.length, suffix.length) }, (_, index) => index + 1);
  return lengths
    .filter((length) => prefix.endsWith(suffix.slice(0, length)))
    .map((length) => prefix + suffix.slice(length))
    .filter(isKey);
}

/** Those of the keys that are there. */
async function rowsAt(client: Client, keys: readonly string[]): Promise<readonly Row[]> {
  if (keys.length === 0) return [];
  const values = await inTime(client.mGet([...keys]));
  return keys.flatMap((key, index) => {
    const value = values[index];
    return typeof value === 'string' ? [{ key, value }] : [];
  });
}

/**
 * Has the server write its files anew, from what it holds: the log of commands where it keeps one, and the dump. Where
 * the service does not let its users do so, its files are its own affair.
 */
async function rewriteFiles(client: Client): Promise<void> {
  const persistence = async () => inTime(client.info('persistence'));
  const idle = async () => {
    while (/_in_progress:1/.test(await persistence())) await passes(untilNextLook);
  };
  const rewrites = /aof_enabled:1/.test(await persistence()) ? (['BGREWRITEAOF', 'BGSAVE'] as const) : ['BGSAVE'];
  for (const command of rewrites) {
    // One that was begun before holds what was deleted since.
    await idle();
    try {
      await inTime(client.sendCommand([command]));
    } catch (error) {
      if (/NOPERM|unknown command|not allowed|disabled/i.test(messageOf(error))) continue;
      throw error;
    }
    await idle();
  }
  const failed = /(?:aof_last_bgrewrite_status|rdb_last_bgsave_status):err/.exec(await persistence());
  if (failed) throw new Error(`the server could not write its files anew: ${failed[0]}`);
}

const explanations: Explanations = [
  [
    /WRONGPASS|NOAUTH|invalid password|invalid username|called without any password/i,
    'the server refuses its name or password',
  ],
  [/NOPERM/, 'the server does not permit what Foyer needs: reading, writing, SCAN and INFO'],
  [/READONLY/, 'the server is a replica, which can only be read: name the primary'],
  [/DB index is out of range|invalid DB index/, 'the server has no database of that number'],
  [/OOM|maxmemory/, 'the server’s memory is full'],
  [/MISCONF/, 'the server cannot write its files, and takes nothing until it can'],
  [/LOADING/, 'the server is still reading its files'],
  [/MASTERDOWN/, 'the server has lost its primary'],
  [
    /MOVED|CROSSSLOT|CLUSTERDOWN/,
    'the server is part of a cluster, which Foyer does not speak to: name a single server',
  ],
  [
    /SELF_SIGNED|CERT_|UNABLE_TO_|ALTNAME|ERR_TLS|ERR_SSL|EPROTO|SSL routines/,
    'the server and Foyer do not agree on TLS',
  ],
  [/ENOTFOUND|EAI_AGAIN/, 'there is no server of that name'],
  [/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/, 'no server answers there'],
  [/ETIMEDOUT|timeout/i, 'the server does not answer'],
  [
    /client is offline|client is closed|not connected|Socket closed|Disconnects|ECONNRESET|EPIPE/,
    'the connection to the server is gone',
  ],
];
