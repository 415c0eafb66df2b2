import { readFile } from 'node:fs/promises';
import { KeyvSqlite } from '@keyv/sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Member } from '../../src/playground/members.ts';
import { defaultMemberPermissions } from '../../src/playground/permissions.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { type Foyer, startFoyer } from '../foyer.ts';
import { type Conformance, createConformance, type Sent } from './openapi.ts';

/*
 * The real bot, through everything it does, and every request of it held against Discord's OpenAPI document: the one that
 * DISCORD_OPENAPI names. It is Discord's, so it is not in this repository.
 */

const document = process.env.DISCORD_OPENAPI;
if (!document) {
  process.stdout.write(
    'Left out: holding requests against Discord’s OpenAPI. Set DISCORD_OPENAPI to its openapi.json (github.com/discord/discord-api-spec).\n',
  );
}

const film = 'never-let-me-go-2010';
const followUp = 'post /webhooks/{webhook_id}/{webhook_token}';
const hour = 60 * 60 * 1000;

/** A film that has what no shipped one has yet: stills, a second critic with a link, and a review of many pages. */
const ownFilm = `title: Picture Show
year: 1999
medium: film
directors: [{ name: D. Irector }]
book: { key: somebody-the-novel-1950, title: The Novel, authors: [A. Somebody], year: 1950, form: novel }
reviews:
  - key: foyer
    stars: 3.5
    verdict: Look.
    sections:
${Array.from({ length: 6 }, () => `      - { about: story, text: "${'Words upon words. '.repeat(80)}" }`).join('\n')}
  - key: second
    byline: Ana Ruiz
    link: https://example.org/review
    verdict: Good.
    sections: [{ about: story, plot: They win. }]
scenes:
${Array.from({ length: 8 }, () => `  - { film: middle, book: ending, plot: "${'Deeds after deeds. '.repeat(70)}" }`).join('\n')}
changes:
${Array.from({ length: 8 }, () => `  - { aspect: plot, film: middle, book: absent, inBook: "${'Not there. '.repeat(60)}", inFilm: "${'All of it. '.repeat(60)}" }`).join('\n')}
contentNotes: [Whales]
countries: [IS]
languages: [is]
sources:
  - { title: A page, publisher: An archive, link: "https://example.org/source" }
stills:
  - { url: "https://example.org/1.jpg", alt: A woman looks out of a window., credit: Studio }
prompts:
  - text: What did you see first?
`;

