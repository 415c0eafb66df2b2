import { describe, expect, test } from 'vitest';
import type { PermissionName } from '../../src/playground/permissions.ts';
import { readable } from '../../src/playground/readable.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { type Club, film, hour, stageForPolls, usual } from './matchup-stage.ts';

const { foyer, club, open, until, untilShows } = stageForPolls();

const prompts = [
  'Something to begin the talk with, safe for everybody:',
  '- What in the first half hour made you trust Hailsham? What was the first thing that made you uneasy?',
  '- Ruth leads and Kathy follows. When does Kathy have more of a say than she lets on?',
  '- This is the past and the future at once. Which object or habit gave that away for you, and did you miss the machines?',
].join('\n');
const untilClosed = (card: SeenMessage) => untilShows(card, 'The poll is closed');
const linkTo = ({ server }: Club, { channelId, id }: SeenMessage) =>
  `https://discord.com/channels/${server.id}/${channelId}/${id}`;
/** What the bars say of those who know both: counts by side. */
const decidingOn = (text: string) =>
  [...text.matchAll(/^`[█░]{10} +(\d+)` (Book|Film|Even)$/gm)].map(([, count, side]) => `${side} ${count}`).join(', ');
/** What is said apart of those who have not said what they know. */
const unsaidOn = (text: string) => /not said what they know \((.*)\)$/m.exec(text)?.[1];
const closingTimeOn = (card: SeenMessage) => Number(/Closes <t:(\d+):R>/.exec(card.text)?.[1]) * 1000;
const errorsSince = (length: number) =>
  foyer()
    .bot()
    .output.stderr.slice(length)
    .split('\n')
    .filter((line) => /"level":(40|50|60)/.test(line));

/** Resolves when the bot has logged something that went wrong, `length` characters into its log. */
async function untilLogged(length: number): Promise<void> {
  const { stderr } = foyer().bot().process;
  await new Promise<void>((resolve) => {
    const look = () => {
      if (errorsSince(length).length === 0) return;
      stderr?.off('data', look);
      resolve();
    };
    stderr?.on('data', look);
    look();
  });
}

