import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Channel, Server } from '../../src/playground/loopback.ts';
import type { Member } from '../../src/playground/members.ts';
import { defaultMemberPermissions } from '../../src/playground/permissions.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { type Foyer, startFoyer } from '../foyer.ts';

const film = 'never-let-me-go-2010';
const minute = 60_000;
const askChannels = 'Channels for cards; empty: all';
const askLimit = 'Cards an hour; empty: no limit';
const askHours = 'Polls’ length; empty: 3 days';

let foyer: Foyer;

beforeAll(async () => {
  foyer = await startFoyer();
});
afterAll(() => foyer.end());

interface Club {
  readonly server: Server;
  readonly manager: Member;
  readonly alice: Member;
  readonly films: Channel;
}

/** A server of its own, with somebody who manages it and a second channel. */
function club(): Club {
  const server = foyer.loopback.addServer();
  const films = server.addChannel({ name: 'films' });
  const permissions = [...defaultMemberPermissions, 'ManageGuild'] as const;
  return {
    server,
    films,
    manager: foyer.loopback.addMember('Manager', { server, permissions }),
    alice: foyer.loopback.addMember('Alice', { server }),
  };
}

const settingsOf = async (manager: Member): Promise<SeenMessage> => (await manager.run('/foyer settings')).message;

/** The messages of an answer, once there are so many. */
async function answers(member: Member, command: string, options: Record<string, string>, count: number) {
  const exchange = await member.run(command, options);
  await foyer.loopback.until(() => exchange.messages.length >= count, `${count} messages`, 15_000);
  return exchange.messages;
}

