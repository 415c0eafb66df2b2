import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { KeyvSqlite } from '@keyv/sqlite';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startBotProcess } from '../../src/playground/bot-process.ts';
import { startLoopback } from '../../src/playground/loopback.ts';
import type { Member } from '../../src/playground/members.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { entry, type Foyer, startFoyer, untilHere } from '../foyer.ts';

const film = 'never-let-me-go-2010';
const minute = 60_000;

let foyer: Foyer;

beforeAll(async () => {
  foyer = await startFoyer();
});
afterAll(() => foyer.end());

/** Members of a server of its own. */
function club(...names: readonly string[]): readonly [Member, ...Member[]] {
  const server = foyer.loopback.addServer();
  const [first = '', ...rest] = names;
  const add = (name: string) => foyer.loopback.addMember(name, { server });
  return [add(first), ...rest.map(add)];
}

const rate = async (member: Member, stars: string, work = 'film') => member.run('/rate', { film, stars, work });
const labels = ({ buttons }: SeenMessage) => buttons.map(({ label }) => label);

/** The text of a file on a message, as a member downloads it. */
async function fileOn(message: SeenMessage, name: string): Promise<string> {
  const found = message.attachments.find((file) => file.name === name);
  if (!found) throw new Error(`There is no ${name}; there is ${message.attachments.map((file) => file.name)}`);
  return Buffer.from(await (await fetch(found.url)).arrayBuffer()).toString();
}

/** Every byte of the store's files, as text to search. */
async function rawStore(): Promise<string> {
  const folder = dirname(foyer.storeUrl.replace('sqlite://', ''));
  const names = (await readdir(folder)).filter((name) => name.includes('.sqlite'));
  return Buffer.concat(await Promise.all(names.map(async (name) => readFile(join(folder, name))))).toString('latin1');
}

/** Another program keeps the store's file locked, for longer than anybody waits, until the returned function is called. */
async function lockStore(): Promise<() => Promise<void>> {
  const adapter = new KeyvSqlite({ uri: foyer.storeUrl });
  await adapter.query('BEGIN IMMEDIATE');
  return async () => {
    await adapter.query('ROLLBACK');
    await adapter.close();
  };
}

