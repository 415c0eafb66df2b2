import { benchMatchups } from './matchups/matchups-bench.ts';
import { benchRequests } from './requests/requests-bench.ts';
import { benchSearch } from './search/search-bench.ts';
import { benchStart } from './start/start-bench.ts';
import { benchStorage } from './storage/storage-bench.ts';

/* `npm run bench [-- part…]`: figures of this machine beside their targets. Exit code 1 where a target is missed. */

const parts = {
  search: benchSearch,
  requests: benchRequests,
  start: benchStart,
  storage: benchStorage,
  matchups: benchMatchups,
} as const;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const isPart = (name: string): name is keyof typeof parts => Object.hasOwn(parts, name);

const given = process.argv.slice(2);
const unknown = given.filter((name) => !isPart(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}.\n`);
  process.exit(64);
}

const missed: string[] = [];
for (const name of given.length > 0 ? given.filter(isPart) : Object.keys(parts).filter(isPart)) {
  missed.push(...(await parts[name](print)));
  print('');
}
for (const target of missed) print(`missed: ${target}`);
print(missed.length === 0 ? 'Every target is reached.' : `${missed.length} missed.`);
process.exitCode = missed.length === 0 ? 0 : 1;
