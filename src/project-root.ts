import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder that holds `package.json`, seen from a file of ours: sources and compiled files lie at other depths. */
export function projectRoot(from: string): string {
  const parent = dirname(from);
  if (parent === from) throw new Error('there is no package.json above this program');
  return existsSync(join(parent, 'package.json')) ? parent : projectRoot(parent);
}
