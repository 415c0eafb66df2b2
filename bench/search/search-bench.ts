import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Figures, Task } from './measure.ts';
import { definitions } from './queries.ts';
import { missed, overview, perKind } from './report.ts';

/** Fuse.js takes seconds a query in a large catalogue: it is asked fewer, and once each. */
const tasks: readonly Task[] = [
  { engine: 'Foyer', size: 1_000, perKind: 300, rounds: 3 },
  { engine: 'Foyer', size: 10_000, perKind: 300, rounds: 3 },
  { engine: 'Foyer', size: 100_000, perKind: 300, rounds: 3 },
  { engine: 'MiniSearch', size: 1_000, perKind: 300, rounds: 3 },
  { engine: 'MiniSearch', size: 10_000, perKind: 100, rounds: 3 },
  { engine: 'MiniSearch', size: 100_000, perKind: 40, rounds: 1 },
  { engine: 'Fuse.js', size: 1_000, perKind: 100, rounds: 1 },
  { engine: 'Fuse.js', size: 10_000, perKind: 15, rounds: 1 },
  { engine: 'Fuse.js', size: 100_000, perKind: 3, rounds: 1 },
];

/** Measures the search beside others, prints what it finds, and answers with the targets that were missed. */
export async function benchSearch(print: (line: string) => void): Promise<readonly string[]> {
  print('Search: a generated catalogue, each measurement in a process of its own.');
  for (const line of definitions) print(`  ${line}`);
  const all: Figures[] = [];
  for (const task of tasks) all.push(await inOwnProcess(task));
  print('');
  print(overview(all));
  print('');
  print(perKind(all.filter(({ engine }) => engine === 'Foyer')));
  print('');
  print(perKind(all.filter(({ engine }) => engine !== 'Foyer')));
  return missed(all);
}

async function inOwnProcess(task: Task): Promise<Figures> {
  const child = fork(fileURLToPath(new URL('./child.js', import.meta.url)), {
    execArgv: ['--expose-gc', '--max-old-space-size=4096'],
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`measuring ${task.engine} at ${task.size} titles ended without figures`);
  });
  child.send(task);
  const answered = once(child, 'message').then(([figures]: readonly Figures[]) => figures);
  const figures = await Promise.race([answered, ended]);
  ended.catch(() => undefined);
  if (figures === undefined) throw new Error(`no figures of ${task.engine} at ${task.size} titles`);
  return figures;
}
