import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPublicity } from '../../src/servers/publicity.ts';
import { createServerSettings, noWishes } from '../../src/servers/settings.ts';
import { channelId, guildId } from '../../src/storage/ids.ts';
import { inMemoryStore } from '../matchups/in-memory-store.ts';

const guild = guildId.parse('100000000000000001');
const channel = channelId.parse('300000000000000001');
const other = channelId.parse('300000000000000002');
const hour = 3_600_000;

test('a server’s settings are read once a minute, own changes at once, another process’s within a minute', async () => {
  const time = { now: 1000 };
  const store = inMemoryStore();
  let reads = 0;
  const counting = {
    ...store,
    get: async (key: string) => {
      reads += 1;
      return store.get(key);
    },
  };
  const here = createServerSettings({ store: counting, now: () => time.now });
  const there = createServerSettings({ store, now: () => time.now });
  for (let each = 0; each < 100; each += 1) expect(await here.of(guild)).toEqual(noWishes);
  expect(reads).toBe(1);
  await there.change(guild, { hours: 24 });
  expect(await here.of(guild)).toEqual(noWishes);
  time.now += 60_001;
  expect(await here.of(guild)).toEqual({ ...noWishes, hours: 24 });
  await here.change(guild, { tellsPrivately: true });
  expect(await here.of(guild)).toEqual({ ...noWishes, hours: 24, tellsPrivately: true });
});

test('changes at the same moment are all kept', async () => {
  const settings = createServerSettings({ store: inMemoryStore(), now: () => 0 });
  await Promise.all([
    settings.change(guild, { hours: 24 }),
    settings.change(guild, { cardsPerHour: 3 }),
    settings.change(guild, { channels: [channel] }),
    settings.change(guild, { tellsPrivately: true }),
  ]);
  expect(await settings.of(guild)).toEqual({ hours: 24, cardsPerHour: 3, channels: [channel], tellsPrivately: true });
});

test('no hour of a channel has more cards than may be, whatever comes when, and nothing is refused without need', async () => {
  const step = fc.record({ wait: fc.nat(hour), kept: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 40 }), async (cardsPerHour, steps) => {
      const time = { now: 0 };
      const publicity = createPublicity({
        settings: { of: async () => ({ ...noWishes, cardsPerHour }) },
        now: () => time.now,
      });
      let posted: number[] = [];
      for (const { wait, kept } of steps) {
        time.now += wait;
        posted = posted.filter((at) => at > time.now - hour);
        const permission = await publicity.ask({ guild, channel, within: undefined });
        expect(permission.granted).toBe(posted.length < cardsPerHour);
        if (!permission.granted) {
          expect(permission.why).toMatchObject({ code: 'public.later', at: (posted[0] ?? 0) + hour });
        } else if (kept) {
          posted.push(time.now);
        } else {
          permission.giveBack();
        }
      }
    }),
  );
});

test('a thread belongs where its channel does', async () => {
  const settings = { of: async () => ({ ...noWishes, channels: [channel] }) };
  const publicity = createPublicity({ settings, now: () => 0 });
  expect((await publicity.ask({ guild, channel: other, within: channel })).granted).toBe(true);
  expect(await publicity.ask({ guild, channel: other, within: undefined })).toEqual({
    granted: false,
    why: { code: 'public.elsewhere', channels: [channel] },
  });
});
