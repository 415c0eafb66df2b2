import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createClient } from '@keyv/redis';
import pg from 'pg';
import { afterAll, onTestFinished } from 'vitest';

/** An engine as tests have it. */
export interface Engine {
  readonly name: string;
  /** The STORE_URL of an empty store of this engine, for this test alone. */
  readonly emptyStoreUrl: () => Promise<string>;
  /** Every byte of the engine's own files, for those that are to leave none of what was deleted. */
  readonly rawBytes?: (storeUrl: string) => Promise<Buffer>;
}

const sqlite: Engine = {
  name: 'sqlite',
  async emptyStoreUrl() {
    const folder = await mkdtemp(join(tmpdir(), 'foyer-store-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    return `sqlite://${join(folder, 'made', 'when', 'missing', 'foyer.sqlite')}`;
  },
  async rawBytes(storeUrl) {
    const folder = dirname(storeUrl.replace('sqlite://', ''));
    const files = await readdir(folder);
    return Buffer.concat(await Promise.all(files.map(async (file) => readFile(join(folder, file)))));
  },
};

const redisServer = 'redis://127.0.0.1:6379';
const postgresServer = 'postgresql://postgres@127.0.0.1:5432';
/** Whoever holds a database longer than this has died. */
const heldFor = 10 * 60;

/** A database of the Redis server that no other test file uses meanwhile; undefined where there is no server. */
async function redis(): Promise<Engine | undefined> {
  const client = createClient({ url: redisServer, socket: { connectTimeout: 1000, reconnectStrategy: false } });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch {
    return leftOut('Redis', redisServer);
  }
  // The last ones: a person at this machine uses the first.
  const [number] = await firstOf([15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5], async (each) => {
    const free = await client.set(`foyer-tests:database:${each}`, process.pid, { NX: true, EX: heldFor });
    return free !== null;
  });
  if (number === undefined) throw new Error('every database of Redis is in use by a test');
  const own = await client.duplicate({ database: number }).connect();
  afterAll(async () => {
    await own.flushDb();
    await own.close();
    await client.del(`foyer-tests:database:${number}`);
    await client.close();
  });
  return {
    name: 'redis',
    async emptyStoreUrl() {
      await own.flushDb();
      return `${redisServer}/${number}`;
    },
  };
}

async function firstOf<T>(all: readonly T[], fits: (one: T) => Promise<boolean>): Promise<readonly T[]> {
  for (const one of all) if (await fits(one)) return [one];
  return [];
}

/** A database of the PostgreSQL server that this test file makes, and drops; undefined where there is no server. */
async function postgres(): Promise<Engine | undefined> {
  const admin = new pg.Client({ connectionString: `${postgresServer}/postgres`, connectionTimeoutMillis: 1000 });
  admin.on('error', () => {});
  try {
    await admin.connect();
  } catch {
    return leftOut('PostgreSQL', postgresServer);
  }
  const name = `foyer_test_${process.pid}_${Date.now()}`;
  await admin.query(`CREATE DATABASE ${name}`);
  const own = new pg.Client({ connectionString: `${postgresServer}/${name}` });
  own.on('error', () => {});
  await own.connect();
  afterAll(async () => {
    await own.end();
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  });
  return {
    name: 'postgresql',
    async emptyStoreUrl() {
      await own.query('DROP TABLE IF EXISTS public.keyv');
      return `${postgresServer}/${name}`;
    },
    async rawBytes() {
      await own.query('CHECKPOINT');
      // The table, its index, and where large values of it lie.
      const { rows } = await own.query<{ bytes: Buffer }>(
        `SELECT pg_read_binary_file(pg_relation_filepath(part)) AS bytes FROM (
           SELECT unnest(ARRAY[pg_class.oid, reltoastrelid, pg_index.indexrelid])::regclass AS part
           FROM pg_class JOIN pg_index ON indrelid IN (pg_class.oid, reltoastrelid)
           WHERE pg_class.oid = 'public.keyv'::regclass) AS parts`,
      );
      return Buffer.concat(rows.map(({ bytes }) => bytes));
    },
  };
}

function leftOut(engine: string, server: string): undefined {
  console.log(`left out, for no ${engine} answers at ${server}: its part of the contract of stores`);
  return undefined;
}

/** Every engine that this machine has. To be called once in a file, at its top. */
export async function enginesHere(): Promise<readonly Engine[]> {
  return [sqlite, await redis(), await postgres()].filter((engine) => engine !== undefined);
}
