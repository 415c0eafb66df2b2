import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Member } from '../../src/playground/members.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { type Foyer, startFoyer } from '../foyer.ts';

let foyer: Foyer;
let alice: Member;
let bob: Member;

beforeAll(async () => {
  foyer = await startFoyer();
  ({ alice, bob } = foyer);
});
afterAll(() => foyer.end());

const solaris = 'solaris-1972';
const lines = ({ text }: SeenMessage) => text.split('\n');
/** The labels of the buttons that stand out. */
const chosen = ({ components }: SeenMessage) =>
  [...JSON.stringify(components).matchAll(/\{"[^{}]*"style":1[^{}]*\}/gu)].map(
    ([button]) => z.object({ label: z.string() }).parse(JSON.parse(button)).label,
  );

describe('/progress', () => {
  test('keeps what was said, privately, and shows both works in words', async () => {
    const { message } = await alice.run('/progress', { film: solaris, watched: 'finished', read: 'middle' });
    expect(message.ephemeral).toBe(true);
    expect(lines(message)).toEqual([
      '## How far you are with Solaris (1972)',
      'You have finished the film, and you are in the middle of the book.',
      '**Film** · Solaris (1972)',
      '**Book** · Solaris, by Stanisław Lem',
      '-# Setup and middle mean: to the end of that part. Only you see this; it opens spoilers for you alone.',
    ]);
    expect(chosen(message)).toEqual(['Finished', 'Middle']);
  });

  test('without anything to say shows what was said before, and sets it by a press', async () => {
    const { message } = await bob.run('/progress', { film: solaris });
    expect(lines(message)[1]).toBe(
      'You have not said how far you are with the film, and you have not said how far you are with the book.',
    );
    expect(chosen(message)).toEqual([]);
    const id = message.buttons.filter(({ label }) => label === 'Setup')[1]?.customId ?? '';
    const pressed = await bob.press(message, id);
    expect(pressed.message.id).toBe(message.id);
    expect(lines(pressed.message)[1]).toBe(
      'You have not said how far you are with the film, and you are in the setup of the book.',
    );
  });

  test('can be corrected, back as well as on, and leaves the other work as it was', async () => {
    await alice.run('/progress', { film: 'the-godfather-1972', watched: 'finished', read: 'finished' });
    const { message } = await alice.run('/progress', { film: 'the-godfather-1972', read: 'not started' });
    expect(lines(message)[1]).toBe('You have finished the film, and you have not started the book.');
  });

  test('of a book that was filmed twice is one progress', async () => {
    await alice.run('/progress', { film: solaris, read: 'finished' });
    const { message } = await alice.run('/progress', { film: 'solaris-2002' });
    expect(lines(message)[1]).toBe('You have not said how far you are with the film, and you have finished the book.');
  });

  test('is kept over a restart, for this server alone', async () => {
    await alice.run('/progress', { film: 'rashomon-1950', watched: 'setup', read: 'finished' });
    await foyer.bot().kill();
    await foyer.restart();
    const { message } = await alice.run('/progress', { film: 'rashomon-1950' });
    expect(lines(message)[1]).toBe('You are in the setup of the film, and you have finished the book.');
    const other = foyer.loopback.addServer({ name: 'Another club' });
    const there = await alice.in(other.channels[0] ?? other).run('/progress', { film: 'rashomon-1950' });
    expect(lines(there.message)[1]).toContain('You have not said how far you are with the film');
  });

  test('of a film that was not clear is kept for the one that was meant', async () => {
    const { message } = await bob.run('/progress', { film: 'solaris', watched: 'middle' });
    const { message: card } = await bob.press(message, 'Solaris (2002)');
    expect(lines(card)[0]).toBe('## How far you are with Solaris (2002)');
    expect(lines(card)[1]).toContain('You are in the middle of the film');
  });

  test('pressed under somebody else’s name is one’s own, and shown to oneself alone', async () => {
    const { message } = await alice.run('/review', { film: solaris });
    const forged = await bob.pressForged(message, `progress.set/v1/${solaris}/3-`);
    expect(forged.message.ephemeral).toBe(true);
    expect(lines(forged.message)[1]).toContain('You have finished the film');
    expect(message.text).not.toContain('How far');
  });

  test('belongs to servers', async () => {
    const { message } = await alice.in('dm').run('/synopsis', { film: solaris });
    const answer = await alice.in('dm').pressForged(message, `progress.set/v1/${solaris}/3-`);
    expect(answer.message.text).toBe('That works on servers that have Foyer. Ask for it there.');
  });
});
