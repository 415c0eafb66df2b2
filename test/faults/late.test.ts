import { KeyvSqlite } from '@keyv/sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Server } from '../../src/playground/loopback.ts';
import type { Exchange, Member } from '../../src/playground/members.ts';
import { type Foyer, startFoyer } from '../foyer.ts';

const film = 'never-let-me-go-2010';
/** Longer than the two seconds after which an answer is deferred. */
const held = 2500;

let foyer: Foyer;
beforeAll(async () => {
  foyer = await startFoyer();
});
afterAll(() => foyer.end());

/** A server of its own for each test, so that its tallies begin at nothing. */
function club(): { server: Server; alice: Member; bob: Member } {
  const { loopback } = foyer;
  const server = loopback.addServer();
  return { server, alice: loopback.addMember('Alice', { server }), bob: loopback.addMember('Bob', { server }) };
}

/** What another program can do with the store's file. */
async function withStore<T>(task: (query: KeyvSqlite['query']) => Promise<T>): Promise<T> {
  const other = new KeyvSqlite({ uri: foyer.storeUrl, busyTimeout: 5000 });
  try {
    return await task(other.query);
  } finally {
    await other.close();
  }
}

/** Lets nobody write to the store until what the members ask is deferred; the bot would wait a little longer than that. */
async function whileStoreIsHeld<T>(act: () => Promise<T>, isOver = areDeferred): Promise<T> {
  return withStore(async (query) => {
    await query('BEGIN EXCLUSIVE');
    const earlier = foyer.loopback.interactions.length;
    const acting = act();
    await expect.poll(() => isOver(earlier), { interval: 10, timeout: 10_000 }).toBe(true);
    await query('COMMIT');
    return acting;
  });
}

/** Suggestions aside, all that was asked since then. */
function areDeferred(earlier: number): boolean {
  const asked = foyer.loopback.interactions.slice(earlier).filter(({ interaction: { type } }) => type !== 4);
  return asked.length > 0 && asked.every(({ interaction: { deferred } }) => deferred !== false);
}

/** Resolves when the bot has begun with what it was asked before: suggestions need no store. */
async function untilBegun(): Promise<void> {
  await foyer.alice.complete('review', { film: '' }, 'film');
}

const logLines = () => foyer.bot().output.stderr.trim().split('\n');
const linesOf = ({ id }: Pick<Exchange, 'id'>) => logLines().filter((line) => line.includes(id));
const publicTexts = ({ channels }: Server) => channels[0]?.messages.map(({ text }) => text) ?? [];
const fault = ({ id }: Exchange) =>
  `That did not work, and it is our fault. If it happens again, give the host this reference: \`${id}\``;

