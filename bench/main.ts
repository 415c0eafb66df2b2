import { benchSearch } from './search/search-bench.ts';

/* `npm run bench`: figures of this machine beside their targets. Exit code 1 where a target is missed. */

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const missed = await benchSearch(print);
print('');
for (const target of missed) print(`missed: ${target}`);
print(missed.length === 0 ? 'Every target is reached.' : `${missed.length} missed.`);
process.exitCode = missed.length === 0 ? 0 : 1;
