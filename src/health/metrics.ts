import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ShardState } from '../discord/client.ts';
import type { Outcome } from '../discord/dispatcher.ts';
import type { Store } from '../storage/store.ts';
import type { Gauges } from './watched.ts';

/** What is counted of a running bot. */
export interface Metrics {
  /** A request begins; call what it returns when it has ended. `action` is out of a few names, never what members wrote. */
  request(action: string): (outcome: Outcome) => void;
  /** The same store, with the time that each operation takes. */
  timed(store: Store): Store;
  /** Prometheus's text form, with its content type. */
  read(): Promise<{ readonly type: string; readonly text: string }>;
}

/** Discord gives up after 3 s: the finer steps lie below. */
const answerBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5];
const storeBuckets = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5];

/** Metrics in a registry of their own. */
export function createMetrics(gauges: Gauges): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'foyer_interactions_total',
    help: 'Requests of members, by what they asked for and how it ended',
    labelNames: ['action', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'foyer_interaction_seconds',
    help: 'From a request’s arrival to the end of its answer',
    labelNames: ['action'],
    buckets: answerBuckets,
    registers,
  });
  const storeSeconds = new Histogram({
    name: 'foyer_store_seconds',
    help: 'What an operation of the store takes',
    labelNames: ['operation', 'outcome'],
    buckets: storeBuckets,
    registers,
  });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  const perShard = (name: string, help: string, read: (shard: ShardState) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['shard'],
      registers,
      collect() {
        for (const shard of gauges.shards()) this.set({ shard: shard.id }, read(shard));
      },
    });
  gauge('foyer_matchups_open', 'Matchups that are open on the servers of this process', gauges.openMatchups);
  gauge('foyer_servers', 'Servers that have the bot, on the shards of this process', gauges.servers);
  perShard('foyer_gateway_up', 'Whether the connection to the gateway is up: 1 or 0', ({ up }) => (up ? 1 : 0));
  perShard('foyer_gateway_ping_seconds', 'A heartbeat’s way to the gateway and back', ({ pingSeconds }) => pingSeconds);

  function timing<Arguments extends readonly unknown[], Result>(
    operation: string,
    act: (...given: Arguments) => Promise<Result>,
  ): (...given: Arguments) => Promise<Result> {
    return async (...given) => {
      const done = storeSeconds.startTimer({ operation });
      try {
        const result = await act(...given);
        done({ outcome: 'done' });
        return result;
      } catch (error) {
        done({ outcome: 'failed' });
        throw error;
      }
    };
  }

  return {
    request(action) {
      const done = seconds.startTimer({ action });
      return (outcome) => {
        done();
        requests.inc({ action, outcome });
      };
    },
    timed: (store) => ({
      ...store,
      get: timing('get', store.get),
      put: timing('put', store.put),
      putAll: timing('put all', store.putAll),
      delete: timing('delete', store.delete),
      entries: timing('entries', store.entries),
      deleteAll: timing('delete all', store.deleteAll),
    }),
    read: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  };
}
