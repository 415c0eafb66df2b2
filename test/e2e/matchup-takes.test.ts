import { describe, expect, test } from 'vitest';
import type { Member } from '../../src/playground/members.ts';
import { readable } from '../../src/playground/readable.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { keys } from '../../src/storage/keys.ts';
import { openStore } from '../../src/storage/open.ts';
import { hour, stageForPolls, usual, vote } from './matchup-stage.ts';

const { foyer, club, open, until, untilShows } = stageForPolls();

const heading = (member: Member) => `A take from <@${member.id}>`;
const takesIn = (card: SeenMessage) => card.thread?.messages.filter(({ text }) => text.startsWith('A take from')) ?? [];

/** Writes a take from the private confirmation; resolves to the answer. */
async function say(member: Member, ballot: SeenMessage, text: string, plot: 'may-tell' | 'plot-free' = 'may-tell') {
  const { modal } = await member.press(ballot, 'Add a take');
  return (await member.submit(modal, { text, plot })).message;
}

describe('a take', () => {
  test('goes into the talk behind bars, with its writer’s name and nobody pinged', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    const ballot = await vote(bob, card, 'Book');
    const answer = await say(bob, ballot, 'The ending, @everyone! <@1> ||bare|| **bold**\nand more');
    const [take] = takesIn(card);
    expect(answer.ephemeral).toBe(true);
    expect(answer.text).toBe(
      `Your take stands in the talk: https://discord.com/channels/${foyer().loopback.world.rooms.get(card.channelId)?.serverId}/${card.thread?.id}/${take?.id}`,
    );
    expect(take && readable(take)).toBe(
      [
        '┌────────────────────────────────────────',
        `│ ${heading(bob)}`,
        '│ ||The ending, \\@everyone! \\<\\@1> ∣∣bare∣∣ \\*\\*bold\\*\\*',
        '│ and more||',
        '│ -# It may tell plot. Press it to read it.',
        '│ [ Change ]  [ Remove ]',
        '└────────────────────────────────────────',
      ].join('\n'),
    );
    const sent = foyer().loopback.requests.find(
      ({ path, body }) => path.endsWith('/messages') && JSON.stringify(body).includes('The ending,'),
    );
    expect(sent?.body).toMatchObject({ allowed_mentions: { parse: [] } });
  });

  test('that its writer marks plot-free stands openly, escaped', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    await say(bob, await vote(bob, card, 'Film'), '# Loved *it*', 'plot-free');
    expect(takesIn(card)[0]?.text).toBe(`${heading(bob)}\n\\# Loved \\*it\\*`);
  });

  test('is changed by its writer, who finds it in the form, and by nobody else', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    await say(bob, await vote(bob, card, 'Book'), 'It is *better*: 100% [sic]');
    const [take] = takesIn(card);
    if (!take) throw new Error('no take');
    const { modal } = await bob.press(take, 'Change');
    expect(modal.fields.map(({ value }) => value)[0]).toBe('It is *better*: 100% [sic]');
    await bob.submit(modal, { text: 'Second thoughts', plot: 'plot-free' });
    expect(takesIn(card)).toHaveLength(1);
    expect(take.text).toBe(`${heading(bob)}\nSecond thoughts`);
    const refused = await alice.press(take, 'Change');
    expect(refused.message.text).toBe('Only who wrote it can change it. Your own take begins under your ballot.');
  });

  test('is one for each member: a second takes the place of the first', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    const ballot = await vote(bob, card, 'Book');
    await say(bob, ballot, 'First');
    await say(bob, ballot, 'Second');
    expect(takesIn(card).map(({ text }) => text.split('\n')[1])).toEqual(['||Second||']);
    const [take] = takesIn(card);
    if (take) foyer().loopback.deleteMessage(take);
    await say(bob, ballot, 'Third');
    expect(takesIn(card).map(({ text }) => text.split('\n')[1])).toEqual(['||Third||']);
  });

  test('is removed by its writer and by moderators, and by nobody else', async () => {
    const here = club();
    const { alice, bob } = here;
    const card = await open(alice);
    await say(bob, await vote(bob, card, 'Book'), 'Mine');
    await say(alice, await vote(alice, card, 'Book'), 'Also mine');
    const [bobs, alices] = takesIn(card);
    if (!bobs || !alices) throw new Error('no takes');
    expect((await alice.press(bobs, 'Remove')).message.text).toBe(
      'Only who wrote it can change it. Your own take begins under your ballot.',
    );
    expect((await bob.press(bobs, 'Remove')).message.text).toBe('That take is removed.');
    expect((await here.moderator().press(alices, 'Remove')).message.text).toBe('That take is removed.');
    expect(takesIn(card)).toEqual([]);
  });

  test('is for those with a ballot, while the poll is open; one that stands can still be changed after that', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    const bobs = await vote(bob, card, 'Book');
    const alices = await vote(alice, card, 'Book');
    const { modal } = await alice.press(alices, 'Add a take');
    await alice.press(alices, 'Take back');
    expect((await alice.submit(modal, { text: 'Too late', plot: 'may-tell' })).message.text).toBe(
      'You have no ballot in this poll. Press Book, Film or Even on its card first.',
    );
    await say(bob, bobs, 'In time');
    const again = await vote(alice, card, 'Film');
    const { modal: slow } = await alice.press(again, 'Add a take');
    await alice.press(card, 'Close');
    await untilShows(card, 'The poll is closed');
    expect((await alice.submit(slow, { text: 'Too late', plot: 'may-tell' })).message.text).toBe(
      'This poll is closed. The result stands on its card.',
    );
    const [take] = takesIn(card);
    if (!take) throw new Error('no take');
    const { modal: change } = await bob.press(take, 'Change');
    await bob.submit(change, { text: 'With hindsight', plot: 'may-tell' });
    expect(take.text).toContain('||With hindsight||');
  });

  test('of nothing but blanks is not taken', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    const answer = await say(bob, await vote(bob, card, 'Book'), ' \u200B\n ');
    expect(answer.text).toBe('There is nothing to be read in it. Write a few words.');
    expect(takesIn(card)).toEqual([]);
  });

  test('of five hundred of the longest characters fits', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    await say(bob, await vote(bob, card, 'Book'), '*'.repeat(500), 'plot-free');
    await say(alice, await vote(alice, card, 'Book'), '語'.repeat(500));
    expect(takesIn(card)).toHaveLength(2);
  });

  test('goes into the channel where the talk is there', async () => {
    const { alice, bob, channel } = club();
    channel.setBotPermissions(usual.filter((right) => right !== 'CreatePublicThreads'));
    const { message: card } = await alice.run('/bookvsfilm', { film: 'solaris-1972' });
    await until(() => channel.messages.length === 2, 'the prompts');
    await say(bob, await vote(bob, card, 'Book'), 'Here');
    expect(channel.messages.at(-1)?.text).toContain('||Here||');
  });

  test('that Discord does not take at once is kept, and posted later, once; then its text is kept no longer', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    const ballot = await vote(bob, card, 'Book');
    foyer().loopback.faults.next(
      { method: 'POST', path: new RegExp(`/channels/${card.thread?.id}/messages$`), times: 8 },
      { kind: 'status', status: 502 },
    );
    const answer = await say(bob, ballot, 'Patience');
    expect(answer.text).toBe('Your take is kept, and goes into the talk in a moment.');
    await until(() => foyer().loopback.faults.pending === 0, 'the second attempt to fail');
    await foyer().bot().advance(15_000);
    await until(() => takesIn(card).length === 1, 'the take');
    await foyer().bot().advance(hour);
    expect(takesIn(card)).toHaveLength(1);
    // It finishes what is under way: the take stands in the talk a moment before that is noted.
    await foyer().bot().stop();
    const store = await openStore(foyer().storeUrl);
    expect(JSON.stringify(await store.entries(keys.allHeldTakes))).not.toContain('Patience');
    expect(JSON.stringify(await store.entries('take:'))).not.toContain('Patience');
    await store.close();
    await foyer().restart();
  });
});