describe('C6: the card', () => {
  test('shows both works, the question, the ballots, the closing time and the buttons', async () => {
    const { alice } = club();
    const { message } = await alice.run('/bookvsfilm', { film });
    expect(message.ephemeral).toBe(false);
    expect(readable(message).replaceAll(/<t:\d+:/g, '<t:SECONDS:')).toBe(
      [
        '┌────────────────────────────────────────',
        '│ ## Book or film? Never Let Me Go (2010)',
        '│ **Book** · Never Let Me Go (2005) · novel by Kazuo Ishiguro',
        '│ **Film** · Never Let Me Go (2010) · film by Mark Romanek',
        '│ ────────────────────────────────────────',
        '│ **Which was better?** 0 ballots',
        '│ -# Those who know both decide: nobody so far.',
        '│ `░░░░░░░░░░ 0` Book',
        '│ `░░░░░░░░░░ 0` Film',
        '│ `░░░░░░░░░░ 0` Even',
        '│ -# Closes <t:SECONDS:R> (<t:SECONDS:f>). Your ballot is secret.',
        '│ [ Book ]  [ Film ]  [ Even ]  [ Close ]  [ Manage ]',
        '└────────────────────────────────────────',
      ].join('\n'),
    );
  });

  test('escapes titles with Markdown in them', async () => {
    const { alice } = club();
    const card = await open(alice, { film: 'm-a-s-h-1970' });
    expect(card.text).toContain('## Book or film? M\\*A\\*S\\*H (1970)\n');
    expect(card.thread?.name).toBe('Book or film? M*A*S*H (1970)');
  });

  test('takes whole hours from 1 to 720, and 72 where none are given', async () => {
    const option = foyer()
      .loopback.commands.find(({ name }) => name === 'bookvsfilm')
      ?.options.find(({ name }) => name === 'hours');
    expect(option).toMatchObject({ type: 4, min_value: 1, max_value: 720 });
    const { alice } = club();
    const open72 = closingTimeOn(await open(alice));
    const open1 = closingTimeOn(await open(alice, { film: 'solaris-1972', hours: 1 }));
    const open720 = closingTimeOn(await open(alice, { film: 'solaris-2002', hours: 720 }));
    expect(Math.round((open72 - open1) / hour)).toBe(71);
    expect(Math.round((open720 - open1) / hour)).toBe(719);
  });

  test('is opened by a button for the film that was meant, with the hours that were asked for', async () => {
    const { alice } = club();
    const { message } = await alice.run('/bookvsfilm', { film: 'zzyzx qwv', hours: 1 });
    expect(message.ephemeral).toBe(true);
    expect(message.text).toBe('I am not sure which film “zzyzx qwv” is. One of these?');
    const { message: card } = await alice.press(message, message.buttons[0]?.label ?? '');
    expect(card.ephemeral).toBe(false);
    expect(card.text).toMatch(/^## Book or film\? /);
    await until(() => (card.thread?.messages.length ?? 0) > 0, 'the talk');
  });

  test('is opened by the button on a review card', async () => {
    const { alice, bob } = club();
    const { message: review } = await alice.run('/review', { film });
    const { message: card } = await bob.press(review, 'Book or film?');
    expect(card.ephemeral).toBe(false);
    expect(card.text).toMatch(/^## Book or film\? Never Let Me Go \(2010\)/);
    await until(() => (card.thread?.messages.length ?? 0) > 0, 'the talk');
  });
});

describe('C6: a press is the ballot', () => {
  test('confirmed privately, with what one can say and do next', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    const { message, outcome } = await bob.press(card, 'Book');
    expect(outcome).toBe('message');
    expect(message.ephemeral).toBe(true);
    expect(readable(message)).toBe(
      [
        '┌────────────────────────────────────────',
        '│ Your ballot on Never Let Me Go (2010): **Book**.',
        '│ Which of the two do you know? Those who know both decide; other ballots are shown apart.',
        '│ [ I know the book ]  [ I know the film ]  [ I know both ]',
        '│ [ Film ]  [ Even ]  [ Take back ]  [ Add a take ]',
        '└────────────────────────────────────────',
      ].join('\n'),
    );
    await untilShows(card, '1 ballot\n');
    expect(decidingOn(card.text)).toBe('Book 0, Film 0, Even 0');
    expect(card.text).toContain('-# Apart: 1 has not said what they know (Book 1)\n');
    await foyer().bot().advance(5000);
    await bob.press(message, 'I know both');
    await untilShows(card, '`██████████ 1` Book');
    expect(card.text).toContain('-# Those who know both decide: 1 so far.\n');
    expect(decidingOn(card.text)).toBe('Book 1, Film 0, Even 0');
    expect(card.text).not.toContain('Apart');
  });

  test('and the card follows at once when it is quiet', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    await bob.press(card, 'Film');
    await untilShows(card, '1 ballot\n');
    expect(card.edits).toBe(1);
  });

  test('the same side again changes nothing', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    await bob.press(card, 'Book');
    await untilShows(card, '1 ballot\n');
    const { message } = await bob.press(card, 'Book');
    expect(message.text).toContain('Your ballot on Never Let Me Go (2010): **Book**.');
    await foyer().bot().advance(60_000);
    await alice.press(card, 'Even');
    await untilShows(card, '2 ballots\n');
    expect(card.edits).toBe(2);
    expect(unsaidOn(card.text)).toBe('Book 1, Even 1');
  });

  test('another side takes its place: a member has one ballot', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    await bob.press(card, 'Book');
    await bob.press(card, 'Even');
    await foyer().bot().advance(5000);
    await untilShows(card, 'they know (Even 1)');
    expect(card.text).toContain('1 ballot\n');
  });

  test('what one knows is said by a button, kept when sides change, and can be said anew', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    const { message } = await bob.press(card, 'Book');
    const said = await bob.press(message, 'I know both');
    expect(said.outcome).toBe('update');
    expect(message.text).toBe(
      'Your ballot on Never Let Me Go (2010): **Book**.\nYou know both: your ballot counts towards the verdict.',
    );
    await bob.press(message, 'Film');
    expect(message.text).toBe(
      'Your ballot on Never Let Me Go (2010): **Film**.\nYou know both: your ballot counts towards the verdict.',
    );
    expect(message.buttons.map(({ label }) => label)).toEqual([
      'I know the book',
      'I know the film',
      'I know both',
      'Book',
      'Even',
      'Take back',
      'Add a take',
    ]);
    await bob.press(message, 'I know the film');
    expect(message.text).toBe(
      'Your ballot on Never Let Me Go (2010): **Film**.\nYou know the film: your ballot is shown apart, and those who know both decide.',
    );
    await bob.press(message, 'I know the book');
    expect(message.text).toBe(
      'Your ballot on Never Let Me Go (2010): **Film**.\nYou know the book: your ballot is shown apart, and those who know both decide.',
    );
  });

  test('can be taken back, and cast again from there', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    const { message } = await bob.press(card, 'Book');
    await untilShows(card, '1 ballot\n');
    const second = await bob.press(card, 'Book');
    await bob.press(message, 'Take back');
    expect(message.text).toBe(
      'Your ballot on Never Let Me Go (2010) is taken back. You can cast another until it closes.',
    );
    expect(message.buttons.map(({ label }) => label)).toEqual(['Book', 'Film', 'Even']);
    await foyer().bot().advance(5000);
    await untilShows(card, '0 ballots\n');
    const { message: none } = await bob.press(second.message, 'I know both');
    expect(none.ephemeral).toBe(true);
    expect(none.text).toBe('You have no ballot in this poll. Press Book, Film or Even on its card first.');
    await bob.press(second.message, 'Take back');
    expect(second.message.text).toBe('You have no ballot on Never Let Me Go (2010). You can cast one until it closes.');
    await bob.press(message, 'Even');
    expect(message.text).toContain('Your ballot on Never Let Me Go (2010): **Even**.');
  });
});

