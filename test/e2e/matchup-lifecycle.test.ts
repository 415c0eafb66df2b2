import { describe, expect, test } from 'vitest';
import { readable } from '../../src/playground/readable.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { openStore } from '../../src/storage/open.ts';
import { hour, stageForPolls, vote } from './matchup-stage.ts';

const { foyer, club, open, until, untilShows } = stageForPolls();

const closesAt = (text: string) => Number(/<t:(\d+):[Rf]>/.exec(text.slice(text.indexOf('loses')))?.[1]) * 1000;
const talkOf = (card: SeenMessage) => card.thread?.messages.map(({ text }) => text.split('\n')[0] ?? '') ?? [];
const labelsOf = ({ buttons }: SeenMessage) => buttons.map(({ label }) => label);
const result = '## The poll is closed: Never Let Me Go (2010)';
const notYours = (member: { readonly id: string }) =>
  `Only <@${member.id}>, who opened this poll, or somebody with Manage Messages can do that.`;

describe('Manage', () => {
  test('opens a private panel for who opened the poll and for moderators, and for nobody else', async () => {
    const here = club();
    const card = await open(here.alice);
    const { message } = await here.alice.press(card, 'Manage');
    expect(message.ephemeral).toBe(true);
    expect(readable(message).replaceAll(/<t:\d+:/g, '<t:SECONDS:')).toBe(
      [
        '┌────────────────────────────────────────',
        '│ **Book or film? Never Let Me Go (2010)**',
        '│ It closes <t:SECONDS:R> (<t:SECONDS:f>).',
        '│ [ Extend ]  [ Close ]  [ Remove ]',
        '└────────────────────────────────────────',
      ].join('\n'),
    );
    expect(labelsOf((await here.moderator().press(card, 'Manage')).message)).toEqual(['Extend', 'Close', 'Remove']);
    expect((await here.bob.press(card, 'Manage')).message.text).toBe(notYours(here.alice));
  });

  test('looks at the right of whoever presses, also where the press is forged', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    const id = card.buttons[0]?.customId?.split('/')[2] ?? '';
    for (const what of ['close', 'extend', 'remove', 'remove-surely', 'reopen', 'manage']) {
      const { message } = await bob.pressForged(card, `matchup.${what}/v1/${id}`);
      expect(message.text, what).toBe(notYours(alice));
    }
    expect(card.deleted).toBe(false);
    expect(card.text).toContain('Closes');
  });
});

describe('Extend', () => {
  test('moves the close, on the card too, and the poll closes then and not before', async () => {
    const { alice, bob } = club();
    const card = await open(alice, { hours: 2 });
    const before = closesAt(card.text);
    const { message: panel } = await alice.press(card, 'Manage');
    const { modal } = await alice.press(panel, 'Extend');
    expect(modal.fields[0]?.value).toBe('24');
    await alice.submit(modal, { hours: '3' });
    expect(panel.text).toContain(`Extended: it closes <t:${(before + 3 * hour) / 1000}:f> now.`);
    await until(() => closesAt(card.text) === before + 3 * hour, 'the new closing time on the card');
    await foyer()
      .bot()
      .advance(4 * hour);
    await vote(bob, card, 'Book');
    await untilShows(card, '1 ballot\n');
    await foyer().bot().advance(hour);
    await untilShows(card, 'The poll is closed');
  });

  test('ends at thirty days in all, and takes whole hours only', async () => {
    const { alice } = club();
    const card = await open(alice, { hours: 700 });
    const { message: panel } = await alice.press(card, 'Manage');
    const { modal } = await alice.press(panel, 'Extend');
    const { message: tooLong } = await alice.submit(modal, { hours: '21' });
    expect(tooLong.text).toBe('A poll can be open for thirty days in all: 20 hours more at most.');
    for (const hours of ['0', '-1', '1.5', 'x', '999']) {
      const { message } = await alice.submit(modal, { hours });
      expect(message.text).toBe('`hours` needs another value. Pick one from the list, and send it again.');
    }
    await alice.submit(modal, { hours: '20' });
    expect(panel.text).toContain('Extended: ');
    const { message } = await alice.submit(modal, { hours: '1' });
    expect(message.text).toBe(
      'A poll can be open for thirty days in all, and this one will have been. Close it, and open another.',
    );
  });
});

