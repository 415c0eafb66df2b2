import { describe, expect, test } from 'vitest';
import { messageLink, pictureSource } from '../../../src/playground/page/model/addresses.ts';
import { startsGroup } from '../../../src/playground/page/model/grouping.ts';
import { tokensOf } from '../../../src/playground/page/model/json-tokens.ts';
import { channelTree, firstPlace, visibleTo } from '../../../src/playground/page/model/places.ts';
import type { MessageView, PlaceView } from '../../../src/playground/protocol.ts';

function place(id: string, over: Partial<PlaceView> = {}): PlaceView {
  return {
    id,
    kind: 'text',
    name: id,
    serverId: 's',
    parentId: undefined,
    dmWith: undefined,
    archived: false,
    ...over,
  };
}

function message(over: Partial<MessageView> = {}): MessageView {
  return {
    id: '1',
    placeId: 'p',
    author: { id: 'a', name: 'Ada', bot: false },
    onlyFor: undefined,
    at: new Date(2026, 10, 21, 12, 0).getTime(),
    editedAt: undefined,
    usedBy: undefined,
    content: 'x',
    components: [],
    attachments: [],
    state: 'shown',
    threadId: undefined,
    interactionId: undefined,
    ...over,
  };
}

describe('places', () => {
  const places = [
    place('dm-b', { kind: 'dm', dmWith: 'b', serverId: undefined }),
    place('voice', { kind: 'voice' }),
    place('general'),
    place('talk', { kind: 'thread', parentId: 'general' }),
    place('old', { kind: 'thread', parentId: 'general', archived: true }),
  ];

  test('threads hang under their channel, archived ones only while looked at', () => {
    const names = (lookedAt?: string) =>
      channelTree(places, 's', lookedAt).map(({ channel, threads }) => [channel.id, threads.map(({ id }) => id)]);
    expect(names()).toEqual([
      ['voice', []],
      ['general', ['talk']],
    ]);
    expect(names('old')[1]).toEqual(['general', ['talk', 'old']]);
  });

  test('one begins in the first text channel, never in somebody else’s talk', () => {
    expect(firstPlace(places, 'a')?.id).toBe('general');
    expect(firstPlace(places.slice(0, 1), 'a')).toBeUndefined();
  });

  test('a message for one is seen by that one', () => {
    const messages = [message(), message({ id: '2', onlyFor: 'b' })];
    expect(visibleTo(messages, 'a').map(({ id }) => id)).toEqual(['1']);
    expect(visibleTo(messages, 'b').map(({ id }) => id)).toEqual(['1', '2']);
  });
});

describe('grouping', () => {
  const first = message();

  test('the same author soon after goes on', () => {
    expect(startsGroup(first, message({ at: first.at + 60_000 }))).toBe(false);
  });

  test.each<[string, Partial<MessageView>]>([
    ['somebody else', { author: { id: 'b', name: 'B', bot: false } }],
    ['a command', { usedBy: { memberId: 'a', command: 'review' } }],
    ['an answer to a card', { repliesTo: '1' }],
    ['a private message', { onlyFor: 'a' }],
    ['a long pause', { at: first.at + 8 * 60_000 }],
  ])('%s begins anew', (_, over) => {
    expect(startsGroup(first, message({ at: first.at + 1000, ...over }))).toBe(true);
  });
});

describe('addresses', () => {
  const page = 'http://127.0.0.1:8787/#/1';

  test('nothing from outside is loaded', () => {
    expect(pictureSource('https://images.example.org/a.jpg', page)).toEqual({
      kind: 'elsewhere',
      host: 'images.example.org',
    });
    expect(pictureSource('//images.example.org/a.jpg', page).kind).toBe('elsewhere');
    expect(pictureSource('http://127.0.0.1:9/x.png', page).kind).toBe('elsewhere');
  });

  test('attachments of the loopback come by the page’s own server', () => {
    expect(pictureSource('http://127.0.0.1:4242/attachments/1/a.png', page)).toEqual({
      kind: 'here',
      url: '/attachments/1/a.png',
    });
    expect(pictureSource('/attachments/1/a.png', page).kind).toBe('here');
  });

  test('a link to a message leads to its place', () => {
    expect(messageLink('https://discord.com/channels/1/2/3')).toEqual({ placeId: '2', messageId: '3' });
    expect(messageLink('https://discord.com/developers')).toBeUndefined();
  });
});

test('JSON taken apart is the same text again', () => {
  const json = JSON.stringify({ a: 'x: "1"', b: [1.5, true, null], 'c\\"': {} }, null, 2);
  const tokens = tokensOf(json);
  expect(tokens.map(({ text }) => text).join('')).toBe(json);
  expect(tokens.filter(({ kind }) => kind === 'name').map(({ text }) => text)).toEqual(['"a"', '"b"', '"c\\\\\\""']);
});