describe('D1: /mydata', () => {
  test('says to whom nothing is kept of that nothing is', async () => {
    const [alice] = club('Alice');
    for (const member of [alice, alice.in('dm')]) {
      const { message } = await member.run('/mydata');
      expect(message.ephemeral).toBe(true);
      expect(message.text).toBe(
        '## What I keep about you\nNothing: you have no stars, no ballot and nothing else with me, on any server.',
      );
      expect(labels(message)).toEqual([]);
    }
  });

  test('says privately and in words what is kept, here and on all servers', async () => {
    const [alice] = club('Alice');
    await rate(alice, '★★★½');
    const [general] = foyer.loopback.addServer().channels;
    const there = alice.in({ id: general?.id ?? '' });
    await rate(there, '★★');
    await rate(there, '★★★★', 'book');
    const { message } = await alice.run('/mydata');
    expect(message.ephemeral).toBe(true);
    expect(message.text).toBe(
      [
        '## What I keep about you',
        '**On this server**: 1 rating.',
        '**On all servers together**: 3 ratings.',
        'Each stands under your Discord id, with the server’s id and the time. Only you can ask for it; others see no more than the counts that it is part of.',
      ].join('\n'),
    );
    expect(labels(message)).toEqual(['Export', 'Delete here', 'Delete everywhere']);
    const inTalk = await alice.in('dm').run('/mydata');
    expect(inTalk.message.text).not.toContain('On this server');
    expect(labels(inTalk.message)).toEqual(['Export', 'Delete everywhere']);
    const [empty] = foyer.loopback.addServer().channels;
    const elsewhere = await alice.in({ id: empty?.id ?? '' }).run('/mydata');
    expect(elsewhere.message.text).toContain('**On this server**: nothing.');
    expect(labels(elsewhere.message)).toEqual(['Export', 'Delete everywhere']);
  });

  test('gives everything of a member as files, and nothing of anybody else', async () => {
    const [alice, bob] = club('Alice', 'Bob');
    if (!bob) throw new Error('There is no Bob');
    await rate(alice, '★★★½');
    await rate(alice, '★★★★', 'book');
    await rate(bob, '½');
    const { message } = await alice.run('/mydata');
    const exported = (await alice.press(message, 'Export')).message;
    expect(exported.ephemeral).toBe(true);
    expect(exported.text).toBe(
      'All that I keep about you, on every server. The table has your stars for a spreadsheet; the other file has everything.',
    );
    expect(exported.components[0]).toMatchObject({ components: [{ type: 10 }, { type: 13 }, { type: 13 }] });
    const json = await fileOn(exported, 'mydata.json');
    const everything: unknown = JSON.parse(json);
    const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const server = expect.stringMatching(/^\d{17,19}$/);
    expect(everything).toEqual({
      version: 1,
      member: alice.id,
      exportedAt: at,
      ratings: [
        { server, at, work: 'book:ishiguro-never-let-me-go-2005', title: 'Never Let Me Go', stars: 4 },
        { server, at, work: `film:${film}`, title: 'Never Let Me Go', stars: 3.5 },
      ],
      ballots: [],
      takes: [],
      pollsOpened: [],
      progress: [],
    });
    expect(json).not.toContain(bob.id);
    const [header, ...rows] = (await fileOn(exported, 'ratings.csv')).trimEnd().split('\n');
    expect(header).toBe('\ufeffserver,work,title,stars,at');
    expect(rows).toEqual([
      expect.stringMatching(/^\d+,book:ishiguro-never-let-me-go-2005,Never Let Me Go,4,\d{4}-.*Z$/),
      expect.stringMatching(/^\d+,film:never-let-me-go-2010,Never Let Me Go,3\.5,\d{4}-.*Z$/),
    ]);
  });

  test('deletes here only after a question that names what goes, and only here', async () => {
    const [alice] = club('Alice');
    await rate(alice, '★★★½');
    const [general] = foyer.loopback.addServer().channels;
    const there = alice.in({ id: general?.id ?? '' });
    await rate(there, '★★');
    const { message } = await alice.run('/mydata');
    await alice.press(message, 'Delete here');
    expect(message.text).toBe(
      'This deletes what is yours on this server: 1 rating. Counts and averages follow. It cannot be undone.',
    );
    expect(labels(message)).toEqual(['Yes, delete', 'Keep it']);
    await alice.press(message, 'Keep it');
    expect(message.text).toContain('**On all servers together**: 2 ratings.');
    await alice.press(message, 'Delete here');
    await alice.press(message, 'Yes, delete');
    expect(message.text).toBe(
      [
        'Deleted: nothing of yours is left on this server.',
        '## What I keep about you',
        '**On this server**: nothing.',
        '**On all servers together**: 1 rating.',
        'Each stands under your Discord id, with the server’s id and the time. Only you can ask for it; others see no more than the counts that it is part of.',
      ].join('\n'),
    );
    expect((await rate(alice, '★')).message.text).toContain('1 rating on this server');
    expect((await rate(there, '★')).message.text).toContain('1 rating on this server');
  });

  test('tallies follow at once', async () => {
    const [alice, bob] = club('Alice', 'Bob');
    if (!bob) throw new Error('There is no Bob');
    await rate(alice, '★★★½');
    expect((await rate(bob, '★')).message.text).toContain('2 ratings on this server');
    const { message } = await alice.run('/mydata');
    await alice.press(message, 'Delete everywhere');
    expect(message.text).toBe(
      'This deletes what is yours on every server: 1 rating. Counts and averages follow. It cannot be undone.',
    );
    await alice.press(message, 'Yes, delete');
    expect(message.text).toBe('Deleted: nothing of yours is left, on any server.');
    expect(labels(message)).toEqual([]);
    expect((await rate(bob, '★')).message.text).toContain('1 rating on this server');
  });

  test('ballots go too: the card of an open poll follows, and the poll stays without their name', async () => {
    const [alice, bob] = club('Alice', 'Bob');
    if (!bob) throw new Error('There is no Bob');
    const card = (await alice.run('/bookvsfilm', { film })).message;
    await alice.press(card, 'Book');
    await bob.press(card, 'Film');
    await foyer.loopback.until(() => card.text.includes('2 ballots'), 'both ballots on the card', 15_000);
    const { message } = await alice.run('/mydata');
    expect(message.text).toContain('**On this server**: 1 ballot and your name on 1 poll you opened.');
    const exported = (await alice.press(message, 'Export')).message;
    const everything: unknown = JSON.parse(await fileOn(exported, 'mydata.json'));
    const named = { work: `film:${film}`, title: 'Never Let Me Go', poll: expect.any(String) };
    expect(everything).toMatchObject({
      ballots: [{ ...named, sides: { overall: 'book' }, knows: null, changed: false }],
      pollsOpened: [named],
    });
    expect(JSON.stringify(everything)).not.toContain(bob.id);
    await alice.press(message, 'Delete here');
    expect(message.text).toBe(
      'This deletes what is yours on this server: 1 ballot and your name on 1 poll you opened. Counts and averages follow. It cannot be undone.',
    );
    await alice.press(message, 'Yes, delete');
    await foyer.loopback.until(
      () => card.text.includes('1 ballot\n') || card.text.includes('1 ballot '),
      'the card',
      15_000,
    );
    const refused = await alice.press(card, 'Close');
    expect(refused.message.text).toBe('Only somebody with Manage Messages can do that.');
    expect(await rawStore()).not.toContain(alice.id);
  });

  test('a question that is stale deletes nothing that came after it, and asks again', async () => {
    const [alice] = club('Alice');
    await rate(alice, '★★★½');
    const { message } = await alice.run('/mydata');
    await alice.press(message, 'Delete everywhere');
    await rate(alice, '★★', 'book');
    await alice.press(message, 'Yes, delete');
    expect(message.text).toBe(
      [
        'Something has come in since I asked, so I ask again.',
        'This deletes what is yours on every server: 2 ratings. Counts and averages follow. It cannot be undone.',
      ].join('\n'),
    );
    await alice.press(message, 'Yes, delete');
    expect(message.text).toBe('Deleted: nothing of yours is left, on any server.');
  });

  test('a question that was answered elsewhere is harmless', async () => {
    const [alice] = club('Alice');
    await rate(alice, '★★★½');
    const one = (await alice.run('/mydata')).message;
    const other = (await alice.run('/mydata')).message;
    await alice.press(one, 'Delete everywhere');
    await alice.press(other, 'Delete everywhere');
    await alice.press(one, 'Yes, delete');
    await alice.press(other, 'Yes, delete');
    expect(other.text).toBe('Deleted: nothing of yours is left, on any server.');
  });

  test('a forged press reaches no more than one’s own, and “here” only where there is a here', async () => {
    const [alice, bob] = club('Alice', 'Bob');
    if (!bob) throw new Error('There is no Bob');
    await rate(alice, '★★★½');
    await rate(bob, '★★★½');
    const review = (await alice.run('/review', { film })).message;
    const forged = await bob.pressForged(review, `mydata.delete/v1/everywhere/${Date.now() + minute}`);
    expect(forged.message.ephemeral).toBe(true);
    expect(forged.message.text).toBe('Deleted: nothing of yours is left, on any server.');
    expect((await bob.run('/mydata')).message.text).toContain('Nothing:');
    expect((await alice.run('/mydata')).message.text).toContain('1 rating');
    const talk = alice.in('dm');
    const inTalk = (await talk.run('/mydata')).message;
    const here = await talk.pressForged(inTalk, `mydata.delete/v1/here/${Date.now()}`);
    expect(here.message.text).toBe('That works on servers that have Foyer. Ask for it there.');
  });
});

