import { describe, expect, test } from 'vitest';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { keys } from '../../src/storage/keys.ts';
import { openStore } from '../../src/storage/open.ts';
import { film, hour, stageForPolls, vote } from './matchup-stage.ts';

const { foyer, club, open, untilShows } = stageForPolls({ env: { LOG_LEVEL: 'trace' } });

const sides = ['Book', 'Film', 'Even'];
/** All that Foyer did in channels, beside its answers to members, from a request on. */
const inChannels = (from: number) =>
  foyer()
    .loopback.requests.slice(from)
    .filter(({ path, method }) => path.startsWith('/channels/') && method !== 'GET');
const idOf = (card: SeenMessage) => card.buttons[0]?.customId?.split('/')[2] ?? '';

describe('a blind poll', () => {
  test('says on its card that nothing is told before the close', async () => {
    const { alice } = club();
    const card = await open(alice, { blind: true });
    expect(card.text.replaceAll(/<t:\d+:/g, '<t:SECONDS:')).toBe(
      [
        '## Book or film? Never Let Me Go (2010)',
        '**Book** · Never Let Me Go (2005) · novel by Kazuo Ishiguro',
        '**Film** · Never Let Me Go (2010) · film by Mark Romanek',
        '**Which was better?**',
        'How many have voted, and how, is told when it closes, and not before.',
        '-# Closes <t:SECONDS:R> (<t:SECONDS:f>). Your ballot is secret.',
      ].join('\n'),
    );
  });

  test('looks the same with thirty ballots as with none, is never edited for them, and also not after a kill', async () => {
    const { alice, bob, members } = club();
    const card = await open(alice, { blind: true, aspects: true });
    // Asking for it again is answered by a look at the card, which names its thread from then on.
    await bob.run('/bookvsfilm', { film });
    const before = JSON.stringify(card.components);
    const requests = foyer().loopback.requests.length;
    await Promise.all(
      members(30).map(async (member, index) => {
        const ballot = await vote(member, card, sides[index % 3] ?? '', index % 2 === 0 ? 'both' : undefined);
        if (index % 5 === 0) await member.press(ballot, 'Take back');
        else await member.press(ballot, sides[(index + 1) % 3] ?? '');
      }),
    );
    await foyer().bot().advance(hour);
    const { message: again } = await bob.run('/bookvsfilm', { film });
    expect(again.text).toMatch(/^A poll on this film is open already, and closes <t:\d+:R>: https:\S+$/);
    const edits = inChannels(requests);
    expect(edits).toHaveLength(1); // The look whether the card still stands: the same text, whoever has voted.
    expect(JSON.stringify(card.components)).toBe(before);
    const store = await openStore(foyer().storeUrl);
    expect((await store.entries(keys.staleCards)).filter(({ key }) => key.endsWith(`:${idOf(card)}`))).toEqual([]);
    await store.close();

    await foyer().bot().kill();
    await foyer().restart({ LOG_LEVEL: 'trace' });
    const restarted = foyer().loopback.requests.length;
    await foyer().bot().advance(hour);
    expect(inChannels(restarted)).toEqual([]);

    await alice.press(card, 'Close');
    await untilShows(card, '-# 24 ballots in all.');
  });

  test('whose card was deleted comes back and tells no more', async () => {
    const { alice, bob } = club();
    const card = await open(alice, { blind: true });
    const { text } = card;
    await vote(bob, card, 'Book', 'both');
    foyer().loopback.deleteMessage(card);
    const { message: again } = await bob.run('/bookvsfilm', { film });
    expect(again.ephemeral).toBe(false);
    expect(again.text.replace(/\n-# The talk is in .*$/, '')).toBe(text.replace(/\n-# The talk is in .*$/, ''));
  });

  test('is opened by the button for the film that was meant', async () => {
    const { alice } = club();
    const { message } = await alice.run('/bookvsfilm', { film: 'zzyzx qwv', blind: true });
    const { message: card } = await alice.press(message, message.buttons[0]?.label ?? '');
    expect(card.text).toContain('is told when it closes');
  });
});

describe('the log, at its most talkative,', () => {
  test('never says who voted, or how, also where things go wrong', async () => {
    const { alice, bob, members } = club();
    const card = await open(alice, { aspects: true });
    const from = foyer().bot().output.stderr.length;
    const [cy, di] = members(2);
    if (!cy || !di) throw new Error('nobody');
    const ballot = await vote(bob, card, 'Even', 'both');
    await bob.select(ballot, `matchup.aspect/v1/${idOf(card)}/ending`, ['Ending: Film']);
    // The answer does not arrive, and neither does the next edit of the card.
    foyer().loopback.faults.next({ method: 'POST', path: /\/callback$/, times: 8 }, { kind: 'status', status: 500 });
    foyer().loopback.faults.next({ method: 'PATCH', path: new RegExp(card.id) }, { kind: 'status', status: 400 });
    await cy.press(card, 'Even').catch(() => {});
    foyer().loopback.faults.clear();
    const faults = foyer().bot().output.stderr.slice(from);
    expect(faults).toContain('"action":"matchup.cast"');
    expect(faults).not.toMatch(/\beven\b|matchup\.cast\//i);
    for (const member of [alice, bob, cy]) expect(faults).not.toContain(member.id);
    // A record that somebody damaged.
    const store = await openStore(foyer().storeUrl);
    await store.put(`ballot:${guildOf(card)}:${idOf(card)}:${di.id}`, {
      version: 2,
      sides: { overall: 'what-di-thinks' },
      at: 'x',
    });
    await store.close();
    const { message } = await di.press(card, 'Even');
    expect(message.text).toContain('That did not work, and it is our fault.');
    // Where the damaged record is stands in the log, and not what it holds.
    expect(foyer().bot().output.stderr.slice(from)).not.toContain('what-di-thinks');
  });
});

/** The server of a card, as its link names it. */
function guildOf(card: SeenMessage): string {
  const { world } = foyer().loopback;
  return world.rooms.get(card.channelId)?.serverId ?? '';
}
