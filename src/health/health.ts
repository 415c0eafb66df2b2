import type { Logger } from 'pino';
import { ConfigError } from '../config.ts';
import { keys } from '../storage/keys.ts';
import type { Store } from '../storage/store.ts';
import { startHealthServer } from './health-server.ts';
import { createMetrics } from './metrics.ts';
import type { Gauges, Health } from './watched.ts';

/** A store that takes longer cannot answer members in time. */
const longestRead = 2000;

/** Answers `/live`, `/ready` and `/metrics` there. @throws ConfigError where it cannot listen */
export async function startHealth(
  where: { readonly host: string; readonly port: number },
  { log }: { readonly log: Logger },
): Promise<Health> {
  let gauges: Gauges = { openMatchups: () => 0, servers: () => 0, shards: () => [] };
  let watched: Store | undefined;
  const metrics = createMetrics({
    openMatchups: () => gauges.openMatchups(),
    servers: () => gauges.servers(),
    shards: () => gauges.shards(),
  });

  async function ready(): Promise<boolean> {
    const shards = gauges.shards();
    return shards.length > 0 && shards.every(({ up }) => up) && (await canRead(watched));
  }

  const server = await startHealthServer(where, { ready, metrics: metrics.read }).catch((error: unknown) => {
    throw new ConfigError([`HEALTH_PORT cannot be opened: ${where.host}:${where.port} ${whyNot(error)}`]);
  });
  log.info({ host: where.host, port: server.port }, 'answering /live, /ready and /metrics');
  return {
    timed(store) {
      watched = store;
      return metrics.timed(store);
    },
    watch: metrics.request,
    follow(now) {
      gauges = now;
    },
    close: server.close,
  };
}

async function canRead(store: Store | undefined): Promise<boolean> {
  if (!store) return false;
  const tooLong = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), longestRead).unref());
  const read = store.get(keys.contentPointer).then(
    () => true,
    () => false,
  );
  return Promise.race([read, tooLong]);
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is taken',
  EACCES: 'may not be opened by us',
  EADDRNOTAVAIL: 'is no address of this machine',
  ENOTFOUND: 'is no address of this machine',
};

function whyNot(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? `could not be opened (${code})`;
}