describe('C6: the card follows', () => {
  test('with at most one edit in five seconds in a rush, and the last count is right', async () => {
    const here = club();
    const card = await open(here.alice);
    const members = here.members(30);
    await Promise.all(members.slice(0, 10).map((member) => member.press(card, 'Book')));
    await Promise.all(members.slice(10, 20).map((member) => member.press(card, 'Film')));
    await foyer().bot().advance(4000);
    await Promise.all(members.slice(20).map((member) => member.press(card, 'Even')));
    expect(card.edits).toBe(1);
    await foyer().bot().advance(1000);
    await untilShows(card, '30 ballots\n');
    expect(card.edits).toBe(2);
    expect(unsaidOn(card.text)).toBe('Book 10, Film 10, Even 10');
  });

  test('also after an edit that failed', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    foyer().loopback.faults.next(
      { method: 'PATCH', path: new RegExp(card.id), times: 100 },
      { kind: 'status', status: 500 },
    );
    const before = foyer().bot().output.stderr.length;
    await bob.press(card, 'Book');
    await untilLogged(before);
    foyer().loopback.faults.clear();
    await alice.press(card, 'Film');
    await foyer().bot().advance(15_000);
    await untilShows(card, '2 ballots\n');
    expect(errorsSince(before)).toHaveLength(1);
  });

  test('where it is edited by Discord’s leave only: a rate limit is waited for', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    foyer().loopback.faults.next({ method: 'PATCH', path: new RegExp(card.id) }, { kind: 'rate-limit' });
    await bob.press(card, 'Book');
    await untilShows(card, '1 ballot\n');
  });
});

