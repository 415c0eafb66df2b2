import { execFile } from 'node:child_process';
import { resolve as absolute } from 'node:path';

/** What `npm run store` runs once the program is compiled. */
export const program = absolute('dist/src/store.js');

/** What it says to that command line, and what it ends with. */
export async function runStore(
  args: readonly string[],
  { storeUrl, cwd }: { readonly storeUrl: string; readonly cwd: string },
): Promise<{ readonly code: number; readonly said: string; readonly complained: string }> {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, STORE_URL: storeUrl }, cwd };
    const child = execFile(process.execPath, [program, ...args], options, (_, said, complained) =>
      resolve({ code: child.exitCode ?? -1, said, complained }),
    );
  });
}
