import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Server } from '../../src/playground/loopback.ts';
import type { Member } from '../../src/playground/members.ts';
import { readable } from '../../src/playground/readable.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { type Foyer, startFoyer } from '../foyer.ts';

const film = 'never-let-me-go-2010';

let foyer: Foyer;
beforeAll(async () => {
  foyer = await startFoyer();
});
afterAll(() => foyer.end());

/** A server of its own for each test, so that its tallies begin at nothing. */
function club(size: number): { server: Server; members: readonly Member[]; alice: Member } {
  const server = foyer.loopback.addServer();
  const members = Array.from({ length: size }, (_, at) => foyer.loopback.addMember(`Member ${at}`, { server }));
  const [alice] = members;
  if (!alice) throw new Error('a club of nobody');
  return { server, members, alice };
}

type Given = readonly (readonly [film: string | undefined, book: string | undefined])[];

/** Each member gives both, or what they know of it. */
async function rateAll(members: readonly Member[], given: Given, which = film): Promise<void> {
  for (const [at, [ofFilm, ofBook]] of given.entries()) {
    if (ofFilm) await members[at]?.run('/rate', { film: which, stars: ofFilm });
    if (ofBook) await members[at]?.run('/rate', { film: which, stars: ofBook, work: 'Book' });
  }
}

const ratings = async (member: Member, options = {}) => (await member.run('/ratings', options)).message;
const labels = ({ buttons }: SeenMessage) => buttons.map(({ label }) => label);
const linesOf = ({ text }: SeenMessage) => text.split('\n');

/** What a member's Discord loads for the only picture of a message. */
async function loaded({ pictures }: SeenMessage): Promise<Buffer> {
  expect(pictures).toHaveLength(1);
  return Buffer.from(await (await fetch(pictures[0]?.url ?? '')).arrayBuffer());
}