describe('a take in a blind poll', () => {
  test('waits for the close, can be changed and removed meanwhile, and nobody else can tell', async () => {
    const here = club();
    const { alice, bob } = here;
    const card = await open(alice, { blind: true });
    const bobs = await vote(bob, card, 'Book');
    const alices = await vote(alice, card, 'Film');
    const requests = foyer().loopback.requests.length;
    const answer = await say(bob, bobs, 'A secret');
    expect(answer.text).toBe('Your take is kept, and goes into the talk when the poll closes.');
    const { modal } = await bob.press(answer, 'Change your take');
    expect(modal.fields[0]?.value).toBe('A secret');
    await bob.submit(modal, { text: 'Another secret', plot: 'may-tell' });
    const gone = await say(alice, alices, 'Never mind');
    await alice.press(gone, 'Remove your take');
    const id = card.buttons[0]?.customId?.split('/')[2] ?? '';
    for (const member of [alice, bob]) {
      const { message } = await here.moderator().pressForged(card, `matchup.take-remove/v1/${id}/${member.id}`);
      expect(message.text).toBe('Only who wrote it can change it. Your own take begins under your ballot.');
    }
    await foyer().bot().kill();
    await foyer().restart();
    await foyer().bot().advance(hour);
    expect(
      foyer()
        .loopback.requests.slice(requests)
        .filter(({ path, method }) => path.startsWith('/channels/') && method !== 'GET'),
    ).toEqual([]);
    await alice.press(card, 'Close');
    await until(() => takesIn(card).length > 0, 'the take');
    expect(card.thread?.messages.map(({ text }) => text.split('\n')[1])).toEqual([
      expect.any(String),
      expect.stringContaining('No verdict'),
      '||Another secret||',
    ]);
  });
});
