import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Member } from '../../src/playground/members.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { type Foyer, startFoyer } from '../foyer.ts';
import { callback, cardEdit, post, stumbles } from './stumbles.ts';

const film = 'never-let-me-go-2010';

let foyer: Foyer;
beforeAll(async () => {
  foyer = await startFoyer({ limitMessages: false });
});
afterEach(() => foyer.loopback.faults.clear());
afterAll(() => foyer.end());

/** A server of its own for each test, and five who have rated. */
async function club(): Promise<{ readonly alice: Member; readonly bob: Member }> {
  const { loopback } = foyer;
  const server = loopback.addServer();
  const [alice, bob, ...others] = ['Alice', 'Bob', 'Carol', 'Dan', 'Eve'].map((name) =>
    loopback.addMember(name, { server }),
  );
  if (!alice || !bob) throw new Error('a club of nobody');
  for (const member of [alice, bob, ...others]) await member.run('/rate', { film, stars: '★★★½' });
  return { alice, bob };
}

const until = (condition: () => boolean, what: string) => foyer.loopback.until(condition, what);
const untilMet = async () => until(() => foyer.loopback.faults.pending === 0, 'the fault');

async function bytesAt(url: string | undefined): Promise<Buffer> {
  return Buffer.from(await (await fetch(url ?? 'missing:')).arrayBuffer());
}

/** The only picture of a message, whole: a PNG ends with the chunk IEND. */
async function expectPicture({ pictures }: SeenMessage): Promise<void> {
  expect(pictures).toHaveLength(1);
  const bytes = await bytesAt(pictures[0]?.url);
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(bytes.subarray(-8, -4).toString()).toBe('IEND');
}

describe.each(stumbles)('D6: %s', (_, fault) => {
  test('on the files of /mydata: both arrive whole, once', async () => {
    const { alice } = await club();
    const { message } = await alice.run('/mydata');
    foyer.loopback.faults.next(callback, fault);
    const { message: exported, messages } = await alice.press(message, 'Export');
    await untilMet();
    expect(messages).toHaveLength(1);
    expect(exported.attachments.map(({ name }) => name)).toEqual(['ratings.csv', 'mydata.json']);
    const [csv, json] = await Promise.all(exported.attachments.map(async ({ url }) => bytesAt(url)));
    expect(String(csv).trim().split('\n')).toHaveLength(2);
    expect(JSON.parse(String(json))).toMatchObject({ member: alice.id, ratings: [{ stars: 3.5 }] });
  });

  test('on deleting everything: it is gone, the member reads so, and the others’ is not touched', async () => {
    const { alice, bob } = await club();
    const { message } = await alice.run('/mydata');
    await alice.press(message, 'Delete everywhere');
    foyer.loopback.faults.next(callback, fault);
    await alice.press(message, 'Yes, delete');
    await untilMet();
    expect(message.text).toBe('Deleted: nothing of yours is left, on any server.');
    expect((await bob.run('/rate', { film, stars: '★' })).message.text).toContain('4 ratings on this server');
  });

  test('on a card with a picture: it stands once, with the picture', async () => {
    const { alice } = await club();
    foyer.loopback.faults.next(callback, fault);
    const { message, messages } = await alice.run('/ratings', { film });
    await untilMet();
    expect(messages).toHaveLength(1);
    expect(message.text).toContain('5 ratings');
    await expectPicture(message);
  });

  test('on the picture of a result: it is on the card and in the talk, once', async () => {
    const { alice, bob } = await club();
    const { message: card } = await alice.run('/bookvsfilm', { film });
    await until(() => card.thread?.messages.length === 1, 'the talk');
    await bob.press(card, 'Book');
    await until(() => card.text.includes('1 ballot\n'), 'the ballot on the card');
    foyer.loopback.faults.next(cardEdit, fault);
    foyer.loopback.faults.next(post, fault);
    await alice.press(card, 'Close');
    await until(() => card.thread?.messages.length === 2, 'the result');
    await untilMet();
    await alice.run('/help');
    expect(card.text).toContain('The poll is closed');
    expect(card.thread?.messages).toHaveLength(2);
    await expectPicture(card);
    await expectPicture(card.thread?.messages[1] ?? card);
  });
});
