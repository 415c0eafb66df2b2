import { KeyvPostgres } from '@keyv/postgres';
import pg from 'pg';
import { z } from 'zod';
import { type Engine, type Explanations, keyvOver, prove, storeOver, tellingWhere } from './engine.ts';
import { inTime, longestWait, tooLate } from './in-time.ts';
import { afterAll, rowsOfEntries } from './sql-rows.ts';
import type { KeptStore } from './store.ts';
import type { Row } from './writes.ts';

const onePage = z.tuple([z.object({ text: z.string().nullable(), last: z.string().nullable(), rows: z.number() })]);
const oneSize = z.tuple([z.object({ bytes: z.coerce.number() })]);
const oneCollation = z.tuple([z.object({ collation: z.string() })]);

/** Rows of one read: each has to end in time. */
const rowsAtOnce = 2000;
/** Lines of one read, which are one row. */
const linesAtOnce = 20_000;
const mostConnections = 8;
/** Bytes of a table, with its index, that is written anew while votes wait: a quarter of a million of them. */
const mostRewritten = 64_000_000;

/**
 * Opens a PostgreSQL database: `postgresql:` or `postgres:`. Everything is in one table, `public.keyv`.
 * @throws StoreUnusable
 */
export async function openPostgres(url: string, where: string): Promise<KeptStore> {
  const told = tellingWhere(where, explanations);
  return told(async () => {
    const pool = poolFor(url);
    try {
      await prepare(pool);
      const keyv = keyvOver(adapterOver(pool));
      await prove(keyv);
      return storeOver(engineOver(url, pool, keyv), where, told);
    } catch (error) {
      // Nobody waits for connections that are still being made: they are given up by and by.
      void pool.end().catch(() => {});
      throw error;
    }
  });
}

function poolFor(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'foyer',
    max: mostConnections,
    // Only so that it is given up at all: whoever waits for one is told in time.
    connectionTimeoutMillis: 4 * longestWait,
    // The server gives a statement up before we do, so that none that counted as failed is done later.
    statement_timeout: longestWait * 0.75,
    keepAlive: true,
    // A vote is confirmed when it is on the disk, whatever the server's own setting is.
    options: '-c synchronous_commit=on',
  });
  // A connection that breaks while nobody uses it: the next query makes another.
  pool.on('error', () => {});
  // The same while somebody does: they hear of it by their query.
  pool.on('connect', (client) => void client.on('error', () => {}));
  return pool;
}

/** The rows of one statement. The library's own limits for it would count the time in which this process was busy. */
async function ask(pool: pg.Pool, sql: string, values: readonly unknown[] = []): Promise<unknown[]> {
  let isAwaited = true;
  const answer = async () => {
    const client = await pool.connect();
    try {
      if (!isAwaited) throw tooLate();
      const { rows } = await inTime(client.query(sql, [...values]));
      client.release();
      return rows;
    } catch (error) {
      // A connection that hangs must not be anybody's next.
      client.release(true);
      throw error;
    }
  };
  return inTime(answer()).finally(() => {
    isAwaited = false;
  });
}

/**
 * Keyv's adapter over a pool of our own. Its own pool is one for the whole process, that of the database opened last,
 * and nobody listens to it: the `error` event of a server that restarts would end the process.
 */
function adapterOver(pool: pg.Pool): KeyvPostgres {
  class OverPool extends KeyvPostgres {
    override async connect() {
      return async (sql: string, values?: unknown[]) => ask(pool, sql, values);
    }
  }
  const adapter = new OverPool();
  adapter.on('error', () => {});
  return adapter;
}

/** Makes the table, with keys in the order of their bytes: a prefix is then a range of the primary key. */
async function prepare(pool: pg.Pool): Promise<void> {
  const collation = async () => {
    const rows = await ask(
      pool,
      `SELECT collname AS collation FROM pg_attribute JOIN pg_collation ON pg_collation.oid = attcollation
        WHERE attrelid = to_regclass('public.keyv') AND attname = 'key'`,
    );
    return oneCollation.safeParse(rows).data?.[0].collation;
  };
  const found = await collation();
  if (found === 'C') return;
  try {
    await ask(
      pool,
      found === undefined
        ? 'CREATE TABLE public.keyv (key VARCHAR(255) COLLATE "C" PRIMARY KEY, value TEXT)'
        : 'ALTER TABLE public.keyv ALTER COLUMN key TYPE VARCHAR(255) COLLATE "C"',
    );
  } catch (error) {
    // Another process may have made it at the same moment.
    if ((await collation()) !== 'C') throw error;
  }
}