describe('Open again', () => {
  test('takes ballots again and says so in the talk; the next close has a result of its own', async () => {
    const { alice, bob } = club();
    const card = await open(alice, { hours: 2 });
    await vote(bob, card, 'Book');
    await untilShows(card, '1 ballot\n');
    await alice.press(card, 'Close');
    await until(() => talkOf(card).length === 2, 'the result');
    const { message: panel } = await alice.press(card, 'Manage');
    expect(labelsOf(panel)).toEqual(['Open again', 'Remove']);
    await alice.press(panel, 'Open again');
    expect(panel.text).toMatch(/^Open again, until <t:\d+:f>\.\n/);
    expect(labelsOf(panel)).toEqual(['Extend', 'Close', 'Remove']);
    await untilShows(card, '**Which was better?** 1 ballot\n');
    await until(() => talkOf(card).length === 3, 'the word in the thread');
    expect(talkOf(card)[2]).toBe(
      `The poll is open again, until <t:${closesAt(card.text) / 1000}:f>. What was said at its close is not the last word.`,
    );
    await vote(alice, card, 'Film');
    await foyer()
      .bot()
      .advance(24 * hour);
    await until(() => talkOf(card).includes(result, 2), 'the second result');
    expect(card.text).toContain('-# 2 ballots in all.');
    expect(talkOf(card).filter((text) => text === result)).toHaveLength(2);
    await foyer()
      .bot()
      .advance(24 * hour);
    expect(talkOf(card).filter((text) => text === result)).toHaveLength(2);
  });

  test('is possible within a day of the close, and not while another poll on the film is open', async () => {
    const { alice } = club();
    const card = await open(alice, { hours: 1 });
    await alice.press(card, 'Close');
    await until(() => talkOf(card).length === 2, 'the result');
    const { message: panel } = await alice.press(card, 'Manage');
    const other = await open(alice);
    expect((await alice.press(panel, 'Open again')).message.text).toBe(
      'Another poll on this film is open by now. Close that one first.',
    );
    await alice.press(other, 'Close');
    await until(() => talkOf(other).length === 2, 'the result');
    await foyer()
      .bot()
      .advance(24 * hour);
    expect((await alice.press(panel, 'Open again')).message.text).toBe(
      'A poll can be opened again within a day of its close, and within thirty days in all. Open a new one.',
    );
  });

  test('of a blind one hides the ballots again', async () => {
    const { alice, bob } = club();
    const card = await open(alice, { blind: true });
    await vote(bob, card, 'Book');
    await alice.press(card, 'Close');
    await until(() => talkOf(card).length === 2, 'the result');
    const { message: panel } = await alice.press(card, 'Manage');
    await alice.press(panel, 'Open again');
    await untilShows(card, 'is told when it closes, and not before');
    await until(() => talkOf(card).length === 3, 'the word in the thread');
    const { edits } = card;
    await vote(alice, card, 'Film');
    await foyer().bot().advance(hour);
    expect(card.edits).toBe(edits);
    expect(card.text).not.toContain('ballots');
  });
});

describe('Remove', () => {
  test('asks once more, and then the card, the ballots and the takes are gone, the thread is not', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    const { thread } = card;
    const ballot = await vote(bob, card, 'Book');
    const { modal } = await bob.press(ballot, 'Add a take');
    await bob.submit(modal, { text: 'Words', plot: 'may-tell' });
    const id = card.buttons[0]?.customId?.split('/')[2] ?? '';
    const { message: panel } = await alice.press(card, 'Manage');
    await alice.press(panel, 'Remove');
    expect(panel.text).toBe(
      'Remove this poll? Its card, its ballots and the takes in its talk go for good. The thread and what people wrote there stay.',
    );
    await alice.press(panel, 'Keep it');
    expect(labelsOf(panel)).toEqual(['Extend', 'Close', 'Remove']);
    await alice.press(panel, 'Remove');
    await alice.press(panel, 'Yes, remove');
    expect(panel.text).toBe('Removed.');
    await until(() => card.deleted, 'the card to go');
    expect(thread?.messages).toHaveLength(1);
    const { message } = await bob.press(ballot, 'Film');
    expect(message.text).toBe('This poll is not there any more. Open a new one whenever you like.');
    await foyer().bot().advance(hour);
    const store = await openStore(foyer().storeUrl);
    const left = (await store.entries('')).filter(({ key }) => key.includes(`:${id}`));
    await store.close();
    expect(left).toEqual([]);
    const again = await open(alice);
    expect(again.text).toContain('0 ballots');
  });
});