describe('/ratings with a film', () => {
  test('shows film and book side by side, drawn and in words, to everybody', async () => {
    const { alice, members } = club(5);
    await rateAll(members, [
      ['★★★', '★★★★'],
      ['★★★½', '★★★★½'],
      ['★★★★', '★★★★★'],
      ['½', undefined],
      [undefined, '★'],
    ]);
    const message = await ratings(alice, { film });
    expect(message.ephemeral).toBe(false);
    expect(readable(message)).toBe(
      [
        '┌────────────────────────────────────────',
        '│ ## Stars for Never Let Me Go (2010) and its book',
        '│ **Film** · 4 ratings: average 2.8, median 3.25, spread 1.3',
        '│ **Book** · 4 ratings: average 3.6, median 4.25, spread 1.6',
        '│ **Book +1.0** among the 3 who rated both.',
        '│ [picture: Film, 4 ratings: 1 gave 4 stars, 1 gave 3½ stars, 1 gave 3 stars, 1 gave ½ star. Book, 4 ratings: 1 gave 5 stars, 1 gave 4½ stars, 1 gave 4 stars, 1 gave 1 star.]',
        '│ -# Bars are shares of each work’s own ratings. Spread is their standard deviation in stars: 0 where all agree.',
        '│ [ Your stars ]  [ Rate ]  [ Book or film? ]',
        '└────────────────────────────────────────',
      ].join('\n'),
    );
    const picture = await loaded(message);
    expect(picture.subarray(1, 4).toString()).toBe('PNG');
    expect(picture.readUInt32BE(16)).toBe(1000);
  });

  test('says so where nobody has rated either', async () => {
    const { alice } = club(1);
    const message = await ratings(alice, { film });
    expect(message.pictures).toEqual([]);
    expect(message.text).toBe(
      [
        '## Stars for Never Let Me Go (2010) and its book',
        '**Film** · no ratings yet',
        '**Book** · no ratings yet',
        'Nobody here has rated both yet.',
      ].join('\n'),
    );
  });

  test('gives away nobody’s stars: below three, neither what was given nor how the two compare', async () => {
    const { alice, members } = club(2);
    await rateAll(members, [
      ['★★★½', '★'],
      ['★★', '½'],
    ]);
    const message = await ratings(alice, { film });
    expect(message.pictures).toEqual([]);
    expect(linesOf(message).slice(1)).toEqual([
      '**Film** · 2 ratings. From three on you see what they are.',
      '**Book** · 2 ratings. From three on you see what they are.',
      '2 members have rated both. From three on, I compare the two.',
    ]);
    expect(JSON.stringify(message.raw)).not.toMatch(/★|½/);
  });

  test('draws the one that has enough, and not the other', async () => {
    const { alice, members } = club(3);
    await rateAll(members, [
      ['★★★', '★'],
      ['★★★', undefined],
      ['★★★', undefined],
    ]);
    const message = await ratings(alice, { film });
    expect(message.pictures.map(({ alt }) => alt)).toEqual(['Film, 3 ratings: 3 gave 3 stars. Book: 1 rating.']);
    expect(linesOf(message).slice(1, 4)).toEqual([
      '**Film** · 3 ratings: average 3.0, median 3, spread 0.0',
      '**Book** · 1 rating. From three on you see what they are.',
      '1 member has rated both. From three on, I compare the two.',
    ]);
  });

  test('says who is ahead, or that they are level', async () => {
    const { alice, members } = club(3);
    await rateAll(members, [
      ['★★★★', '★★★'],
      ['★★★★', '★★★½'],
      ['★★★★', '★★★★'],
    ]);
    expect((await ratings(alice, { film })).text).toContain('**Film +0.5** among the 3 who rated both.');
    await rateAll(members, [
      [undefined, '★★★★'],
      [undefined, '★★★★'],
    ]);
    expect((await ratings(alice, { film })).text).toContain('**Book and film level** among the 3 who rated both.');
  });

  test('follows every change: a rating taken back is out of all figures at once', async () => {
    const { alice, members } = club(4);
    await rateAll(members, [
      ['★★★', '★★★★'],
      ['★★★', '★★★★'],
      ['★★★', '★★★★'],
    ]);
    expect((await ratings(alice, { film })).text).toContain('among the 3 who rated both');
    const [, , , last] = members;
    const given = await last?.run('/rate', { film, stars: '★' });
    expect((await ratings(alice, { film })).text).toContain('**Film** · 4 ratings: average 2.5');
    if (given) await last?.press(given.message, 'Take back');
    expect((await ratings(alice, { film })).text).toContain('**Film** · 3 ratings: average 3.0');
  });

  test('shows your own two to you alone, and lets you rate from there', async () => {
    const { alice, members } = club(2);
    await rateAll(members, [['★★★½', undefined]]);
    const card = await ratings(alice, { film });
    const [, bob] = members;
    const own = await alice.press(card, 'Your stars');
    expect(own.message.ephemeral).toBe(true);
    expect(linesOf(own.message)).toEqual([
      'Your stars for Never Let Me Go (2010) and its book',
      'Film: **★★★½** from you',
      'Book: no stars from you yet',
    ]);
    expect(labels(own.message)).toEqual(['Rate the film', 'Rate the book']);
    expect((await bob?.press(card, 'Your stars'))?.message.text).toContain('Film: no stars from you yet');
    const form = await alice.press(own.message, 'Rate the book');
    const rated = await alice.submit(form.modal, { stars: '9', work: 'book' });
    expect(rated.message.text).toContain('**★★★★½** from you, for the book Never Let Me Go, by Kazuo Ishiguro.');
  });

  test('leads to /rate and to the poll', async () => {
    const { alice } = club(1);
    const card = await ratings(alice, { film });
    expect((await alice.press(card, 'Rate')).outcome).toBe('modal');
    expect((await alice.press(card, 'Book or film?')).message.text).toContain('Which was better?');
  });

  test('takes a title, and offers the nearest where it is not clear', async () => {
    const { alice } = club(1);
    const { message } = await alice.run('/ratings', { film: 'solaris' });
    const [first] = labels(message);
    expect(message.ephemeral).toBe(true);
    const chosen = await alice.press(message, first ?? '');
    expect(chosen.message.text).toContain('## Stars for Solaris');
    const suggested = await alice.complete('/ratings', { film: 'never let' }, 'film');
    expect(suggested.map(({ value }) => value)).toContain(film);
  });

  test('is for servers that have the bot', () => {
    const command = foyer.loopback.commands.find(({ name }) => name === 'ratings');
    expect(command?.raw).toMatchObject({ contexts: [0], integration_types: [0] });
    expect(command?.options).toMatchObject([{ name: 'film', autocomplete: true }]);
    expect(command?.options[0]?.required ?? false).toBe(false);
  });
});

