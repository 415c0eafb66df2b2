import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { watchContent } from '../../src/playground/content-watch.ts';

/** Folders under watch; `next` resolves at the next change that is told. */
async function watching(...names: readonly string[]) {
  const root = await mkdtemp(join(tmpdir(), 'foyer-watch-'));
  const folders = names.map((name) => join(root, name));
  for (const folder of folders) await mkdir(folder);
  let told = 0;
  let hear = (): void => {};
  const watch = watchContent(folders, () => {
    told += 1;
    hear();
  });
  onTestFinished(async () => {
    watch.close();
    await rm(root, { recursive: true, force: true });
  });
  const next = async (act: () => Promise<unknown>): Promise<void> => {
    const heard = new Promise<void>((resolve) => {
      hear = resolve;
    });
    await act();
    await heard;
  };
  return { folders, at: (folder: number, name: string) => join(folders[folder] ?? '', name), next, count: () => told };
}

test('a burst of changes in several folders is one change', async () => {
  const { at, next, count } = await watching('films', 'own');
  await next(async () => {
    for (let index = 0; index < 20; index += 1) await writeFile(at(index % 2, `${index}.yaml`), `${index}`);
  });
  expect(count()).toBe(1);
});

test('what is no content is passed over', async () => {
  const { at, next, count } = await watching('films');
  await writeFile(at(0, '.one.yaml.swp'), 'x');
  await writeFile(at(0, '4913'), 'x');
  await next(() => writeFile(at(0, 'one.yml'), 'x'));
  expect(count()).toBe(1);
});

test('a folder that was removed is followed again when it is back', async () => {
  const { folders, at, next } = await watching('films');
  const [folder = ''] = folders;
  await next(() => rm(folder, { recursive: true }));
  await next(() => mkdir(folder));
  await next(() => writeFile(at(0, 'one.yaml'), 'x'));
});
