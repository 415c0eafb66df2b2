import { readFile } from 'node:fs/promises';
import { validate } from 'dockerfile-utils';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { loadConfig, variableNames } from '../src/config.ts';

const read = (file: string) => readFile(file, 'utf8');

test('the Containerfile is of Docker’s form, and copies what the bot reads', async () => {
  const containerfile = await read('Containerfile');
  expect(validate(containerfile)).toEqual([]);
  for (const needed of ['package.json', 'node_modules', 'dist', 'data']) expect(containerfile).toContain(needed);
});

test('the compose file and the manifest are YAML, and set no variable that is not read', async () => {
  const compose = parse(await read('compose.yaml'));
  expect(Object.keys(compose.services)).toEqual(['bot', 'redis']);
  const [set] = parseAllDocuments(await read('deploy/kubernetes.yaml')).map((document) => document.toJS());
  const [container] = set.spec.template.spec.containers;
  const names = [
    ...Object.keys(compose.services.bot.environment),
    ...container.env.map(({ name }: { name: string }) => name),
  ];
  for (const name of names) expect(variableNames).toContain(name);
});

test('each pod’s number gives a range of its own, and together they are all shards', async () => {
  const manifest = await read('deploy/kubernetes.yaml');
  const [, per = '', , of = ''] = /\$\(\(n \* (\d+)\)\)-\$\(\(n \* \d+ \+ (\d+)\)\)\/(\d+)/.exec(manifest) ?? [];
  const [, replicas = ''] = /replicas: (\d+)/.exec(manifest) ?? [];
  const ranges = Array.from({ length: Number(replicas) }, (_, pod) => {
    const first = pod * Number(per);
    return loadConfig({ SHARDS: `${first}-${first + Number(per) - 1}/${of}` }).shards;
  });
  const shards = ranges.flatMap((range) => (range.kind === 'some' ? [range.first, range.last] : []));
  expect([shards.at(0), shards.at(-1)]).toEqual([0, Number(of) - 1]);
});

test('systemd starts nothing again that could only end so again', async () => {
  for (const file of ['deploy/foyer.service', 'deploy/foyer@.service']) {
    expect(await read(file)).toContain('RestartPreventExitStatus=74 77 78');
  }
});