describe('C7: the talk', () => {
  test('begins in a thread under the card, with prompts and a name that give nothing away', async () => {
    const { alice } = club();
    const { message: card, messages } = await alice.run('/bookvsfilm', { film });
    await until(() => (card.thread?.messages.length ?? 0) > 0, 'the talk in its thread');
    expect(card.thread?.name).toBe('Book or film? Never Let Me Go (2010)');
    expect(card.thread?.autoArchiveMinutes).toBe(10_080);
    expect(card.thread?.messages.map(({ text }) => text)).toEqual([prompts]);
    expect(messages).toHaveLength(1);
  });

  test('has an opening where an entry has no prompts', async () => {
    const { alice } = club();
    const card = await open(alice, { film: 'the-cow-1969' });
    expect(card.thread?.messages.map(({ text }) => text)).toEqual([
      'The floor is yours: which was better, and why? Put plot between two bars on each side: \\|\\|like this\\|\\|.',
    ]);
  });

  const withoutThreads = [
    { without: ['CreatePublicThreads'], said: '**Create Public Threads**' },
    { without: ['SendMessagesInThreads'], said: '**Send Messages in Threads**' },
    {
      without: ['CreatePublicThreads', 'SendMessagesInThreads'],
      said: '**Create Public Threads** and **Send Messages in Threads**',
    },
  ] as const;

  test.each(withoutThreads)('goes on in place without the right to a thread, and says which: $said', async (given) => {
    const { alice, bob, channel } = club();
    const missing: readonly PermissionName[] = given.without;
    channel.setBotPermissions(usual.filter((right) => !missing.includes(right)));
    const exchange = await alice.run('/bookvsfilm', { film });
    const { message: card } = exchange;
    await until(() => exchange.messages.some(({ ephemeral }) => ephemeral), 'the private note');
    expect(channel.messages.map(({ text }) => text)).toEqual([card.text, prompts]);
    expect(exchange.messages.filter(({ ephemeral }) => ephemeral).map(({ text }) => text)).toEqual([
      `I could not open a thread here, so the talk goes on in this channel. With ${given.said} I could.`,
    ]);
    expect(bob.sees().filter(({ ephemeral }) => ephemeral)).toEqual([]);
    expect(card.thread).toBeUndefined();
  });

  test('goes on in place where Foyer may only answer', async () => {
    const { alice, channel } = club();
    channel.setBotPermissions(['ViewChannel']);
    const exchange = await alice.run('/bookvsfilm', { film });
    await until(() => exchange.messages.length === 3, 'card, prompts and note');
    expect(exchange.messages.map(({ ephemeral, text }) => [ephemeral, text])).toEqual([
      [false, exchange.message.text],
      [false, prompts],
      [
        true,
        'I could not open a thread here, so the talk goes on in this channel. With **Create Public Threads** and **Send Messages in Threads** I could.',
      ],
    ]);
  });

  test('goes on in place in a voice channel and in a thread, where no right would help', async () => {
    const { alice, server } = club();
    const voice = server.addChannel({ kind: 'voice', name: 'Screening room' });
    const note =
      'Discord has no threads inside a thread or a voice channel, so the talk goes on right here. In a text channel where I have **Create Public Threads** and **Send Messages in Threads**, I open one.';
    const spoken = await alice.in(voice).run('/bookvsfilm', { film });
    await until(() => spoken.messages.some(({ ephemeral }) => ephemeral), 'the private note');
    expect(voice.messages.map(({ text }) => text)).toEqual([spoken.message.text, prompts]);
    expect(spoken.messages.at(-1)?.text).toBe(note);

    const { thread } = await open(alice, { film: 'solaris-1972' });
    const inThread = await alice.in(thread ?? 'dm').run('/bookvsfilm', { film: 'solaris-2002' });
    await until(() => inThread.messages.some(({ ephemeral }) => ephemeral), 'the private note');
    expect(inThread.messages.at(-1)?.text).toBe(note);
    expect(thread?.messages.map(({ text }) => text.split('\n')[0])).toEqual([
      prompts.split('\n')[0],
      '## Book or film? Solaris (2002)',
      prompts.split('\n')[0],
    ]);
  });

  test('and nothing is opened where Foyer does not see the channel: the member is told, privately', async () => {
    const { alice, channel } = club();
    channel.setBotPermissions(['SendMessages']);
    const { message } = await alice.run('/bookvsfilm', { film });
    expect(message.ephemeral).toBe(true);
    expect(message.text).toBe(
      'I cannot keep a poll up to date here. Whoever manages this channel can give me **View Channel**; then ask again.',
    );
    channel.setBotPermissions(usual);
    const card = await open(alice);
    expect(card.ephemeral).toBe(false);
  });

  test('begins later where Discord stumbles, once, and the member is not troubled with it', async () => {
    const { alice, channel } = club();
    foyer().loopback.faults.next({ method: 'POST', path: /\/threads$/, times: 5 }, { kind: 'status', status: 502 });
    const exchange = await alice.run('/bookvsfilm', { film });
    const card = exchange.message;
    await until(() => (card.thread?.messages.length ?? 0) > 0, 'the talk in its thread');
    expect(card.thread?.messages.map(({ text }) => text)).toEqual([prompts]);
    expect(exchange.messages).toHaveLength(1);
    expect(channel.messages).toHaveLength(1);
  });
});

