import { expect, test } from 'vitest';
import { foyerForThisTest } from '../foyer.ts';

const yaml = `title: Here Today
year: 2001
medium: film
directors:
  - name: Somebody
book:
  key: somebody-here-today-1999
  title: Here Today
  authors: [Somebody]
  year: 1999
  form: novel
`;

test('a poll on a film that has left the catalogue is closed all the same, with its ballots', async () => {
  const { alice, bob, bot, loopback, restart } = await foyerForThisTest({ content: { 'here-today-2001.yaml': yaml } });
  const { message: card } = await alice.run('/bookvsfilm', { film: 'here-today-2001' });
  await loopback.until(() => (card.thread?.messages.length ?? 0) > 0, 'the talk');
  await bob.press(card, 'Book');
  await loopback.until(() => card.text.includes('1 ballot\n'), 'the ballot on the card');
  await alice.press(card, 'Book');
  await bot().kill();
  await restart({ CONTENT_DIR: '' });

  const { message } = await bob.press(card, 'Film');
  expect(message.ephemeral).toBe(true);
  expect(message.text).toBe('That film is not in the catalogue any more. Ask for another one.');

  const closed = await alice.press(card, 'Close');
  expect(closed.message.text).toBe('Closed. The result is on the card.');
  const result = '## The poll is closed\n**No verdict: nobody who knows both cast a ballot, and it takes 5.**';
  await loopback.until(() => card.thread?.messages.length === 2, 'the result in the thread');
  expect(card.text.startsWith(result)).toBe(true);
  expect(card.text).toContain('-# Apart: 2 have not said what they know (Book 2)\n-# 2 ballots in all.');
  expect(card.buttons.map(({ label }) => label)).toEqual(['Manage']);
  expect(card.thread?.messages.at(-1)?.text.startsWith(result)).toBe(true);
  expect(bot().output.stderr).not.toMatch(/"level":(40|50|60)/);
});
