import { expect, test } from 'vitest';
import { guildId } from '../../src/storage/ids.ts';
import { keys, recordsOfServer } from '../../src/storage/keys.ts';

const guild = guildId.parse('100000000000000001');

test('a server’s records are all that have its id in their keys, but for the mark that it is known', () => {
  const { prefixes, single } = recordsOfServer(guild);
  const builders = Object.entries<unknown>(keys).flatMap(([name, build]) =>
    typeof build === 'function' ? [[name, String(build(guild, 'a', '200000000000000002'))] as const] : [],
  );
  const ofServers = builders.filter(([name, key]) => /^[a-z-]+:\d+(?::|$)/.test(key) && !/^content|^proof/.test(name));
  expect(ofServers.length).toBeGreaterThan(5);
  const left = ofServers.filter(
    ([, key]) => !single.includes(key) && !prefixes.some((prefix) => key.startsWith(prefix)),
  );
  expect(left.map(([name]) => name)).toEqual(['server']);
});
