import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@keyv/redis';
import pg from 'pg';

/** An engine to measure: an empty store of its own, and how it is cleared away. */
export interface Place {
  readonly engine: 'SQLite' | 'Redis' | 'PostgreSQL';
  readonly url: string;
  /** What the server's settings make of a confirmed vote. */
  readonly note: string;
  clear(): Promise<void>;
}

const redisServer = 'redis://127.0.0.1:6379/4';
const postgresServer = 'postgresql://postgres@127.0.0.1:5432';

/** The engines of this machine. What is missing is said by `print`. */
export async function placesHere(print: (line: string) => void): Promise<readonly Place[]> {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-bench-'));
  const sqlite: Place = {
    engine: 'SQLite',
    url: `sqlite://${join(folder, 'foyer.sqlite')}`,
    note: 'WAL, synchronous=FULL',
    clear: async () => rm(folder, { recursive: true, force: true }),
  };
  const others = await Promise.allSettled([redis(), postgres()]);
  return [
    sqlite,
    ...others.flatMap((other, index) => {
      if (other.status === 'fulfilled') return [other.value];
      print(
        `Left out: ${index === 0 ? `Redis, with database 4 empty, at ${redisServer}` : `PostgreSQL at ${postgresServer}`}.`,
      );
      return [];
    }),
  ];
}

async function redis(): Promise<Place> {
  const client = createClient({ url: redisServer, socket: { connectTimeout: 1000, reconnectStrategy: false } });
  client.on('error', () => {});
  await client.connect();
  try {
    if ((await client.dbSize()) > 0) throw new Error('that database is in use');
    const settings = { ...(await client.configGet('appendonly')), ...(await client.configGet('appendfsync')) };
    return {
      engine: 'Redis',
      url: redisServer,
      note: settings.appendonly === 'yes' ? `appendfsync ${settings.appendfsync}` : 'no appendonly: not durable',
      async clear() {
        await client.flushDb();
        await client.close();
      },
    };
  } catch (error) {
    await client.close();
    throw error;
  }
}

async function postgres(): Promise<Place> {
  const admin = new pg.Client({ connectionString: `${postgresServer}/postgres`, connectionTimeoutMillis: 1000 });
  await admin.connect();
  const name = `foyer_bench_${process.pid}`;
  await admin.query(`CREATE DATABASE ${name}`);
  const { rows } = await admin.query<{ readonly fsync: string }>('SHOW fsync');
  return {
    engine: 'PostgreSQL',
    url: `${postgresServer}/${name}`,
    note: `synchronous_commit on, fsync ${rows[0]?.fsync}`,
    async clear() {
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
    },
  };
}