function engineOver(url: string, pool: pg.Pool, keyv: ReturnType<typeof keyvOver>): Engine {
  const query = async (sql: string, ...values: unknown[]): Promise<unknown> => ask(pool, sql, values);

  async function* pages(prefix: string, suffix: string) {
    for (let page: readonly Row[] | undefined; page === undefined || page.length === rowsAtOnce; ) {
      const last: Row | undefined = page?.at(-1);
      const found = await query(
        `SELECT key, value FROM public.keyv
         WHERE key ${last ? '>' : '>='} $1 AND key < $2 AND right(key, length($3)) = $3 ORDER BY key LIMIT ${rowsAtOnce}`,
        last?.key ?? prefix,
        afterAll(prefix),
        suffix,
      );
      page = rowsOfEntries.parse(found);
      yield page;
    }
  }

  return {
    get: async (key) => keyv.get(key),
    async commit(write) {
      if (write.kind === 'put') {
        // In the order of the keys, so that two processes never wait for each other's rows crosswise.
        const rows = [...write.rows].sort((one, other) => (one.key < other.key ? -1 : 1));
        await query(
          `INSERT INTO public.keyv (key, value) SELECT * FROM unnest($1::text[], $2::text[])
           ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
          rows.map(({ key }) => key),
          rows.map(({ value }) => value),
        );
      } else if (write.kind === 'delete') {
        await query('DELETE FROM public.keyv WHERE key = ANY ($1::text[])', write.keys);
      } else {
        await query('DELETE FROM public.keyv WHERE key >= $1 AND key < $2', write.prefix, afterAll(write.prefix));
      }
    },
    async rows(prefix, suffix) {
      const all: Row[] = [];
      for await (const page of pages(prefix, suffix)) all.push(...page);
      return all;
    },
    pages: () => pages('', ''),
    async lines(prefix) {
      const texts: string[] = [];
      for (let last: string | undefined, rows = linesAtOnce; rows === linesAtOnce; ) {
        const found = await query(
          `SELECT string_agg(substr(key, $1) || E'\\t' || value, E'\\n') AS text, max(key) AS last, count(*)::int AS rows
           FROM (SELECT key, value FROM public.keyv
                 WHERE key ${last === undefined ? '>=' : '>'} $2 AND key < $3 ORDER BY key LIMIT ${linesAtOnce}) AS page`,
          prefix.length + 1,
          last ?? prefix,
          afterAll(prefix),
        );
        const [page] = onePage.parse(found);
        if (page.text !== null) texts.push(page.text);
        rows = page.rows;
        last = page.last ?? undefined;
      }
      return texts.join('\n');
    },
    scrub: async () => rewrite(url),
    patience: longestWait,
    scrubsBesideWrites: true,
    close: async () => inTime(pool.end()),
  };
}

/**
 * Writes the table anew from what it holds, with its index: a plain VACUUM lets what was deleted stand in the pages until
 * they are needed. Votes wait meanwhile, 0.2 s for a hundred thousand of them; where the table is large, or somebody
 * reads it for long, it is the plain one.
 */
async function rewrite(url: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: longestWait,
    // Whoever waits for a table keeps all who come after them waiting too.
    options: `-c lock_timeout=${longestWait / 4}`,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query("SELECT pg_total_relation_size('public.keyv') AS bytes");
    const [{ bytes }] = oneSize.parse(rows);
    const isWritten =
      bytes <= mostRewritten &&
      (await client.query('VACUUM FULL public.keyv').then(
        () => true,
        () => false,
      ));
    if (!isWritten) await client.query('VACUUM public.keyv');
  } finally {
    await client.end();
  }
}

const explanations: Explanations = [
  [/28P01|password authentication failed|SASL|password must be a string/, 'the server refuses its user or password'],
  [/28000/, 'the server does not let that user in'],
  [/3D000/, 'the server has no database of that name: make it first'],
  [/25006/, 'the server can only be read: name the primary'],
  [/42501/, 'its user may not make or change the table public.keyv: grant it CREATE on the schema public'],
  [/53100/, 'the server’s disk is full'],
  [/53300|too many clients/, 'the server takes no more connections'],
  [/57P03/, 'the server is still starting'],
  [/57014/, 'the server took too long'],
  [
    /does not support SSL|SELF_SIGNED|CERT_|UNABLE_TO_|ALTNAME|ERR_TLS|ERR_SSL|EPROTO/,
    'the server and Foyer do not agree on TLS',
  ],
  [/ENOTFOUND|EAI_AGAIN/, 'there is no server of that name'],
  [/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOENT/, 'no server answers there'],
  [/ETIMEDOUT|timeout/i, 'the server does not answer'],
  [
    /57P01|57P02|08006|08003|Connection terminated|ECONNRESET|EPIPE|not queryable/,
    'the connection to the server is gone',
  ],
];
