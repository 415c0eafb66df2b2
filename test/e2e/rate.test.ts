import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Server } from '../../src/playground/loopback.ts';
import type { Member } from '../../src/playground/members.ts';
import { readable } from '../../src/playground/readable.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { type Foyer, startFoyer } from '../foyer.ts';

const film = 'never-let-me-go-2010';
const allStars = ['½', '★', '★½', '★★', '★★½', '★★★', '★★★½', '★★★★', '★★★★½', '★★★★★'];
/** As they are offered, in the list and in the form. */
const offered = allStars.map((stars, index) => `${stars} · ${(index + 1) / 2}`);

let foyer: Foyer;

beforeAll(async () => {
  foyer = await startFoyer();
});
afterAll(() => foyer.end());

/** A server of its own for each test, so that its tallies begin at nothing. */
function club(...names: readonly string[]): { server: Server; members: readonly Member[] } {
  const server = foyer.loopback.addServer();
  return { server, members: names.map((name) => foyer.loopback.addMember(name, { server })) };
}

function pair(): { server: Server; alice: Member; bob: Member } {
  const server = foyer.loopback.addServer();
  const { loopback } = foyer;
  return { server, alice: loopback.addMember('Alice', { server }), bob: loopback.addMember('Bob', { server }) };
}

const sharedIn = (server: Server) => server.channels[0]?.messages.map(({ text }) => text) ?? [];

/** Presses Share, and resolves when so many shared stars stand in the server's channel. */
async function share(member: Member, message: SeenMessage, server: Server, count = 1): Promise<readonly string[]> {
  await member.press(message, 'Share');
  await foyer.loopback.until(() => sharedIn(server).length >= count, 'the shared stars');
  return sharedIn(server);
}

/** The bars of a rating card: counts and stars, best first. */
function barsOf(text: string): readonly { readonly filled: number; readonly count: number; readonly stars: string }[] {
  return [...text.matchAll(/^`([█░]{10}) +(\d+)` (.+)$/gm)].map(([, cells = '', count = '', stars = '']) => ({
    filled: cells.replaceAll('░', '').length,
    count: Number(count),
    stars: stars.replaceAll('*', ''),
  }));
}

