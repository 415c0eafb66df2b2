import { expect, test } from 'vitest';
import { foyerForThisTest } from '../foyer.ts';

test('smoke', async () => {
  const { alice, bob, loopback, bot, server } = await foyerForThisTest();
  const card = await alice.run('/bookvsfilm', { film: 'never-let-me-go-2010' });
  console.log(card.message.text, card.message.buttons);
  await loopback.until(() => (card.message.thread?.messages.length ?? 0) > 0, 'thread');
  console.log(card.message.thread?.name, card.message.thread?.messages[0]?.text);
  const vote = await bob.press(card.message, 'Book');
  console.log(vote.message.text, vote.message.buttons.map((b) => b.label));
  await loopback.until(() => card.message.text.includes('1 ballot'), 'count');
  const k = await bob.press(vote.message, 'I know both');
  console.log(k.outcome, k.message.text);
  await bot().advance(73 * 3600_000);
  await loopback.until(() => card.message.text.includes('closed'), 'close');
  console.log(card.message.text);
  console.log(card.message.thread?.messages.map((m) => m.text));
  const rate = await alice.run('/rate', { film: 'never-let-me-go-2010', stars: '★★★½' });
  console.log(rate.message.text);
  const modal = await alice.press(rate.message, 'Change');
  const changed = await alice.submit(modal.modal, { stars: '9', work: 'book' });
  console.log(changed.outcome, changed.message.text);
  const shared = await alice.press(changed.message, 'Share');
  console.log(shared.messages.map((m) => [m.ephemeral, m.text]));
  console.log(bot().output);
  console.log(loopback.requests.map((r) => `${r.method} ${r.path} ${r.status}`).join('\n'));
});