describe('C8: one open poll for each film and server', () => {
  test('a second /bookvsfilm answers privately with a link to it', async () => {
    const here = club();
    const card = await open(here.alice, { hours: 5 });
    const { message } = await here.bob.run('/bookvsfilm', { film, hours: 1 });
    expect(message.ephemeral).toBe(true);
    expect(message.text).toBe(
      `A poll on this film is open already, and closes <t:${closingTimeOn(card) / 1000}:R>: ${linkTo(here, card)}`,
    );
    expect(here.channel.messages).toHaveLength(1);
  });

  test('another film, another server, and a closed poll are no hindrance', async () => {
    const { alice } = club();
    const card = await open(alice);
    await open(alice, { film: 'solaris-1972' });
    await open(alice, { film: 'solaris-2002' });
    await open(club().alice);
    await alice.press(card, 'Close');
    await untilClosed(card);
    const next = await open(alice);
    expect(next.text).toContain('**Which was better?** 0 ballots');
  });

  test('many at the very same moment make one card, and all others are led to it', async () => {
    const here = club();
    const before = foyer().loopback.requests.length;
    const members = here.members(20);
    const exchanges = await Promise.all(members.map((member) => member.run('/bookvsfilm', { film })));
    const cards = exchanges.filter(({ message }) => !message.ephemeral);
    expect(cards).toHaveLength(1);
    const [card] = cards;
    await until(() => (card?.message.thread?.messages.length ?? 0) > 0, 'the talk');
    expect(here.channel.messages).toHaveLength(1);
    const links = exchanges.filter(({ message }) => message.ephemeral).map(({ message }) => message.text);
    expect(new Set(links.map((text) => text.split(': ').at(-1)))).toEqual(
      new Set([card && linkTo(here, card.message)]),
    );
    const edits = foyer()
      .loopback.requests.slice(before)
      .filter(({ method }) => method === 'PATCH');
    expect(edits.length).toBeLessThanOrEqual(2);
  });

  test('a card that was deleted is posted again with its ballots, once, and the thread is told', async () => {
    const here = club();
    const { alice, bob, channel } = here;
    const card = await open(alice);
    const { thread } = card;
    await bob.press(card, 'Book');
    await untilShows(card, '1 ballot\n');
    foyer().loopback.deleteMessage(card);
    const exchanges = await Promise.all([alice, bob].map((member) => member.run('/bookvsfilm', { film })));
    const again = exchanges.filter(({ message }) => !message.ephemeral);
    expect(again).toHaveLength(1);
    const newCard = channel.messages.at(-1);
    expect(channel.messages).toHaveLength(1);
    expect(newCard?.text).toContain('**Which was better?** 1 ballot\n');
    expect(newCard?.text).toContain(`The talk is in <#${thread?.id}>.`);
    await until(() => thread?.messages.length === 2, 'the word in the thread');
    expect(thread?.messages.at(-1)?.text).toBe(
      `The poll’s card was gone. It stands here again, with all its ballots: ${newCard && linkTo(here, newCard)}`,
    );
    const vote = await alice.press(newCard ?? card, 'Film');
    expect(vote.message.text).toContain('**Film**');
    await foyer().bot().advance(5000);
    await untilShows(newCard ?? card, '2 ballots\n');
    expect(newCard?.thread).toBeUndefined();
  });

  test('a card whose thread is gone as well begins a new talk', async () => {
    const { alice, channel } = club();
    const card = await open(alice);
    foyer().loopback.deleteMessage(card);
    const room = foyer().loopback.world.rooms.get(card.thread?.id ?? '');
    if (room) foyer().loopback.world.removeRoom(room);
    const { message } = await alice.run('/bookvsfilm', { film });
    await until(() => (message.thread?.messages.length ?? 0) > 0, 'the talk in a new thread');
    expect(message.thread?.messages.map(({ text }) => text)).toEqual([prompts]);
    expect(channel.messages).toHaveLength(1);
  });

  test('ballots that came while the card was gone are on the new one', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    const { thread } = card;
    const { message: ballot } = await bob.press(card, 'Book');
    await untilShows(card, '1 ballot\n');
    foyer().loopback.deleteMessage(card);
    foyer().loopback.faults.next({ method: 'POST', path: /\/callback$/ }, { kind: 'slow', ms: 300, when: 'after' });
    const opening = alice.run('/bookvsfilm', { film });
    const { message: newCard } = await opening;
    await bob.press(ballot, 'Film');
    await foyer().bot().advance(5000);
    await until(() => thread?.messages.length === 2, 'the word in the thread');
    await foyer().bot().advance(5000);
    await untilShows(newCard, 'they know (Film 1)');
  });
});