describe('C5: /rate', () => {
  test('has ten fixed steps of stars, and film or book to choose from', () => {
    const options = foyer.loopback.commands.find(({ name }) => name === 'rate')?.options ?? [];
    expect(options.map(({ name, required = false, choices }) => ({ name, required, choices }))).toMatchObject([
      { name: 'film', required: true },
      { name: 'stars', required: true, choices: offered.map((name, index) => ({ name, value: index + 1 })) },
      {
        name: 'work',
        required: false,
        choices: [
          { name: 'Film', value: 'film' },
          { name: 'Book', value: 'book' },
        ],
      },
    ]);
  });

  test('C2: is for servers that have the bot, like /bookvsfilm', () => {
    const { commands } = foyer.loopback;
    for (const command of commands.filter(({ name }) => name === 'rate' || name === 'bookvsfilm')) {
      expect(command.raw).toMatchObject({ contexts: [0], integration_types: [0] });
    }
  });

  test('answers privately: what you gave, what the server gave, and what you can do now', async () => {
    const { alice, server } = pair();
    const { message } = await alice.run('/rate', { film, stars: '★★★½' });
    expect(message.ephemeral).toBe(true);
    expect(readable(message)).toBe(
      [
        '┌────────────────────────────────────────',
        '│ **★★★½** from you, for the film Never Let Me Go (2010).',
        '│ 1 rating on this server. From three on you see their median and average, too.',
        '│ `░░░░░░░░░░ 0` ★★★★★',
        '│ `░░░░░░░░░░ 0` ★★★★½',
        '│ `░░░░░░░░░░ 0` ★★★★',
        '│ `██████████ 1` **★★★½**',
        '│ `░░░░░░░░░░ 0` ★★★',
        '│ `░░░░░░░░░░ 0` ★★½',
        '│ `░░░░░░░░░░ 0` ★★',
        '│ `░░░░░░░░░░ 0` ★½',
        '│ `░░░░░░░░░░ 0` ★',
        '│ `░░░░░░░░░░ 0` ½',
        '│ [ Change ]  [ Take back ]  [ Share ]',
        '└────────────────────────────────────────',
      ].join('\n'),
    );
    expect(server.channels[0]?.messages).toEqual([]);
  });

  test.each(allStars.map((stars, index) => ({ stars, steps: index + 1 })))('takes $stars', async ({ stars }) => {
    const { alice } = pair();
    const { message } = await alice.run('/rate', { film, stars });
    expect(message.text).toContain(`**${stars}** from you, for the film Never Let Me Go (2010).`);
    expect(barsOf(message.text).filter(({ count }) => count === 1)).toEqual([{ stars, count: 1, filled: 10 }]);
  });

  test.each([
    ['3.5', '★★★½'],
    ['0.5', '½'],
    ['4.5', '★★★★½'],
  ])('is found by typing %s', async (typed, stars) => {
    const { alice } = pair();
    const { message } = await alice.run('/rate', { film, stars: typed });
    expect(message.text).toContain(`**${stars}** from you, for the film Never Let Me Go (2010).`);
  });

  test('rates the book where the member says so', async () => {
    const { alice } = pair();
    const { message } = await alice.run('/rate', { film, stars: '★★★★★', work: 'Book' });
    expect(message.text).toContain('**★★★★★** from you, for the book Never Let Me Go, by Kazuo Ishiguro.');
  });

  test('shows median and average from three ratings on, and not before', async () => {
    const { members } = club('Ann', 'Ben', 'Cy', 'Di');
    const answers: string[] = [];
    for (const [index, stars] of ['★', '★★½', '★★★★★', '★★★'].entries()) {
      const exchange = await members[index]?.run('/rate', { film, stars });
      answers.push(exchange?.message.text.split('\n')[1] ?? '');
    }
    expect(answers).toEqual([
      '1 rating on this server. From three on you see their median and average, too.',
      '2 ratings on this server. From three on you see their median and average, too.',
      '3 ratings on this server: median 2.5, average 2.8 of 5.',
      '4 ratings on this server: median 2.75, average 2.9 of 5.',
    ]);
  });

  test('lines its bars up under each other, whatever the counts', async () => {
    const { members } = club(...Array.from({ length: 12 }, (_, index) => `M${index}`));
    const texts = await Promise.all(
      members.map(
        async (member, index) => (await member.run('/rate', { film, stars: index < 11 ? '★' : '½' })).message.text,
      ),
    );
    const last = texts.find((text) => text.includes('12 ratings')) ?? '';
    const bars = last.split('\n').filter((line) => line.startsWith('`'));
    expect(bars).toHaveLength(10);
    expect(new Set(bars.map((line) => line.indexOf('`', 1)))).toEqual(new Set([14]));
    expect(bars.map((line) => line.replaceAll('*', ''))).toContain('`█████████░ 11` ★');
  });

  test('writes numbers as they are written where the member lives', async () => {
    const server = foyer.loopback.addServer();
    const german = foyer.loopback.addMember('Grete', { server, locale: 'de' });
    for (const name of ['Ann', 'Ben']) {
      await foyer.loopback.addMember(name, { server }).run('/rate', { film, stars: '★★★' });
    }
    const { message } = await german.run('/rate', { film, stars: '★★★½' });
    expect(message.text).toContain('3 ratings on this server: median 3, average 3,2 of 5.');
  });

  test('counts a member once for each work, with the stars they gave last', async () => {
    const { alice, bob } = pair();
    await bob.run('/rate', { film, stars: '★★' });
    await alice.run('/rate', { film, stars: '★' });
    const { message } = await alice.run('/rate', { film, stars: '★★★★' });
    expect(message.text).toContain('2 ratings on this server.');
    expect(barsOf(message.text).filter(({ count }) => count > 0)).toEqual([
      { stars: '★★★★', count: 1, filled: 5 },
      { stars: '★★', count: 1, filled: 5 },
    ]);
    const book = await alice.run('/rate', { film, stars: '½', work: 'book' });
    expect(book.message.text).toContain('1 rating on this server.');
  });

  test('counts a book that was filmed twice once, and its films apart', async () => {
    const { alice, bob } = pair();
    await alice.run('/rate', { film: 'solaris-1972', stars: '★★★★', work: 'book' });
    const theirs = await bob.run('/rate', { film: 'solaris-2002', stars: '★★★', work: 'book' });
    expect(theirs.message.text).toContain('**★★★** from you, for the book Solaris, by Stanisław Lem.\n2 ratings');
    const again = await alice.run('/rate', { film: 'solaris-2002', stars: '★★', work: 'book' });
    expect(again.message.text).toContain('2 ratings on this server.');
    await alice.run('/rate', { film: 'solaris-1972', stars: '★★★★' });
    const other = await bob.run('/rate', { film: 'solaris-2002', stars: '★★★' });
    expect(other.message.text).toContain('1 rating on this server.');
  });

  test('keeps servers apart', async () => {
    const { alice } = pair();
    await alice.run('/rate', { film, stars: '★★' });
    const elsewhere = pair();
    const { message } = await elsewhere.alice.run('/rate', { film, stars: '★★' });
    expect(message.text).toContain('1 rating on this server.');
  });

  test('offers the nearest films, whose buttons give the stars', async () => {
    const { alice } = pair();
    const { message } = await alice.run('/rate', { film: 'zzyzx qwv', stars: '★★★½', work: 'book' });
    expect(message.ephemeral).toBe(true);
    expect(message.text).toBe('I am not sure which film “zzyzx qwv” is. One of these?');
    expect(message.buttons).toHaveLength(3);
    const [first] = message.buttons;
    const given = await alice.press(message, first?.label ?? '');
    expect(given.message.ephemeral).toBe(true);
    expect(given.message.text).toMatch(/^\*\*★★★½\*\* from you, for the book .+\n1 rating on this server\./);
  });

  test('takes free text that clearly means one film', async () => {
    const { alice } = pair();
    const { message } = await alice.run('/rate', { film: 'never let me go', stars: '★' });
    expect(message.text).toContain('for the film Never Let Me Go (2010).');
  });

  test('escapes a title with Markdown in it', async () => {
    const { alice } = pair();
    const { message } = await alice.run('/rate', { film: 'm-a-s-h-1970', stars: '★' });
    expect(message.text).toContain('for the film M\\*A\\*S\\*H (1970).');
  });
});