describe('D2: /foyer settings', () => {
  test('is for those who manage the server, and asks for the right itself', async () => {
    const { manager, alice } = club();
    const definition = foyer.loopback.commands.find(({ name }) => name === 'foyer');
    expect(definition?.raw).toMatchObject({ default_member_permissions: '32', contexts: [0], integration_types: [0] });
    await expect(alice.run('/foyer settings')).rejects.toThrow('needs permissions');
    await expect(manager.run('/foyer')).rejects.toThrow('cannot be run itself');
    const message = await settingsOf(manager);
    expect(message.ephemeral).toBe(true);
    expect(message.text).toBe(
      [
        '## Foyer on this server',
        'Polls stay open for 3 days where nobody says otherwise.',
        'Synopses and changes are told to everybody, behind spoilers, unless the member says otherwise.',
        'Cards for everybody may stand in every channel.',
        'There may be as many of them as members ask for.',
      ].join('\n'),
    );
    const review = (await alice.run('/review', { film })).message;
    const forged = await alice.pressForged(review, 'settings.telling/v1/private');
    expect(forged.message.text).toBe('Only somebody with **Manage Server** can look at this and change it.');
    expect(forged.message.ephemeral).toBe(true);
  });

  test('each setting is changed on the card and stands there afterwards', async () => {
    const { manager, films } = club();
    const message = await settingsOf(manager);
    await manager.select(message, askHours, ['Polls stay open for 7 days']);
    await manager.select(message, askLimit, ['2 cards in a channel within an hour']);
    await manager.select(message, askChannels, ['films']);
    await manager.press(message, 'Tell plot privately');
    const set = [
      '## Foyer on this server',
      'Polls stay open for 7 days where nobody says otherwise.',
      'Synopses and changes are told to the member alone, unless they say otherwise.',
      `Cards for everybody may stand in <#${films.id}>. Elsewhere, answers are for the member alone.`,
      'There may be 2 of them in a channel within an hour.',
    ].join('\n');
    expect(message.text).toBe(set);
    const again = await settingsOf(manager);
    expect(again.text).toBe(set);
    await manager.select(again, askHours, []);
    await manager.select(again, askLimit, []);
    await manager.select(again, askChannels, []);
    await manager.press(again, 'Tell plot to everybody');
    expect(again.text).toContain('Polls stay open for 3 days');
    expect(again.text).toContain('in every channel.\nThere may be as many of them as members ask for.');
  });

  test('a value that was never offered is not taken', async () => {
    const { manager } = club();
    const message = await settingsOf(manager);
    const forged = await manager.pressForged(message, 'settings.hours/v1');
    expect(forged.message.text).toContain('Polls stay open for 3 days');
  });

  test('the hours are those of a poll where nobody says otherwise', async () => {
    const { manager, alice } = club();
    await manager.select(await settingsOf(manager), askHours, ['Polls stay open for 6 hours']);
    const closes = async (options: Record<string, string | number>) => {
      const { message } = await alice.run('/bookvsfilm', options);
      return (Number(/<t:(\d+):R>/.exec(message.text)?.[1]) * 1000 - Date.now()) / 3_600_000;
    };
    expect(await closes({ film })).toBeCloseTo(6, 0);
    expect(await closes({ film: 'solaris-1972', hours: 12 })).toBeCloseTo(12, 0);
  });

  test('plot is told privately where the server wishes that and the member does not say', async () => {
    const { manager, alice } = club();
    await manager.press(await settingsOf(manager), 'Tell plot privately');
    for (const command of ['/synopsis', '/changes']) {
      expect((await alice.run(command, { film })).message.ephemeral).toBe(true);
      expect((await alice.run(command, { film, private: false })).message.ephemeral).toBe(false);
      expect((await alice.run(command, { film, private: true })).message.ephemeral).toBe(true);
      expect((await alice.in('dm').run(command, { film })).message.ephemeral).toBe(false);
    }
  });

  test('outside the channels for cards an answer is for the member alone, and says why and where', async () => {
    const { manager, alice, films } = club();
    await manager.select(await settingsOf(manager), askChannels, ['films']);
    const [card, why] = await answers(alice, '/review', { film }, 2);
    expect(card?.ephemeral).toBe(true);
    expect(card?.text).toContain('Never Let Me Go');
    expect(why?.ephemeral).toBe(true);
    expect(why?.text).toBe(
      `On this server, cards for everybody belong in <#${films.id}>. Anywhere else, only you see the answer.`,
    );
    const there = alice.in(films);
    expect((await there.run('/review', { film })).message.ephemeral).toBe(false);
    // The talk under a poll belongs to its channel.
    const poll = (await there.run('/bookvsfilm', { film })).message;
    await foyer.loopback.until(() => poll.thread !== undefined, 'the thread', 15_000);
    const inThread = await alice.in({ id: poll.thread?.id ?? '' }).run('/review', { film });
    expect(inThread.message.ephemeral).toBe(false);
  });

  test('a poll is refused there before anything is kept, and so are shared stars', async () => {
    const { manager, alice, films, server } = club();
    await manager.select(await settingsOf(manager), askChannels, ['films']);
    const refusal = `On this server, cards for everybody belong in <#${films.id}>. Anywhere else, only you see the answer.`;
    const { messages } = await alice.run('/bookvsfilm', { film });
    expect(messages.map(({ text }) => text)).toEqual([refusal]);
    const stars = (await alice.run('/rate', { film, stars: '★' })).message;
    const shared = await alice.press(stars, 'Share');
    expect(shared.messages.at(-1)?.text).toBe(refusal);
    expect(server.channels[0]?.messages.filter(({ ephemeral }) => !ephemeral)).toEqual([]);
    // Nothing is running that the second could lead to.
    expect((await alice.in(films).run('/bookvsfilm', { film })).message.ephemeral).toBe(false);
  });

  test('so many cards a channel and hour, and the next is private and says when there is room', async () => {
    const { manager, alice, films } = club();
    await manager.select(await settingsOf(manager), askLimit, ['2 cards in a channel within an hour']);
    const isPublic = async (member: Member) => !(await member.run('/review', { film })).message.ephemeral;
    expect(await isPublic(alice)).toBe(true);
    // What is private or goes wrong takes no card's place.
    await alice.run('/help');
    await alice.run('/review', { film: 'solaris' });
    await alice.run('/synopsis', { film, private: true });
    expect(await isPublic(alice)).toBe(true);
    const [card, why] = await answers(alice, '/review', { film }, 2);
    expect(card?.ephemeral).toBe(true);
    expect(why?.text).toMatch(
      /^This channel has had its 2 cards for everybody within the hour\. There is room for the next <t:\d+:R>; until then, only you see the answer\.$/,
    );
    expect(await isPublic(alice.in(films))).toBe(true);
    await foyer.bot().advance(61 * minute);
    expect(await isPublic(alice)).toBe(true);
  });

  test('a hundred at the same moment get no more than the limit', async () => {
    const { manager, server } = club();
    await manager.select(await settingsOf(manager), askLimit, ['5 cards in a channel within an hour']);
    const members = Array.from({ length: 40 }, (_, at) => foyer.loopback.addMember(`M${at}`, { server }));
    const exchanges = await Promise.all(members.map(async (member) => member.run('/review', { film })));
    expect(exchanges.filter(({ message }) => !message.ephemeral)).toHaveLength(5);
  });
});