describe('C8: Close', () => {
  test('by who opened it: the buttons go, and the result stands on the card and in the thread', async () => {
    const { alice, bob, server } = club();
    const card = await open(alice);
    const carol = foyer().loopback.addMember('Carol', { server });
    const ballot = await bob.press(card, 'Book');
    await bob.press(ballot.message, 'I know both');
    await alice.press(card, 'Book');
    const other = await carol.press(card, 'Film');
    await carol.press(other.message, 'I know the film');
    const { message } = await alice.press(card, 'Close');
    expect(message.ephemeral).toBe(true);
    expect(message.text).toBe('Closed. The result is on the card.');
    await until(() => card.thread?.messages.length === 2, 'the result in the thread');
    const result = [
      '**No verdict: 1 ballot of people who know both, and it takes 5.**',
      '[picture: Know both: Book 1. Know the film alone: Film 1. Have not said: Book 1.]',
      '-# Apart: 1 knows the film alone (Film 1)',
      '-# Apart: 1 has not said what they know (Book 1)',
      '-# 3 ballots in all.',
    ];
    expect(readable(card).replaceAll(/<t:\d+:/g, '<t:SECONDS:')).toBe(
      [
        '┌────────────────────────────────────────',
        '│ ## The poll is closed: Never Let Me Go (2010)',
        '│ **Book** · Never Let Me Go (2005) · novel by Kazuo Ishiguro',
        '│ **Film** · Never Let Me Go (2010) · film by Mark Romanek',
        '│ ────────────────────────────────────────',
        ...result.map((line) => `│ ${line}`),
        '│ -# Closed <t:SECONDS:f>.',
        `│ -# The talk is in <#${card.thread?.id}>.`,
        '│ [ Manage ]',
        '└────────────────────────────────────────',
      ].join('\n'),
    );
    const told = card.thread?.messages.at(-1);
    expect(told && readable(told)).toBe(
      [
        '┌────────────────────────────────────────',
        '│ ## The poll is closed: Never Let Me Go (2010)',
        ...result.map((line) => `│ ${line}`),
        '└────────────────────────────────────────',
      ].join('\n'),
    );
  });

  test('by a member with Manage Messages', async () => {
    const { alice, moderator } = club();
    const card = await open(alice);
    const { message } = await moderator().press(card, 'Close');
    expect(message.text).toBe('Closed. The result is on the card.');
    await untilClosed(card);
    expect(card.text).toContain('Nobody cast a ballot this time.');
  });

  test('E6: by somebody else is refused, and they are told who can', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    const { message } = await bob.press(card, 'Close');
    expect(message.ephemeral).toBe(true);
    expect(message.text).toBe(
      `Only <@${alice.id}>, who opened this poll, or somebody with Manage Messages can do that.`,
    );
    await bob.press(card, 'Even');
    await untilShows(card, '1 ballot\n');
  });

  test('twice at once announces once', async () => {
    const { alice } = club();
    const card = await open(alice);
    const presses = await Promise.all([alice.press(card, 'Close'), alice.press(card, 'Close')]);
    expect(presses.map(({ message }) => message.text).sort()).toEqual([
      'Closed. The result is on the card.',
      'This poll is closed. The result stands on its card.',
    ]);
    await untilClosed(card);
    await until(() => card.thread?.messages.length === 2, 'the result in the thread');
    await foyer().bot().advance(hour);
    expect(card.thread?.messages).toHaveLength(2);
  });

  test('says where nobody who knows both cast a ballot', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    await alice.press(card, 'Film');
    await bob.press(card, 'Book');
    await alice.press(card, 'Close');
    await untilClosed(card);
    expect(card.text).toContain('**No verdict: nobody who knows both cast a ballot, and it takes 5.**');
    expect(card.text).toContain('-# Apart: 2 have not said what they know (Book 1, Film 1)\n-# 2 ballots in all.');
  });
});