describe('C5: Change', () => {
  test('opens a form with ten steps and both works, filled in as they were given', async () => {
    const { alice } = pair();
    const { message } = await alice.run('/rate', { film, stars: '★★★½', work: 'book' });
    const { modal } = await alice.press(message, 'Change');
    expect(modal.title).toBe('Never Let Me Go (2010)');
    expect(modal.fields.map(({ label, options }) => ({ label, options: options.map((one) => one.label) }))).toEqual([
      { label: 'How many stars?', options: [...offered].reverse() },
      { label: 'For what?', options: ['Film', 'Book'] },
    ]);
    expect(modal.fields.map(({ raw }) => raw.options)).toMatchObject([
      expect.arrayContaining([{ label: '★★★½ · 3.5', value: '7', default: true }]),
      [
        { label: 'Film', value: 'film', description: 'Never Let Me Go (2010)', default: false },
        { label: 'Book', value: 'book', description: 'Never Let Me Go, by Kazuo Ishiguro', default: true },
      ],
    ]);
  });

  test('puts the new stars in the place of the old ones, on the same message', async () => {
    const { alice } = pair();
    const { message } = await alice.run('/rate', { film, stars: '★★★½' });
    const { modal } = await alice.press(message, 'Change');
    const changed = await alice.submit(modal, { stars: '★★★★★', work: 'Film' });
    expect(changed.outcome).toBe('update');
    expect(changed.message).toBe(message);
    expect(message.text).toContain('**★★★★★** from you, for the film Never Let Me Go (2010).\n1 rating on');
    expect(barsOf(message.text)[0]).toEqual({ stars: '★★★★★', count: 1, filled: 10 });
  });

  test('begins from the stars that stand now, even on an older card', async () => {
    const { alice } = pair();
    const { message } = await alice.run('/rate', { film, stars: '★' });
    await alice.run('/rate', { film, stars: '★★★★' });
    const { modal } = await alice.press(message, 'Change');
    expect(modal.fields[0]?.raw.options).toContainEqual(expect.objectContaining({ label: '★★★★ · 4', default: true }));
  });

  test('gives the other work its stars where the form says so, and leaves the first its own', async () => {
    const { alice } = pair();
    const { message } = await alice.run('/rate', { film, stars: '★★★½' });
    const { modal } = await alice.press(message, 'Change');
    await alice.submit(modal, { stars: '★★', work: 'Book' });
    expect(message.text).toContain('**★★** from you, for the book Never Let Me Go, by Kazuo Ishiguro.');
    const again = await alice.run('/rate', { film, stars: '★★★' });
    expect(again.message.text).toContain('1 rating on this server.');
  });
});

