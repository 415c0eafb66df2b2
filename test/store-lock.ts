import { KeyvSqlite } from '@keyv/sqlite';

/** Locks a store against writers, as a backup or a person with a shell can. */
export async function lockStore(storeUrl: string): Promise<{ release(): Promise<void> }> {
  const adapter = new KeyvSqlite({ uri: storeUrl, busyTimeout: 1000 });
  await adapter.query('BEGIN IMMEDIATE');
  return {
    async release() {
      await adapter.query('ROLLBACK');
      await adapter.close();
    },
  };
}