describe('/ratings without a film', () => {
  test('says so where nothing has five ratings, on each board', async () => {
    const { alice, members } = club(4);
    await rateAll(
      members,
      Array.from({ length: 4 }, () => ['★★★★', '★★'] as const),
    );
    const highest = await ratings(alice);
    const mention = /<\/rate:\d+>/.exec(highest.text)?.[0] ?? '';
    expect(highest.text).toBe(`## Highest here\nNothing has five ratings on this server yet. Every ${mention} counts.`);
    expect(labels(highest)).toEqual(['Most divisive', 'Book against film']);
    const divisive = await alice.press(highest, 'Most divisive');
    expect(divisive.message.text).toContain('## Most divisive here\nNothing has five ratings');
    const gap = await alice.press(divisive.message, 'Book against film');
    expect(gap.message.text).toBe(
      `## Book against film here\nThere is no book and film yet that five members here rated both, and not alike. ${mention} takes \`work:Book\`, too.`,
    );
  });

  test('ranks works from five ratings on, by an average that few ratings do not lift', async () => {
    const { alice, members } = club(9);
    await rateAll(
      members,
      Array.from({ length: 9 }, () => ['★★★★½', undefined] as const),
    );
    const five = ['★★★★★', '★★★★½', '★★★★½', '★★★★½', '★★★★½'].map((stars) => [stars, undefined] as const);
    await rateAll(members, five, 'solaris-1972');
    const divided = ['½', '½', '½', '★★★★★', '★★★★★'].map((stars) => [stars, undefined] as const);
    await rateAll(members, divided, 'vertigo-1958');
    await rateAll(
      members,
      Array.from({ length: 4 }, () => ['★', undefined] as const),
      'stalker-1979',
    );
    const highest = await ratings(alice);
    // The mean of all 23 is 79 / 23 = 3.43; so (40.5 + 5 · 3.43) / 14 = 4.12, and (23 + 5 · 3.43) / 10 = 4.02.
    expect(linesOf(highest)).toEqual([
      '## Highest here',
      '**1.** Never Let Me Go (2010), the film · **4.12** · average 4.5 of 9 ratings',
      '**2.** Solaris (1972), the film · **4.02** · average 4.6 of 5 ratings',
      '**3.** Vertigo (1958), the film · **2.87** · average 2.3 of 5 ratings',
      '-# By average, with five ratings of this server’s mean (3.4) mixed in, so that few ratings weigh less. From five ratings on.',
    ]);
    const divisive = await alice.press(highest, 'Most divisive');
    expect(linesOf(divisive.message).slice(1, 4)).toEqual([
      '**1.** Vertigo (1958), the film · **2.20** · average 2.3 of 5 ratings',
      '**2.** Solaris (1972), the film · **0.20** · average 4.6 of 5 ratings',
      '**3.** Never Let Me Go (2010), the film · **0.00** · average 4.5 of 9 ratings',
    ]);
  });

  test('lets equal scores share a place, and says so', async () => {
    const { alice, members } = club(6);
    for (const which of ['solaris-1972', 'vertigo-1958']) {
      await rateAll(
        members,
        Array.from({ length: 5 }, () => ['★★★★', undefined] as const),
        which,
      );
    }
    await rateAll(
      members,
      Array.from({ length: 6 }, () => ['★★', undefined] as const),
      'stalker-1979',
    );
    const { text } = await ratings(alice);
    expect(text).toMatch(/\*\*1\.\*\* Solaris .*\n\*\*1\.\*\* Vertigo .*\n\*\*3\.\*\* Stalker /);
    expect(text).toContain('-# Those with the same score share a place; the one with more ratings stands first.');
  });

  test('shows where book and film lie apart, among those who rated both', async () => {
    const { alice, members } = club(6);
    await rateAll(
      members,
      Array.from({ length: 5 }, () => ['★★★', '★★★★½'] as const),
    );
    await rateAll(
      members,
      [...Array.from({ length: 5 }, () => ['★★★★', '★★★½'] as const), ['½', undefined]],
      'vertigo-1958',
    );
    await rateAll(
      members,
      Array.from({ length: 5 }, () => ['★★★★', '★★★★'] as const),
      'stalker-1979',
    );
    const gap = await alice.press(await ratings(alice), 'Book against film');
    expect(linesOf(gap.message)).toEqual([
      '## Book against film here',
      '**1.** Never Let Me Go (2010) · **Book +1.50** · 5 rated both',
      '**2.** Vertigo (1958) · **Film +0.50** · 5 rated both',
      '-# By how far the two lie apart among those who rated both. From five of them on.',
    ]);
  });

  test('follows a vote at once, and turns for others on a card of their own', async () => {
    const { alice, members } = club(5);
    await rateAll(
      members,
      Array.from({ length: 4 }, () => ['★★★★', undefined] as const),
    );
    const card = await ratings(alice);
    expect(card.text).toContain('Nothing has five ratings');
    const [, , , , last] = members;
    await last?.run('/rate', { film, stars: '★★★★' });
    expect((await ratings(alice)).text).toContain('**1.** Never Let Me Go (2010), the film · **4.00**');
    const turned = await last?.press(card, 'Most divisive');
    expect(turned?.message.ephemeral).toBe(true);
    expect(card.text).toContain('Nothing has five ratings');
  });
});