describe('C5: Take back', () => {
  test('leaves no rating behind, and another can be given', async () => {
    const { alice, bob } = pair();
    await bob.run('/rate', { film, stars: '★★' });
    const { message } = await alice.run('/rate', { film, stars: '★★★½' });
    const taken = await alice.press(message, 'Take back');
    expect(taken.outcome).toBe('update');
    expect(message.text).toContain(
      'Taken back: you have no stars on the film Never Let Me Go (2010) now.\n1 rating on this server.',
    );
    expect(message.buttons.map(({ label }) => label)).toEqual(['Rate']);
    const { modal } = await alice.press(message, 'Rate');
    expect(modal.fields[0]?.raw.options).not.toContainEqual(expect.objectContaining({ default: true }));
    const given = await alice.submit(modal, { stars: '★★★', work: 'Film' });
    expect(given.message.ephemeral).toBe(true);
    expect(given.message.text).toContain('**★★★** from you, for the film Never Let Me Go (2010).\n2 ratings');
  });

  test('says that nobody has rated it when the last rating is gone', async () => {
    const { alice } = pair();
    const { message } = await alice.run('/rate', { film, stars: '★★★½' });
    await alice.press(message, 'Take back');
    expect(message.text).toContain('now.\nNobody here has rated it yet.\n`░░░░░░░░░░ 0` ★★★★★\n');
  });

  test('says so where there is nothing to take back any more', async () => {
    const { alice } = pair();
    const first = await alice.run('/rate', { film, stars: '★★★½' });
    const second = await alice.run('/rate', { film, stars: '★★★½' });
    await alice.press(first.message, 'Take back');
    await alice.press(second.message, 'Take back');
    expect(second.message.text).toContain('You have no stars on the film Never Let Me Go (2010).\nNobody here');
  });
});