describe.skipIf(!document)('every request follows Discord’s OpenAPI', () => {
  let conformance: Conformance;
  let foyer: Foyer;
  let alice: Member;
  let bob: Member;

  beforeAll(async () => {
    conformance = createConformance(JSON.parse(await readFile(document ?? '', 'utf8')));
    foyer = await startFoyer({ content: { 'picture-show-1999.yaml': ownFilm }, limitMessages: false });
    ({ alice, bob } = foyer);
  });

  // Whatever the tests below made the bot send, and whether each test saw that something was sent at all.
  let before = 0;
  const sent = () => foyer.loopback.requests.slice(before);
  const operations = () => sent().map((request) => conformance.operationOf(request));
  const callbacks = (): readonly number[] =>
    sent().flatMap(({ path, body }) => (path.endsWith('/callback') ? typeOf(body) : []));

  afterAll(() => foyer.end());

  /** The loopback notes a request once it is answered, which a member may see a moment sooner. */
  const untilSent = (what: string, isSent: () => boolean) => foyer.loopback.until(isSent, what);

  /** Marks where a test's own requests begin. */
  const from = () => {
    before = foyer.loopback.requests.length;
  };

  test('starting: the gateway, who we are, registering the commands', async () => {
    expect(operations()).toEqual(
      expect.arrayContaining([
        'get /gateway/bot',
        'get /applications/{application_id}/commands',
        'put /applications/{application_id}/commands',
      ]),
    );
  });

  test('suggestions', async () => {
    from();
    await alice.complete('/review', { film: 'never' }, 'film');
    await alice.complete('/review', { film: '' }, 'film');
    await alice.complete('/review', { film, critic: 'octavio' }, 'critic');
    await alice.complete('/synopsis', { film: 'x'.repeat(100) }, 'film');
    await untilSent('all suggestions', () => callbacks().length === 4);
    expect(callbacks()).toEqual([8, 8, 8, 8]);
  });

  test('/help, on a server and in a direct message', async () => {
    from();
    await alice.run('/help');
    await alice.in('dm').run('/help');
    await untilSent('both answers', () => callbacks().length === 2);
    expect(callbacks()).toEqual([4, 4]);
  });

  test('/review: pages, critics, stills, in public and in private', async () => {
    from();
    const { message } = await alice.run('/review', { film: 'picture-show-1999' });
    await alice.press(message, buttonOf(message, 'review.page'));
    await bob.press(message, buttonOf(message, 'review.page'));
    await alice.press(message, buttonOf(message, 'review.next'));
    await bob.press(message, buttonOf(message, 'review.next'));
    await bob.press(message, buttonOf(message, 'review.stills'));
    await alice.run('/review', { film, critic: 'vinyl-writers' });
    await alice.in('dm').run('/review', { film });
    await alice.run('/review', { film: 'the-cow-1969' });
    expect([...new Set(callbacks())].sort()).toEqual([4, 7]);
  });

  test('/synopsis: over several messages, in public and in private', async () => {
    from();
    const told = await alice.run('/synopsis', { film: 'picture-show-1999' });
    const last = () => told.messages.find(({ buttons }) => buttons.length > 0);
    await foyer.loopback.until(() => last() !== undefined, 'the last message');
    const asked = await bob.press(last() ?? told.message, buttonOf(last() ?? told.message, 'reveal.ask'));
    await bob.press(asked.message, asked.message.buttons[0]?.customId ?? '');
    await bob.press(asked.message, asked.message.buttons[4]?.customId ?? '');
    await bob.press(asked.message, buttonOf(asked.message, 'reveal.show'));
    await alice.run('/synopsis', { film, upto: 'setup', private: true });
    await alice.run('/synopsis', { film: 'the-cow-1969' });
    expect(operations()).toContain(followUp);
  });

  test('/film: its pages, in public and in private', async () => {
    from();
    const { message } = await alice.run('/film', { film });
    await bob.press(message, buttonOf(message, 'review.open'));
    await bob.press(message, buttonOf(message, 'changes.open'));
    await alice.pressForged(message, `film.page/v1/${film}/1`);
    await bob.pressForged(message, `film.page/v1/${film}/0`);
    await alice.in('dm').run('/film', { film: 'picture-show-1999' });
    await alice.pressForged(message, 'film.open/v1/picture-show-1999');
    expect([...new Set(callbacks())].sort()).toEqual([4, 7]);
  });

  test('/changes: over several messages, in public and in private', async () => {
    from();
    const told = await alice.run('/changes', { film: 'picture-show-1999' });
    const last = () => told.messages.find(({ buttons }) => buttons.length > 0);
    await foyer.loopback.until(() => last() !== undefined, 'the last message');
    const open = await bob.press(last() ?? told.message, 'Reveal for me');
    await bob.press(
      open.messages.at(-1) ?? open.message,
      buttonOf(open.messages.at(-1) ?? open.message, 'reveal.leave'),
    );
    await alice.run('/changes', { film, upto: 'setup', private: true });
    await alice.run('/changes', { film: 'the-cow-1969' });
    expect(operations()).toContain(followUp);
  });

  test('/pick: suggestions, another one, and nothing that fits', async () => {
    from();
    for (const option of ['country', 'language', 'avoid']) await alice.complete('/pick', { [option]: '' }, option);
    const { message } = await alice.run('/pick', { form: 'Novel', avoid: 'suicide' });
    await alice.press(message, buttonOf(message, 'pick.again'));
    await bob.press(message, buttonOf(message, 'pick.again'));
    await alice.run('/pick', { country: 'Iceland', decade: 1920 });
    expect([...new Set(callbacks())].sort()).toEqual([4, 7, 8]);
  });

  test('/rate: the form, changing, sharing, taking back', async () => {
    from();
    const rated = await alice.run('/rate', { film, stars: 7 });
    const form = await alice.press(rated.message, buttonOf(rated.message, 'rate.ask'));
    await alice.submit(form.modal, { stars: '9', work: 'book' });
    await alice.press(rated.message, buttonOf(rated.message, 'rate.share'));
    await alice.press(rated.message, buttonOf(rated.message, 'rate.take-back'));
    const review = await bob.run('/review', { film });
    const onCard = await bob.press(review.message, buttonOf(review.message, 'rate.ask'));
    await bob.submit(onCard.modal, { stars: '3', work: 'film' });
    expect([...new Set(callbacks())].sort()).toEqual([4, 7, 9]);
  });

  test('/ratings: a picture with its card, the boards, one’s own', async () => {
    from();
    const club = foyer.loopback.addServer();
    const some = [1, 2, 3, 4, 5].map((number) => foyer.loopback.addMember(`Member ${number}`, { server: club }));
    for (const [at, member] of some.entries()) {
      await member.run('/rate', { film, stars: at + 2 });
      await member.run('/rate', { film, stars: at + 4, work: 'Book' });
    }
    const [one, other] = some;
    const drawn = await one?.run('/ratings', { film });
    if (!one || !drawn) throw new Error('nobody is there');
    await one.press(drawn.message, buttonOf(drawn.message, 'ratings.own'));
    const board = await one.run('/ratings');
    await one.press(board.message, buttonOf(board.message, 'ratings.board'));
    await other?.press(board.message, buttonOf(board.message, 'ratings.board'));
    expect(sent().flatMap(({ files }) => files.map(({ name, contentType }) => ({ name, contentType })))).toEqual([
      { name: 'ratings.png', contentType: 'image/png' },
    ]);
    expect([...new Set(callbacks())].sort()).toEqual([4, 7]);
  });

  test('/bookvsfilm: the card, its thread, ballots, the live count, the close', async () => {
    from();
    const { message } = await alice.run('/bookvsfilm', { film, hours: 1 });
    await foyer.loopback.until(() => (message.thread?.messages.length ?? 0) > 0, 'the talk to begin');
    const cast = await bob.press(message, buttonOf(message, 'matchup.cast'));
    await bob.press(cast.message, buttonOf(cast.message, 'matchup.knows'));
    await bob.press(cast.message, buttonOf(cast.message, 'matchup.change'));
    await bob.press(cast.message, buttonOf(cast.message, 'matchup.take-back'));
    await foyer.loopback.until(() => message.edits > 0, 'the card to follow');
    await alice.run('/bookvsfilm', { film });
    await bob.press(message, buttonOf(message, 'matchup.close'));
    await foyer.bot().advance(2 * hour);
    await foyer.loopback.until(() => message.text.includes('The poll is closed'), 'the card to close');
    await foyer.loopback.until(() => (message.thread?.messages.length ?? 0) > 1, 'the result in the thread');
    expect(operations()).toEqual(
      expect.arrayContaining([
        'post /channels/{channel_id}/messages/{message_id}/threads',
        'post /channels/{channel_id}/messages',
        'patch /channels/{channel_id}/messages/{message_id}',
      ]),
    );
  });

  test('a matchup without threads, its card deleted, posted again, closed by hand', async () => {
    from();
    const channel = foyer.server.addChannel({
      name: 'no-threads',
      botPermissions: ['ViewChannel', 'SendMessages', 'EmbedLinks'],
    });
    const here = alice.in(channel);
    const { message } = await here.run('/bookvsfilm', { film: 'solaris-1972' });
    await untilSent('the talk to begin', () => operations().includes(followUp));
    foyer.loopback.deleteMessage(message);
    const again = await here.run('/bookvsfilm', { film: 'solaris-1972' });
    await here.press(again.message, buttonOf(again.message, 'matchup.cast'));
    await here.press(again.message, buttonOf(again.message, 'matchup.close'));
    await foyer.loopback.until(() => again.message.text.includes('The poll is closed'), 'the card to close');
    expect(callbacks()).toContain(4);
  });

  test('a matchup where no thread can be, and look-ups where only the member has the bot', async () => {
    from();
    const voice = foyer.server.addChannel({ name: 'voice', kind: 'voice' });
    await alice.in(voice).run('/bookvsfilm', { film: 'solaris-2002' });
    await untilSent('the talk to begin', () => operations().includes(followUp));
    const elsewhere = foyer.loopback.addServer({ installed: false });
    const guest = foyer.loopback.addMember('Guest', { server: elsewhere, installed: true, locale: 'fr' });
    const { message } = await guest.run('/review', { film });
    await guest.press(message, buttonOf(message, 'synopsis.open'));
    await guest.pressForged(message, `rate.ask/v1/${film}/film/none/card`);
    // The poll's card is announced before it stands, so that its id is stored before anybody can press it.
    expect([...new Set(callbacks())].sort()).toEqual([4, 5]);
  });

  test('/mydata: what is kept, its files, the question, the end', async () => {
    from();
    const { message } = await bob.run('/mydata');
    const exported = await bob.press(message, 'Export');
    expect(exported.message.attachments.map(({ name }) => name)).toEqual(['ratings.csv', 'mydata.json']);
    await bob.press(message, 'Delete everywhere');
    await bob.press(message, 'Keep it');
    await bob.press(message, 'Delete here');
    await bob.press(message, 'Yes, delete');
    expect([...new Set(callbacks())].sort()).toEqual([4, 7]);
  });

  test('/foyer settings: each of them, and an answer that may not be public', async () => {
    from();
    const server = foyer.loopback.addServer({ name: 'With wishes' });
    server.addChannel({ name: 'films' });
    const permissions = [...defaultMemberPermissions, 'ManageGuild'] as const;
    const manager = foyer.loopback.addMember('Manager', { server, permissions });
    const { message } = await manager.run('/foyer settings');
    await manager.select(message, 'settings.hours/v1', ['24']);
    await manager.select(message, 'settings.limit/v1', ['2']);
    await manager.select(message, 'settings.channels/v1', ['films']);
    await manager.press(message, 'Tell plot privately');
    const kept = await manager.run('/review', { film });
    await foyer.loopback.until(() => kept.messages.length === 2, 'why it is private');
    await manager.run('/bookvsfilm', { film });
    expect([...new Set(callbacks())].sort()).toEqual([4, 7]);
  });

  test('what a member did not mean, each way', async () => {
    from();
    const unclear = await alice.run('/review', { film: 'solaris' });
    await alice.press(unclear.message, buttonOf(unclear.message, 'review.open'));
    await alice.run('/rate', { film: 'qqqq zzzz', stars: 1 });
    await alice.run('/synopsis', { film: '   ' });
    await alice.run('/review', { film, critic: 'nobody of that name' });
    const { message } = await alice.run('/review', { film });
    await alice.pressForged(message, 'review.page/v0/whatever');
    await alice.pressForged(message, 'nothing.of-ours');
    await alice.pressForged(message, 'rate.ask/v1/unknown-film-1999/film/none/card');
    await alice.pressForged(message, 'matchup.cast/v1/abc/book');
    await untilSent('all answers', () => callbacks().length === 10);
    expect([...new Set(callbacks())]).toEqual([4]);
  });

  test('answers that take long: announced, edited, or removed where they turn out to be private', async () => {
    from();
    const { message } = await alice.run('/bookvsfilm', { film: 'rashomon-1950' });
    await foyer.loopback.until(() => (message.thread?.messages.length ?? 0) > 0, 'the talk to begin');
    const path = new RegExp(`/messages/${message.id}$`);
    foyer.loopback.faults.next({ method: 'PATCH', path }, { kind: 'slow', ms: 2300, when: 'before' });
    await bob.run('/bookvsfilm', { film: 'rashomon-1950' });
    expect(callbacks()).toEqual([5, 5]);
    expect(operations()).toEqual(
      expect.arrayContaining(['delete /webhooks/{webhook_id}/{webhook_token}/messages/@original', followUp]),
    );
    foyer.loopback.deleteMessage(message);
    foyer.loopback.faults.next({ method: 'PATCH', path }, { kind: 'slow', ms: 2300, when: 'before' });
    await alice.run('/bookvsfilm', { film: 'rashomon-1950' });
    expect(operations()).toContain('patch /webhooks/{webhook_id}/{webhook_token}/messages/@original');
  });

  test('faults of Discord’s, and of our own', async () => {
    from();
    foyer.loopback.faults.next({ method: 'POST', path: /callback$/ }, { kind: 'status', status: 500 });
    await alice.run('/help');
    foyer.loopback.faults.next({ method: 'POST', path: /threads$/ }, { kind: 'rate-limit' });
    await alice.run('/bookvsfilm', { film: 'm-a-s-h-1970' });

    const store = new KeyvSqlite({ uri: foyer.storeUrl, busyTimeout: 2000 });
    await store.query('ALTER TABLE keyv RENAME TO away');
    // A film that was read once stays in memory; what members said does not.
    const failed = await alice.run('/progress', { film });
    expect(failed.message.text).toMatch(/reference/i);
    await store.query('ALTER TABLE away RENAME TO keyv');
    await store.close();
  });

  test('starting again on one server alone', async () => {
    await foyer.bot().stop();
    from();
    await foyer.restart({ DISCORD_GUILD_ID: foyer.server.id });
    expect(operations()).toEqual(
      expect.arrayContaining([
        'get /applications/{application_id}/guilds/{guild_id}/commands',
        'put /applications/{application_id}/guilds/{guild_id}/commands',
      ]),
    );
  });

  test('and Discord understands every one of all these requests', () => {
    const { requests } = foyer.loopback;
    expect([...new Set(requests.flatMap((request) => conformance.faultsOf(request)))]).toEqual([]);
    expect(requests.length).toBeGreaterThan(60);
  });

  describe('the check itself', () => {
    const id = '100000000000000001';
    const messages = `/channels/${id}/messages`;
    const text = { type: 10, content: 'Hello' };
    const hello = { components: [text], flags: 1 << 15, allowed_mentions: { parse: [] } };
    const button = { type: 2, style: 1, label: 'Go', custom_id: 'a' };
    const command = { name: 'film', description: 'A film', type: 1 };
    const faultsOf = (request: Partial<Sent>) =>
      conformance.faultsOf({ method: 'POST', path: messages, query: {}, body: hello, ...request });
    const faultsOfCommand = (more: object) =>
      faultsOf({ method: 'PUT', path: `/applications/${id}/commands`, body: [{ ...command, ...more }] });

    test('passes what is right', () => {
      expect(faultsOf({})).toEqual([]);
      expect(faultsOfCommand({})).toEqual([]);
      expect(faultsOf({ path: `/interactions/${id}/token/callback`, body: { type: 6 } })).toEqual([]);
      expect(faultsOf({ path: `/webhooks/${id}/token`, query: { wait: 'true' } })).toEqual([]);
    });

    test.each<[string, Partial<Sent>, RegExp]>([
      ['a misspelt key', { body: { ...hello, componets: [] } }, /must NOT have additional.*componets/],
      [
        'a misspelt key deep inside',
        { body: { ...hello, components: [{ type: 17, components: [{ ...text, contents: '' }] }] } },
        /contents/,
      ],
      [
        'a misspelt key in an answer’s data',
        { path: `/interactions/${id}/token/callback`, body: { type: 4, data: { ...hello, ephemeral: true } } },
        /ephemeral/,
      ],
      ['a wrong type', { body: { ...hello, flags: '32768' } }, /\/flags must be/],
      [
        'a wrong type deep inside',
        { body: { ...hello, components: [{ type: 10, content: 7 }] } },
        /content must be string/,
      ],
      ['a length that is too great', { body: { ...hello, nonce: 'x'.repeat(26) } }, /nonce/],
      ['an unknown path', { path: '/channels/messages' }, /Discord has no/],
      ['an unknown method', { method: 'PUT' }, /Discord has no/],
      ['an id that is none', { path: '/channels/general/messages' }, /Discord has no/],
      ['an unknown query', { query: { wait: 'true' } }, /unknown query wait/],
      ['a query of a wrong type', { path: `/webhooks/${id}/token`, query: { wait: 'yes' } }, /query wait is yes/],
      ['a body where there is none', { method: 'GET', path: '/gateway/bot', body: {} }, /takes no body/],
      ['no body where there is one', { body: undefined }, /needs a body/],
      ['Components V2 without their flag', { body: { ...hello, flags: 0 } }, /without their flag/],
      ['content beside Components V2', { body: { ...hello, content: 'Hello' } }, /content beside/],
      ['embeds beside Components V2', { body: { ...hello, embeds: [{ title: 'Hello' }] } }, /embeds beside/],
      ['a message that may ping', { body: { ...hello, allowed_mentions: undefined } }, /may ping/],
      [
        'a custom_id twice',
        { body: { ...hello, components: [{ type: 1, components: [button, button] }] } },
        /custom_id a twice/,
      ],
      [
        'a button of two kinds',
        { body: { ...hello, components: [{ type: 1, components: [{ ...button, url: 'https://example.org' }] }] } },
        /url/,
      ],
    ])('refuses %s', (_, request, fault) => {
      expect(faultsOf(request).join('\n')).toMatch(fault);
    });

    test.each<[string, object, RegExp]>([
      ['without a description', { description: undefined }, /no description/],
      ['with an empty description', { description: '' }, /no description|description must/],
      ['with capitals', { name: 'Film' }, /not in lower case/],
      ['with a space', { name: 'a film' }, /is no name/],
      ['with a translated name in capitals', { name_localizations: { de: 'Film' } }, /not in lower case/],
      ['with a misspelt key', { dmPermission: false }, /dmPermission/],
      [
        'with an option without a description',
        { options: [{ type: 3, name: 'x' }] },
        /x has no description|description/,
      ],
      ['with one option twice', { options: [1, 2].map(() => ({ type: 3, name: 'x', description: 'X' })) }, /x twice/],
      [
        'with a required option last',
        {
          options: [
            { type: 3, name: 'x', description: 'X' },
            { type: 3, name: 'y', description: 'Y', required: true },
          ],
        },
        /required option/,
      ],
    ])('refuses a command %s', (_, more, fault) => {
      expect(faultsOfCommand(more).join('\n')).toMatch(fault);
    });
  });
});

/** The custom_id of the first button of an action. */
function buttonOf({ buttons }: SeenMessage, action: string): string {
  const found = buttons.find(({ customId, disabled }) => customId?.startsWith(`${action}/`) && !disabled);
  if (!found?.customId)
    throw new Error(`no button ${action}; there are ${buttons.map(({ customId }) => customId).join(', ')}`);
  return found.customId;
}

function typeOf(body: unknown): number {
  return typeof body === 'object' && body !== null && 'type' in body ? Number(body.type) : Number.NaN;
}