describe('D1: what was deleted', () => {
  test('leaves no byte of the member’s id in the store’s files', async () => {
    const [alice, bob] = club('Alice', 'Bob');
    if (!bob) throw new Error('There is no Bob');
    const [other] = foyer.loopback.addServer().channels;
    for (const place of [alice, alice.in({ id: other?.id ?? '' })]) {
      await rate(place, '★★★½');
      await rate(place, '★★★★', 'book');
      await rate(place, '★★');
    }
    await rate(bob, '★★');
    expect(await rawStore()).toContain(alice.id);
    const { message } = await alice.run('/mydata');
    await alice.press(message, 'Delete everywhere');
    await alice.press(message, 'Yes, delete');
    expect(message.text).toBe('Deleted: nothing of yours is left, on any server.');
    const raw = await rawStore();
    expect(raw).not.toContain(alice.id);
    expect(raw).toContain(bob.id);
    expect(foyer.bot().output.stderr).not.toContain(alice.id);
  });

  test('here leaves no key of the member on this server', async () => {
    const server = foyer.loopback.addServer();
    const alice = foyer.loopback.addMember('Alice', { server });
    const [other] = foyer.loopback.addServer().channels;
    await rate(alice, '★★★½');
    await rate(alice.in({ id: other?.id ?? '' }), '★★★½');
    const { message } = await alice.run('/mydata');
    await alice.press(message, 'Delete here');
    await alice.press(message, 'Yes, delete');
    const raw = await rawStore();
    expect(raw).not.toMatch(new RegExp(`\\w+:${server.id}:[^\\n]{0,80}:${alice.id}`));
    expect(raw).toContain(alice.id);
  });

  test('is gone from another process’s tallies within a minute', async () => {
    const { loopback, storeUrl } = foyer;
    const server = loopback.addServer();
    const alice = loopback.addMember('Alice', { server });
    await rate(alice, '★★★½');
    // The same server as another process serves it, on the same store.
    const beside = await startLoopback({ saved: loopback.save() });
    onTestFinished(() => beside.close());
    const second = startBotProcess({
      entry,
      apiUrl: beside.apiUrl,
      token: beside.token,
      storeUrl: storeUrl,
    });
    onTestFinished(() => second.kill());
    await untilHere(second);
    const again = beside.servers.find(({ id }) => id === server.id);
    const carol = beside.addMember('Carol', { ...(again && { server: again }) });
    const seen = async () => (await rate(carol, '★')).message.text;
    expect(await seen()).toContain('2 ratings on this server');
    const { message } = await alice.run('/mydata');
    await alice.press(message, 'Delete everywhere');
    await alice.press(message, 'Yes, delete');
    await second.advance(minute);
    expect(await seen()).toContain('1 rating on this server');
  });

  test('that could not be deleted is said not to be, and pressing again finishes', async () => {
    const [alice] = club('Alice');
    await rate(alice, '★★★½');
    const { message } = await alice.run('/mydata');
    await alice.press(message, 'Delete everywhere');
    const unlock = await lockStore();
    const refused = await alice.press(message, 'Yes, delete');
    const told = refused.messages.at(-1) ?? refused.message;
    expect(told.text).toMatch(
      /^I could not delete everything just now, and it is our fault\. Press \*\*Yes, delete\*\* once more: it goes on where this ended\. If it happens again, give the host this reference: `\d+`$/,
    );
    await unlock();
    await alice.press(message, 'Yes, delete');
    expect(message.text).toBe('Deleted: nothing of yours is left, on any server.');
    expect(await rawStore()).not.toContain(alice.id);
    expect(foyer.bot().output.stderr).not.toContain(alice.id);
  });
});