describe('C5: Share', () => {
  test('shows everybody the stars, without a ping, and the private card says so', async () => {
    const { alice, server } = pair();
    const { message } = await alice.run('/rate', { film, stars: '★★★½' });
    await share(alice, message, server);
    const posted = server.channels[0]?.messages ?? [];
    expect(posted.map(({ text }) => text)).toEqual([`<@${alice.id}> gives the film Never Let Me Go (2010) **★★★½**.`]);
    expect(posted[0]?.raw.mentions).toEqual([]);
    expect(message.text).toMatch(/\n-# Everybody here can see these stars now\.$/);
    expect(message.buttons.map(({ label }) => label)).toEqual(['Change', 'Take back']);
  });

  test('shares once, even when pressed twice at once', async () => {
    const { alice, server } = pair();
    const { message } = await alice.run('/rate', { film, stars: '★★★½' });
    const answered = foyer.loopback.requests.length;
    // One of the two is acknowledged without anything to see, which settles nothing that could be awaited.
    void alice.press(message, 'Share');
    void alice.press(message, 'Share');
    const answers = () => foyer.loopback.requests.slice(answered);
    await foyer.loopback.until(() => answers().length === 3, 'two answers and the shared stars');
    expect(answers().map(({ method, status }) => `${method} ${status}`)).toEqual(['POST 204', 'POST 204', 'POST 200']);
    expect(sharedIn(server)).toHaveLength(1);
  });

  test('shares again after the stars were changed', async () => {
    const { alice, server } = pair();
    const { message } = await alice.run('/rate', { film, stars: '★★★½' });
    await share(alice, message, server);
    const { modal } = await alice.press(message, 'Change');
    const changed = await alice.submit(modal, { stars: '★★★★', work: 'Film' });
    expect(await share(alice, changed.message, server, 2)).toEqual([
      `<@${alice.id}> gives the film Never Let Me Go (2010) **★★★½**.`,
      `<@${alice.id}> gives the film Never Let Me Go (2010) **★★★★**.`,
    ]);
  });

  test('shares again after the stars were taken back and given anew', async () => {
    const { alice, server } = pair();
    const { message } = await alice.run('/rate', { film, stars: '★★★½' });
    await share(alice, message, server);
    await alice.press(message, 'Take back');
    const { modal } = await alice.press(message, 'Rate');
    const again = await alice.submit(modal, { stars: '★★', work: 'Film' });
    expect((await share(alice, again.message, server, 2)).at(-1)).toContain('**★★**');
  });

  test('shares what stands now, from an older card too', async () => {
    const { alice, server } = pair();
    const { message } = await alice.run('/rate', { film, stars: '★★★½' });
    await alice.run('/rate', { film, stars: '★★' });
    expect(await share(alice, message, server)).toEqual([
      `<@${alice.id}> gives the film Never Let Me Go (2010) **★★**.`,
    ]);
    expect(message.text).toContain('**★★** from you');
  });

  test('shares nothing that was taken back', async () => {
    const { alice, server } = pair();
    const first = await alice.run('/rate', { film, stars: '★★★½' });
    const second = await alice.run('/rate', { film, stars: '★★★½' });
    await alice.press(first.message, 'Take back');
    await alice.press(second.message, 'Share');
    expect(server.channels[0]?.messages).toEqual([]);
    expect(second.message.text).toContain('You have no stars on the film Never Let Me Go (2010).');
  });
});

describe('C5: Rate on a review card', () => {
  test('opens the form for anybody, with nothing filled in but the film, and answers privately', async () => {
    const { alice, bob } = pair();
    const { message: card } = await alice.run('/review', { film });
    const { modal } = await bob.press(card, 'Rate');
    expect(modal.fields[0]?.raw.options).not.toContainEqual(expect.objectContaining({ default: true }));
    expect(modal.fields[1]?.raw.options).toContainEqual(expect.objectContaining({ value: 'film', default: true }));
    const given = await bob.submit(modal, { stars: '★★★★' });
    expect(given.outcome).toBe('message');
    expect(given.message.ephemeral).toBe(true);
    expect(given.message.text).toContain('**★★★★** from you, for the film Never Let Me Go (2010).\n1 rating');
    expect(card.buttons.map(({ label }) => label)).toContain('Rate');
  });

  test('begins from the stars that the member gave before', async () => {
    const { alice, bob } = pair();
    const { message: card } = await alice.run('/review', { film });
    await bob.run('/rate', { film, stars: '★★½' });
    const { modal } = await bob.press(card, 'Rate');
    expect(modal.fields[0]?.raw.options).toContainEqual(expect.objectContaining({ label: '★★½ · 2.5', default: true }));
  });
});

describe('E6: presses that no card of ours offers', () => {
  test.each([
    ['an older version', `rate.take-back/v0/${film}/film`],
    ['too many stars', `rate.give/v1/${film}/film/11`],
    ['no stars', `rate.give/v1/${film}/film/0`],
    ['a third work', `rate.share/v1/${film}/opera`],
    ['a piece missing', 'rate.give/v1'],
    ['a piece too many', `rate.take-back/v1/${film}/film/more`],
  ])('are answered kindly: %s', async (_, customId) => {
    const { alice } = pair();
    const { message } = await alice.run('/rate', { film, stars: '★' });
    const { message: answer } = await alice.pressForged(message, customId);
    const id = foyer.loopback.commands.find(({ name }) => name === 'rate')?.id;
    expect(answer.ephemeral).toBe(true);
    expect(answer.text).toBe(`This card is from an older Foyer: ask again with </rate:${id}>.`);
    expect((await alice.run('/rate', { film, stars: '★' })).message.text).toContain('1 rating on this server.');
  });

  test('are answered kindly where the film is in no catalogue', async () => {
    const { alice } = pair();
    const { message } = await alice.run('/rate', { film, stars: '★' });
    const { message: answer } = await alice.pressForged(message, 'rate.give/v1/no-such-film-1900/film/5');
    expect(answer.text).toBe('That film is not in the catalogue any more. Ask for another one.');
  });
});

describe('E8: a rush', () => {
  test('a hundred members rating at the same moment are all confirmed and all counted, once', async () => {
    const { members } = club(...Array.from({ length: 100 }, (_, index) => `M${index}`));
    const before = foyer.loopback.requests.length;
    const answers = await Promise.all(
      members.map(async (member, index) => ({
        stars: allStars[index % 10] ?? '',
        exchange: await member.run('/rate', { film, stars: allStars[index % 10] ?? '' }),
      })),
    );
    for (const { stars, exchange } of answers) {
      expect(exchange.message.ephemeral).toBe(true);
      expect(exchange.message.text).toContain(`**${stars}** from you`);
    }
    const { message } = await (members[0]?.run('/rate', { film, stars: '½' }) ?? Promise.reject(new Error('nobody')));
    expect(message.text).toContain('100 ratings on this server: median 2.75, average 2.8 of 5.');
    expect(barsOf(message.text).map(({ count }) => count)).toEqual(Array.from({ length: 10 }, () => 10));
    const statuses = foyer.loopback.requests.slice(before).map(({ status }) => status);
    expect(statuses.filter((status) => status >= 400)).toEqual([]);
  });

  test('one member who rates twenty times at once has one rating', async () => {
    const { alice } = pair();
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => alice.run('/rate', { film, stars: allStars[index % 10] ?? '' })),
    );
    const { message } = await alice.run('/rate', { film, stars: '★★' });
    expect(message.text).toContain('1 rating on this server.');
    expect(barsOf(message.text).filter(({ count }) => count !== 0)).toEqual([{ stars: '★★', count: 1, filled: 10 }]);
  });
});

test('the log names nothing that went wrong', () => {
  expect(foyer.bot().output.stderr).not.toMatch(/"level":(40|50|60)/);
});