describe('C8: the deadline', () => {
  test('closes the poll by itself, once, after the hours that were asked for', async () => {
    const { alice, bob } = club();
    const card = await open(alice, { hours: 1 });
    await bob.press(card, 'Even');
    await foyer()
      .bot()
      .advance(hour - 60_000);
    await untilShows(card, '1 ballot\n');
    expect(card.text).toContain('Closes');
    await foyer().bot().advance(60_000);
    await untilClosed(card);
    await until(() => card.thread?.messages.length === 2, 'the result in the thread');
    expect(card.text).toContain('(Even 1)\n-# 1 ballot in all.');
    expect(card.buttons.map(({ label }) => label)).toEqual(['Manage']);
    await foyer().bot().advance(hour);
    expect(card.thread?.messages).toHaveLength(2);
  });

  test('may be thirty days away', async () => {
    const { alice } = club();
    const card = await open(alice, { hours: 720 });
    await foyer()
      .bot()
      .advance(719 * hour);
    await alice.press(card, 'Film');
    await untilShows(card, '1 ballot\n');
    await foyer().bot().advance(hour);
    await untilClosed(card);
  });

  test('is met by Discord’s 500s: the result is announced later, once', async () => {
    const { alice, bob } = club();
    const card = await open(alice, { hours: 1 });
    await bob.press(card, 'Book');
    await untilShows(card, '1 ballot\n');
    const path = new RegExp(card.id);
    foyer().loopback.faults.next({ path, times: 1000 }, { kind: 'status', status: 500 });
    const before = foyer().bot().output.stderr.length;
    await foyer().bot().advance(hour);
    await untilLogged(before);
    const vote = await bob.press(card, 'Film');
    expect(vote.message.text).toBe('This poll is closed. The result stands on its card.');
    foyer().loopback.faults.clear();
    await foyer().bot().advance(10_000);
    await untilClosed(card);
    await until(() => card.thread?.messages.length === 2, 'the result in the thread');
    await foyer().bot().advance(hour);
    expect(card.thread?.messages).toHaveLength(2);
    expect(card.text).toContain('(Book 1)\n-# 1 ballot in all.');
  });

  test('is met by a cut after the result was posted: it stands in the thread once', async () => {
    const { alice } = club();
    const card = await open(alice, { hours: 1 });
    const path = new RegExp(`/channels/${card.thread?.id}/messages$`);
    foyer().loopback.faults.next({ method: 'POST', path }, { kind: 'cut', when: 'after' });
    await foyer().bot().advance(hour);
    await untilClosed(card);
    await until(() => foyer().loopback.faults.pending === 0, 'the cut');
    await foyer().bot().advance(hour);
    expect(card.thread?.messages.filter(({ text }) => text.includes('is closed'))).toHaveLength(1);
  });

  test('in a channel that is gone ends quietly', async () => {
    const { alice, bob, server } = club();
    const channel = server.addChannel({ name: 'short-lived' });
    const card = await open(alice.in(channel), { hours: 1 });
    const { message: ballot } = await bob.in(channel).press(card, 'Book');
    await untilShows(card, '1 ballot\n');
    const before = foyer().bot().output.stderr.length;
    channel.remove();
    const toOld = () =>
      foyer().loopback.requests.filter(({ path, status }) => path.includes(channel.id) && status === 404);
    await foyer().bot().advance(hour);
    await until(() => toOld().length > 0, 'the attempt to show the result');
    const attempts = toOld().length;
    const { message: second } = await alice.run('/bookvsfilm', { film });
    expect(second.ephemeral).toBe(false);
    await foyer()
      .bot()
      .advance(24 * hour);
    await until(() => (second.thread?.messages.length ?? 0) > 0, 'another poll');
    expect(toOld()).toHaveLength(attempts);
    expect(errorsSince(before)).toEqual([]);
    expect(ballot.deleted).toBe(false);
  });

  test('with the thread gone, leaves the result on the card', async () => {
    const { alice } = club();
    const card = await open(alice, { hours: 1 });
    const before = foyer().bot().output.stderr.length;
    const room = foyer().loopback.world.rooms.get(card.thread?.id ?? '');
    if (room) foyer().loopback.world.removeRoom(room);
    await foyer().bot().advance(hour);
    await untilClosed(card);
    await foyer().bot().advance(hour);
    expect(errorsSince(before)).toEqual([]);
  });

  test('with the card gone, says the result in the thread', async () => {
    const { alice, bob } = club();
    const card = await open(alice, { hours: 1 });
    const { thread } = card;
    await bob.press(card, 'Film');
    foyer().loopback.deleteMessage(card);
    const before = foyer().bot().output.stderr.length;
    await foyer().bot().advance(hour);
    await until(() => thread?.messages.length === 2, 'the result in the thread');
    expect(thread?.messages.at(-1)?.text).toContain('(Film 1)\n-# 1 ballot in all.');
    expect(errorsSince(before)).toEqual([]);
  });

  test.each([{ locked: false }, { locked: true }])('with the thread archived (locked: $locked)', async ({ locked }) => {
    const { alice } = club();
    const card = await open(alice, { hours: 1 });
    const before = foyer().bot().output.stderr.length;
    card.thread?.archive(locked);
    await foyer().bot().advance(hour);
    await untilClosed(card);
    if (!locked) await until(() => card.thread?.messages.length === 2, 'the result in the thread');
    await foyer().bot().advance(hour);
    expect(card.thread?.messages).toHaveLength(locked ? 1 : 2);
    expect(errorsSince(before)).toEqual([]);
  });

  test.each([{ locked: false }, { locked: true }])(
    'with the card in a thread that was archived (locked: $locked)',
    async ({ locked }) => {
      const { alice, bob } = club();
      const { thread } = await open(alice, { film: 'solaris-1972' });
      const { message: card } = await alice.in(thread ?? 'dm').run('/bookvsfilm', { film, hours: 1 });
      await until(() => thread?.messages.length === 3, 'card and prompts');
      const before = foyer().bot().output.stderr.length;
      thread?.archive(locked);
      const vote = await bob.press(card, 'Book');
      expect(vote.message.text).toContain('**Book**');
      await foyer().bot().advance(hour);
      if (locked)
        await foyer()
          .bot()
          .advance(24 * hour);
      else await untilClosed(card);
      expect(errorsSince(before)).toEqual([]);
      const again = await alice.run('/bookvsfilm', { film });
      expect(again.message.ephemeral).toBe(false);
      if (!locked) expect(card.text).toContain('(Book 1)\n-# 1 ballot in all.');
    },
  );

  test('passed, but the poll not closed yet: a press is told that it is closed', async () => {
    const { alice, bob } = club();
    const card = await open(alice, { hours: 1 });
    foyer().loopback.faults.next(
      { method: 'PATCH', path: new RegExp(card.id) },
      { kind: 'slow', ms: 400, when: 'before' },
    );
    await foyer().bot().advance(hour);
    const { message } = await bob.press(card, 'Book');
    expect(message.text).toBe('This poll is closed. The result stands on its card.');
    await untilClosed(card);
    expect(card.text).toContain('Nobody cast a ballot this time.');
  });
});

