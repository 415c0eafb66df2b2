import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWrites, type Write } from '../../src/storage/writes.ts';

const put = (key: string, value: string): Write => ({ kind: 'put', rows: [{ key, value }] });

/** An engine in memory that notes its commits, and fails those that it is told to. */
function engine({ fails = () => false }: { readonly fails?: (write: Write, commits: number) => boolean } = {}) {
  const commits: Write[] = [];
  const values = new Map<string, string>();
  const writes = createWrites(async (write) => {
    commits.push(write);
    await Promise.resolve();
    if (fails(write, commits.length)) throw new Error('the disk is full');
    if (write.kind === 'put') for (const { key, value } of write.rows) values.set(key, value);
    if (write.kind === 'delete') for (const key of write.keys) values.delete(key);
    if (write.kind === 'delete all')
      for (const key of values.keys()) if (key.startsWith(write.prefix)) values.delete(key);
  });
  return { commits, values, writes };
}

test('votes that wait together share a commit', async () => {
  const { commits, writes } = engine();
  await Promise.all(Array.from({ length: 500 }, async (_, index) => writes.write(put(`vote:${index}`, '1'))));
  expect(commits.length).toBeLessThanOrEqual(2);
});

test('whoever was just confirmed is in the next commit with everybody else', async () => {
  const { commits, writes } = engine();
  const voter = async (name: number) => {
    for (let round = 0; round < 10; round += 1) await writes.write(put(`vote:${name}:${round}`, '1'));
  };
  await Promise.all(Array.from({ length: 32 }, async (_, name) => voter(name)));
  expect(commits).toHaveLength(10);
});

test('a large write goes by itself, and a commit takes no more than a thousand keys', async () => {
  const { commits, writes } = engine();
  const large: Write = {
    kind: 'put',
    rows: Array.from({ length: 5000 }, (_, index) => ({ key: `film:${index}`, value: 'x' })),
  };
  const votes = Array.from({ length: 1500 }, (_, index) => put(`vote:${index}`, '1'));
  await Promise.all([put('vote:first', '1'), large, ...votes, put('long', 'x'.repeat(2_000_000))].map(writes.write));
  const sizes = commits.map((write) => (write.kind === 'put' ? write.rows.length : 0));
  expect(sizes).toEqual([1, 5000, 1000, 500, 1]);
});

test('of a commit that fails, everybody in it hears, and nobody else', async () => {
  const { values, writes } = engine({ fails: (_, commits) => commits === 1 });
  const first = await Promise.allSettled([writes.write(put('a', '1')), writes.write(put('b', '1'))]);
  expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await writes.write(put('c', '1'));
  expect([...values.keys()]).toEqual(['c']);
});

test('a task alone waits for what was called before it, and is waited for', async () => {
  const { values, writes } = engine();
  const seen: (readonly string[])[] = [];
  await Promise.all([
    writes.write(put('before', '1')),
    writes.alone(async () => {
      seen.push([...values.keys()]);
      await Promise.resolve();
      seen.push([...values.keys()]);
    }),
    writes.write(put('after', '1')),
  ]);
  expect(seen).toEqual([['before'], ['before']]);
  expect([...values.keys()]).toEqual(['before', 'after']);
});

test('whatever is merged, each key ends as its last write says, and no commit has a key twice', async () => {
  const key = fc.constantFrom('a:1', 'a:2', 'b:1', 'b:2');
  const write: fc.Arbitrary<Write> = fc.oneof(
    fc.record({
      kind: fc.constant('put' as const),
      rows: fc.array(fc.record({ key, value: fc.constantFrom('1', '2', '3') }), { maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('delete' as const), keys: fc.array(key, { maxLength: 3 }) }),
    fc.record({ kind: fc.constant('delete all' as const), prefix: fc.constantFrom('a:', 'b:', '') }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(write, { maxLength: 30 }), async (all) => {
      const together = engine();
      const oneByOne = engine();
      await Promise.all(all.map(together.writes.write));
      for (const each of all) await oneByOne.writes.write(each);
      expect(Object.fromEntries(together.values)).toEqual(Object.fromEntries(oneByOne.values));
      for (const commit of together.commits) {
        const written =
          commit.kind === 'put' ? commit.rows.map((row) => row.key) : commit.kind === 'delete' ? commit.keys : [];
        expect(new Set(written).size).toBe(written.length);
      }
    }),
  );
});
