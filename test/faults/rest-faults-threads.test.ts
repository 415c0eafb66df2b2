import { expect, test } from 'vitest';
import { foyerForThisTest } from '../foyer.ts';

const aWarningOrWorse = /"level":[456]0/;

test('E11: a card in a thread that has been archived is closed all the same: the thread is opened again', async () => {
  const { alice, loopback, bot } = await foyerForThisTest();
  const { message: first } = await alice.run('/bookvsfilm', { film: 'never-let-me-go-2010' });
  await loopback.until(() => first.thread?.messages.length === 1, 'the talk under the poll');
  const { thread } = first;
  if (!thread) throw new Error('there is no thread');
  const { message: card } = await alice.in(thread).run('/bookvsfilm', { film: 'rashomon-1950', hours: 1 });
  await loopback.until(() => thread.messages.length === 3, 'the talk of the poll in the thread');
  thread.archive();
  await bot().advance(61 * 60_000);
  await loopback.until(() => card.text.includes('The poll is closed'), 'the end of the poll');
  expect(card.text).toContain('Nobody cast a ballot this time.');
  expect(bot().output.stderr).not.toMatch(aWarningOrWorse);
});

test('E11: a card in a thread that has been locked ends its poll quietly', async () => {
  const { alice, loopback, bot } = await foyerForThisTest();
  const { message: first } = await alice.run('/bookvsfilm', { film: 'never-let-me-go-2010' });
  await loopback.until(() => first.thread?.messages.length === 1, 'the talk under the poll');
  const { thread } = first;
  if (!thread) throw new Error('there is no thread');
  await alice.in(thread).run('/bookvsfilm', { film: 'rashomon-1950', hours: 1 });
  await loopback.until(() => thread.messages.length === 3, 'the talk of the poll in the thread');
  thread.archive(true);
  const refused = { kind: 'status', status: 403, body: { message: 'Missing Permissions', code: 50013 } } as const;
  loopback.faults.next({ method: 'PATCH', path: /^\/channels\/\d+$/ }, refused);
  await bot().advance(61 * 60_000);
  await loopback.until(() => loopback.faults.pending === 0, 'the attempt to open it again');
  const { message: again } = await alice.run('/bookvsfilm', { film: 'rashomon-1950', hours: 1 });
  expect(again.text).toContain('0 ballots');
  expect(bot().output.stderr).not.toMatch(aWarningOrWorse);
});