describe('E6: presses', () => {
  test('on a closed poll change nothing, on the card and on a ballot', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    const { message: ballot } = await bob.press(card, 'Book');
    const cast = card.buttons.filter(({ label }) => label !== 'Manage').map(({ customId = '' }) => customId);
    await alice.press(card, 'Close');
    await until(() => card.thread?.messages.length === 2, 'the result');
    const closed = 'This poll is closed. The result stands on its card.';
    for (const customId of cast) expect((await bob.pressForged(card, customId)).message.text).toBe(closed);
    for (const label of ['I know both', 'Film', 'Take back']) {
      const { message } = await bob.press(ballot, label);
      expect(message.ephemeral).toBe(true);
      expect(message.text).toBe(closed);
    }
    expect(ballot.text).toContain('**Book**');
    expect(card.text).toContain('(Book 1)\n-# 1 ballot in all.');
  });

  test.each([
    ['an older version', (id: string) => `matchup.cast/v0/${id}/book`],
    ['a fourth side', (id: string) => `matchup.cast/v1/${id}/opera`],
    ['a key of the store', () => 'matchup.cast/v1/../../book'],
    ['another id’s shape', () => 'matchup.close/v1/ABC:def'],
    ['too many hours', () => 'matchup.open/v1/never-let-me-go-2010/721'],
    ['no hours', () => 'matchup.open/v1/never-let-me-go-2010/0'],
  ])('of buttons that we never made are answered kindly: %s', async (_, forge) => {
    const { alice, bob } = club();
    const card = await open(alice);
    const id = card.buttons[0]?.customId?.split('/')[2] ?? '';
    const { message } = await bob.pressForged(card, forge(id));
    const command = foyer().loopback.commands.find(({ name }) => name === 'bookvsfilm');
    expect(message.ephemeral).toBe(true);
    expect(message.text).toBe(`This card is from an older Foyer: ask again with </bookvsfilm:${command?.id}>.`);
    expect(card.text).toContain('0 ballots\n');
  });

  test('of a poll that is not there, or on another server, are answered kindly and change nothing', async () => {
    const { alice } = club();
    const card = await open(alice);
    const elsewhere = club();
    const theirs = await open(elsewhere.alice);
    const gone = 'This poll is not there any more. Open a new one whenever you like.';
    expect((await alice.pressForged(card, 'matchup.cast/v1/nosuchpoll/book')).message.text).toBe(gone);
    for (const { customId = '' } of theirs.buttons) {
      expect((await alice.pressForged(card, customId)).message.text).toBe(gone);
    }
    await elsewhere.bob.press(theirs, 'Film');
    await untilShows(theirs, '1 ballot\n');
    expect(theirs.buttons).toHaveLength(5);
  });
});

describe('E8: a rush', () => {
  test('a hundred members casting at the same moment are all confirmed and all counted, once', async () => {
    const here = club();
    const card = await open(here.alice);
    const sides = ['Book', 'Film', 'Even'];
    const members = here.members(100);
    const before = foyer().loopback.requests.length;
    const answers = await Promise.all(members.map((member, index) => member.press(card, sides[index % 3] ?? '')));
    for (const [index, { message }] of answers.entries()) {
      expect(message.ephemeral).toBe(true);
      expect(message.text).toContain(`Your ballot on Never Let Me Go (2010): **${sides[index % 3]}**.`);
    }
    await foyer().bot().advance(5000);
    await untilShows(card, '100 ballots\n');
    expect(unsaidOn(card.text)).toBe('Book 34, Film 33, Even 33');
    expect(card.edits).toBeLessThanOrEqual(2);
    const refused = foyer()
      .loopback.requests.slice(before)
      .filter(({ status }) => status >= 400);
    expect(refused).toEqual([]);
  });

  test('one member who presses every button at once has one ballot', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    await Promise.all(['Book', 'Film', 'Even', 'Book', 'Film'].map((side) => bob.press(card, side)));
    await bob.press(card, 'Even');
    await foyer().bot().advance(5000);
    await untilShows(card, 'they know (Even 1)');
    expect(card.text).toContain('1 ballot\n');
  });
});