describe('a reminder', () => {
  test('stands in the thread a tenth of the time before the close, once', async () => {
    const { alice, channel } = club();
    const card = await open(alice, { hours: 10 });
    await foyer()
      .bot()
      .advance(9 * hour - 60_000);
    expect(talkOf(card)).toHaveLength(1);
    await foyer().bot().advance(60_000);
    await until(() => talkOf(card).length === 2, 'the reminder');
    expect(talkOf(card)[1]).toBe(
      `This poll closes <t:${closesAt(card.text) / 1000}:R>. If you have not voted yet: https://discord.com/channels/${foyer().loopback.world.rooms.get(channel.id)?.serverId}/${card.channelId}/${card.id}`,
    );
    await foyer().bot().kill();
    await foyer().restart();
    await foyer()
      .bot()
      .advance(9.5 * hour);
    expect(talkOf(card)).toHaveLength(2);
    // The bot that opened it was ahead of this one.
    await foyer()
      .bot()
      .advance(1000 * hour);
    await untilShows(card, 'The poll is closed');
    await until(() => talkOf(card).length === 3, 'the result');
    expect(talkOf(card)[2]).toBe(result);
  });
});

describe('/matchups', () => {
  test('says where nothing is open', async () => {
    const { alice } = club();
    const { message } = await alice.run('/matchups');
    expect(message.ephemeral).toBe(true);
    expect(message.text).toMatch(/^No poll is open here\. Open one with <\/bookvsfilm:\d+>\.$/);
  });

  test('lists what is open here, the first to close first, and no count where it is blind', async () => {
    const { alice, bob } = club();
    const first = await open(alice, { hours: 5 });
    const blind = await open(alice, { film: 'solaris-1972', hours: 3, blind: true });
    const closed = await open(alice, { film: 'solaris-2002' });
    await alice.press(closed, 'Close');
    await open(club().alice);
    await vote(bob, first, 'Book');
    await vote(bob, blind, 'Book');
    const { message } = await bob.run('/matchups');
    const linkTo = ({ channelId, id }: SeenMessage) =>
      `https://discord.com/channels/${foyer().loopback.world.rooms.get(channelId)?.serverId}/${channelId}/${id}`;
    expect(message.ephemeral).toBe(true);
    expect(message.text.replaceAll(/<t:\d+:/g, '<t:SECONDS:')).toBe(
      [
        '## Open polls here',
        `**[Solaris (1972)](${linkTo(blind)})**`,
        '-# closes <t:SECONDS:R> · blind until then',
        `**[Never Let Me Go (2010)](${linkTo(first)})**`,
        '-# closes <t:SECONDS:R> · 1 ballot',
      ].join('\n'),
    );
  });

  test('takes pages where there are many', async () => {
    const { alice } = club();
    const films = (await alice.complete('/bookvsfilm', { film: '' }, 'film')).slice(0, 12);
    for (const { value } of films) await open(alice, { film: String(value) });
    const { message } = await alice.run('/matchups');
    expect(message.text.match(/^\*\*\[/gm)).toHaveLength(10);
    expect(message.text).toContain('-# Page 1 of 2');
    await alice.press(message, 'Read on');
    expect(message.text.match(/^\*\*\[/gm)).toHaveLength(films.length - 10);
    expect(labelsOf(message)).toEqual(['Back']);
  });
});
