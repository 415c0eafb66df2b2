import { expect, test } from 'vitest';
import { foyerForThisTest } from '../foyer.ts';

test('a member who asks far more at once than a person does is told to wait, and others are answered', async () => {
  const { alice, bob } = await foyerForThisTest();
  const asked = await Promise.all(Array.from({ length: 80 }, () => alice.run('/help')));
  const told = asked.map(({ message }) => message.text);
  expect(told.filter((text) => text.startsWith('## Foyer')).length).toBeGreaterThanOrEqual(50);
  expect(told.filter((text) => text === 'That was a lot at once. Wait a second, and go on.').length).toBeGreaterThan(0);
  expect((await bob.run('/help')).message.text).toContain('Foyer: for the talk after the film');
});