describe('E7: an answer slower than two seconds', () => {
  test('is deferred: what is private stays private, what is public public, and every vote counts', async () => {
    const { alice, bob, server } = club();
    const carol = foyer.loopback.addMember('Carol', { server });
    const { message: mine } = await carol.run('/rate', { film, stars: '★★' });
    const [rated, synopsis, review, opened, takenBack] = await whileStoreIsHeld(async () => {
      // Who waits to write keeps everybody waiting who comes later, if only to read.
      const rating = alice.run('/rate', { film, stars: '★★★½' });
      await untilBegun();
      return Promise.all([
        rating,
        alice.run('/synopsis', { film, private: true }),
        bob.run('/review', { film }),
        bob.run('/bookvsfilm', { film }),
        carol.press(mine, 'Take back'),
      ]);
    });
    expect([rated, synopsis, review, opened, takenBack].map(({ deferred }) => deferred)).toEqual([
      'private',
      'private',
      'public',
      'public',
      'update',
    ]);
    expect([rated, synopsis, review, opened].map(({ message }) => message.ephemeral)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(rated.message.text).toContain('**★★★½** from you, for the film Never Let Me Go (2010).');
    expect(synopsis.message.text).toContain('Synopsis of Never Let Me Go (2010)');
    expect(synopsis.messages.every(({ ephemeral }) => ephemeral)).toBe(true);
    expect(review.message.text).toContain('## Never Let Me Go (2010)');
    expect(opened.message.text).toContain('Book or film? Never Let Me Go (2010)');
    expect(takenBack.outcome).toBe('update');
    expect(mine.text).toContain('Taken back: you have no stars on the film Never Let Me Go (2010) now.');
    const { message } = await carol.run('/rate', { film, stars: '★★★½' });
    expect(message.text).toContain('2 ratings on this server.');
  });

  test('stands, though what was to follow it fails for our fault', async () => {
    const { alice, bob, server } = club();
    foyer.loopback.faults.next({ method: 'POST', path: /\/threads$/ }, { kind: 'status', status: 400 });
    const opened = await whileStoreIsHeld(async () => {
      const rating = alice.run('/rate', { film, stars: '★' });
      await untilBegun();
      const opening = await bob.run('/bookvsfilm', { film });
      await rating;
      return opening;
    });
    expect(opened.deferred).toBe('public');
    await expect.poll(() => opened.messages.length).toBe(2);
    const [card, told] = opened.messages;
    expect(card?.text).toContain('Book or film? Never Let Me Go (2010)');
    expect(told?.ephemeral).toBe(true);
    expect(told?.text).toBe(fault(opened));
    expect(publicTexts(server)).toHaveLength(1);
  });

  test('that fails for our fault is told privately, and nothing public is left of it', async () => {
    const { alice, bob, server } = club();
    await alice.run('/rate', { film, stars: '★' });
    // Dropped from memory, the votes are read again; and one of them is damaged.
    await foyer.bot().advance(61_000);
    await withStore(async (query) =>
      query(`UPDATE keyv SET value = '{"value":{"version":1,"steps":"${'secret'}"}}' WHERE key = ?`, [
        `rating:${server.id}:film:${film}:${alice.id}`,
      ]),
    );
    const review = await whileStoreIsHeld(async () => {
      const rating = alice.run('/rate', { film, stars: '★★', work: 'book' });
      await untilBegun();
      const reading = await bob.run('/review', { film });
      await rating;
      return reading;
    });
    expect(review.deferred).toBe('public');
    expect(review.messages).toHaveLength(1);
    expect(review.message.ephemeral).toBe(true);
    expect(review.message.text).toBe(fault(review));
    expect(publicTexts(server)).toEqual([]);
    const [line = '', ...more] = linesOf(review);
    expect(more).toEqual([]);
    expect(line).toContain(`The record at rating:${server.id}:film:${film}:… cannot be read`);
    expect(line).not.toContain('secret');
    // A vote of one's own mends the record.
    const { message } = await alice.run('/rate', { film, stars: '★★' });
    expect(message.text).toContain('1 rating on this server.');
  });

  test('that turns out to be for the member alone is given privately, and the public announcement goes', async () => {
    const { alice, bob, server } = club();
    const { message: card } = await alice.run('/bookvsfilm', { film });
    await foyer.loopback.until(() => card.thread !== undefined, 'the thread');
    foyer.loopback.faults.next(
      { method: 'PATCH', path: new RegExp(`/messages/${card.id}$`) },
      { kind: 'slow', ms: held, when: 'before' },
    );
    const second = await bob.run('/bookvsfilm', { film });
    expect(second.deferred).toBe('public');
    expect(second.messages).toHaveLength(1);
    expect(second.message.ephemeral).toBe(true);
    expect(second.message.text).toMatch(
      /^A poll on this film is open already, and closes <t:\d+:R>: https:\/\/discord\.com\/channels\/\d+\/\d+\/\d+$/,
    );
    expect(server.channels[0]?.messages.map(({ id }) => id)).toEqual([card.id]);
  });
});

describe('E7: the same thing twice', () => {
  test('two presses at the same moment are one ballot, and both are answered', async () => {
    const { alice, bob } = club();
    const { message: card } = await alice.run('/bookvsfilm', { film });
    const answers = await Promise.all([bob.press(card, 'Book'), bob.press(card, 'Book')]);
    for (const { message } of answers) {
      expect(message.ephemeral).toBe(true);
      expect(message.text).toContain('Your ballot on Never Let Me Go (2010): **Book**.');
    }
    await foyer.loopback.until(() => card.text.includes('1 ballot'), 'the ballot on the card');
    expect(card.text).not.toContain('2 ballots');
  });

  test('two presses of Share at the same moment share once', async () => {
    const { alice, server } = club();
    const { message } = await alice.run('/rate', { film, stars: '★★★' });
    await Promise.all([
      alice.press(message, 'Share'),
      // Answered by nothing to be seen.
      Promise.race([alice.press(message, 'Share'), foyer.loopback.until(() => publicTexts(server).length > 0, 'it')]),
    ]);
    await alice.run('/help');
    expect(publicTexts(server)).toEqual([`<@${alice.id}> gives the film Never Let Me Go (2010) **★★★**.`]);
  });

  test('an interaction that Discord delivers twice is handled once', async () => {
    const { alice, server } = club();
    const { length } = foyer.loopback.requests;
    const rating = alice.run('/rate', { film, stars: '★★★' });
    foyer.loopback.gateway.redeliverLast();
    const rated = await rating;
    const reading = alice.run('/review', { film });
    foyer.loopback.gateway.redeliverLast();
    await reading;
    // What came after it was handled after it.
    await alice.run('/help');
    const sent = foyer.loopback.requests.slice(length).map(({ method, path, status }) => ({ method, path, status }));
    expect(sent.filter(({ status }) => status >= 400)).toEqual([]);
    expect(sent.filter(({ path }) => path.includes('/callback'))).toHaveLength(3);
    expect(rated.message.text).toContain('1 rating on this server.');
    expect(publicTexts(server)).toHaveLength(1);
    expect(linesOf(rated)).toEqual([]);
  });
});

describe('E7: an interaction that has expired', () => {
  const expired = { code: 10062, message: 'Unknown interaction' };

  const isMet = async () => expect.poll(() => foyer.loopback.faults.pending).toBe(0);
  const expire = () =>
    foyer.loopback.faults.next({ method: 'POST', path: /\/callback$/ }, { kind: 'status', status: 404, body: expired });

  test('leaves the vote in the store and one line in the log; late suggestions leave none; the next is answered', async () => {
    const { alice, bob } = club();
    expire();
    const late = alice.run('/rate', { film, stars: '★★★' });
    await isMet();
    expire();
    const suggestions = bob.complete('review', { film: 'never' }, 'film');
    await isMet();
    const { message } = await bob.run('/rate', { film, stars: '★★★' });
    expect(message.text).toContain('2 ratings on this server.');
    expect(await bob.complete('review', { film: 'never' }, 'film')).not.toEqual([]);
    await expect(suggestions).rejects.toThrow('Loading options failed');
    const rating = await late;
    expect(rating.outcome).toBe('failed');
    const line = expect.stringMatching(/"code":10062,.*"action":"\/rate","msg":"a request failed"\}$/);
    expect(linesOf(rating)).toEqual([line]);
    expect(logLines().filter((each) => each.includes('10062'))).toEqual([line]);
  });

  test('the same where even the deferral comes too late', async () => {
    const { alice, bob } = club();
    foyer.loopback.faults.next({ method: 'POST', path: /\/callback$/ }, { kind: 'slow', ms: 1200, when: 'before' });
    const rating = await whileStoreIsHeld(
      async () => alice.run('/rate', { film, stars: '★★★' }),
      () => foyer.loopback.faults.pending === 0,
    );
    expect(rating.outcome).toBe('failed');
    const { message } = await bob.run('/rate', { film, stars: '★★★' });
    expect(message.text).toContain('2 ratings on this server.');
    await expect
      .poll(() => linesOf(rating))
      .toEqual([expect.stringMatching(/"code":10062,.*"action":"\/rate","msg":"a request failed"\}$/)]);
  });
});
