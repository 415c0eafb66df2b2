import { MessageFlags, Routes } from 'discord.js';
import { expect, test } from 'vitest';
import type { App } from './app.ts';
import { card, refusalOf, row, startApp } from './app.ts';

async function channelOf({ client, server }: App, index = 0) {
  const channel = await client.channels.fetch(server.channels[index]?.id ?? '');
  if (!channel?.isTextBased() || !channel.isSendable() || channel.isDMBased()) throw new Error('No text channel');
  return channel;
}

const post = (app: App, body: unknown, channel = app.server.channels[0]?.id ?? '') =>
  app.client.rest.post(Routes.channelMessages(channel), { body });

test('a message is sent, read, edited and deleted', async () => {
  const app = await startApp();
  const channel = await channelOf(app);
  const sent = await channel.send(card('one'));
  await sent.edit(card('two'));
  const [seen] = app.alice.sees();
  expect(seen).toMatchObject({ id: sent.id, text: 'two', edits: 1, ephemeral: false });
  expect((await channel.messages.fetch(sent.id)).id).toBe(sent.id);
  await sent.delete();
  expect(seen?.deleted).toBe(true);
  expect(await refusalOf(sent.edit('x'))).toMatchObject({ status: 404, code: 10008 });
});

test('a nonce that is enforced makes one message of two sends', async () => {
  const app = await startApp();
  const channel = await channelOf(app);
  const first = await channel.send({ content: 'one', nonce: '7', enforceNonce: true });
  const second = await channel.send({ content: 'one', nonce: '7', enforceNonce: true });
  expect(second.id).toBe(first.id);
  expect(app.alice.sees()).toHaveLength(1);
});

test('an interaction answer can be edited as a channel message, an ephemeral one cannot', async () => {
  const app = await startApp({
    command: async (one) => {
      await one.reply(card('public'));
      await one.followUp({ content: 'private', flags: MessageFlags.Ephemeral });
    },
  });
  const exchange = await app.alice.run('/review', { film: 'x' });
  await app.finished();
  const [open, secret] = exchange.messages;
  const patch = (id: string | undefined) =>
    app.client.rest.patch(Routes.channelMessage(exchange.message.channelId, id ?? ''), { body: card('edited') });
  await patch(open?.id);
  expect(open?.text).toBe('edited');
  expect(await refusalOf(patch(secret?.id))).toMatchObject({ code: 10008 });
});

test("somebody else's message cannot be edited", async () => {
  const app = await startApp();
  const said = app.alice.say('I cried');
  const patch = app.client.rest.patch(Routes.channelMessage(said.channelId, said.id), { body: { content: 'x' } });
  expect(await refusalOf(patch)).toMatchObject({ status: 403, code: 50005 });
});

test('a missing right is refused by its code', async () => {
  const app = await startApp();
  const hidden = app.server.addChannel({ name: 'hidden', botPermissions: [] });
  const quiet = app.server.addChannel({ name: 'quiet', botPermissions: ['ViewChannel'] });
  expect(await refusalOf(post(app, { content: 'x' }, hidden.id))).toMatchObject({ status: 403, code: 50001 });
  expect(await refusalOf(post(app, { content: 'x' }, quiet.id))).toMatchObject({ status: 403, code: 50013 });
  quiet.setBotPermissions(['ViewChannel', 'SendMessages']);
  await post(app, { content: 'x' }, quiet.id);
  expect(quiet.messages).toHaveLength(1);
  quiet.remove();
  expect(await refusalOf(post(app, { content: 'x' }, quiet.id))).toMatchObject({ status: 404, code: 10003 });
});

test('a thread is opened on a message once', async () => {
  const app = await startApp();
  const channel = await channelOf(app);
  const sent = await channel.send(card('talk'));
  const thread = await sent.startThread({ name: 'Never Let Me Go', autoArchiveDuration: 1440 });
  await thread.send('first');
  const [seen] = app.alice.sees();
  expect(seen?.thread).toMatchObject({ id: sent.id, name: 'Never Let Me Go', autoArchiveMinutes: 1440 });
  expect(seen?.thread?.messages.map(({ text }) => text)).toEqual(['first']);
  const again = app.client.rest.post(Routes.threads(channel.id, sent.id), { body: { name: 'again' } });
  expect(await refusalOf(again)).toMatchObject({ status: 400, code: 160004 });
});

test('a thread is not opened in a thread, in a voice channel or without the right', async () => {
  const app = await startApp();
  const voice = app.server.addChannel({ kind: 'voice', name: 'Lounge' });
  const bare = app.server.addChannel({ name: 'bare', botPermissions: ['ViewChannel', 'SendMessages'] });
  const channel = await channelOf(app);
  const open = (channelId: string, messageId: string) =>
    app.client.rest.post(Routes.threads(channelId, messageId), { body: { name: 'x' } });
  const thread = await (await channel.send('a')).startThread({ name: 'x' });
  const inside = await thread.send('b');
  expect(await refusalOf(open(thread.id, inside.id))).toMatchObject({ code: 50024 });
  expect(await refusalOf(open(voice.id, app.alice.in(voice).say('c').id))).toMatchObject({ code: 50024 });
  expect(await refusalOf(open(bare.id, app.alice.in(bare).say('d').id))).toMatchObject({ code: 50013 });
  expect(await refusalOf(open(channel.id, '123456789012345678'))).toMatchObject({ code: 10008 });
});

test('a thread name and its archive time have limits', async () => {
  const app = await startApp();
  const sent = await (await channelOf(app)).send('a');
  const body = { name: 'x'.repeat(101), auto_archive_duration: 100 };
  const refused = await refusalOf(app.client.rest.post(Routes.threads(sent.channelId, sent.id), { body }));
  expect(refused).toMatchObject({
    code: 50035,
    raw: {
      errors: {
        name: { _errors: [{ code: 'BASE_TYPE_BAD_LENGTH' }] },
        auto_archive_duration: { _errors: [{ code: 'BASE_TYPE_CHOICES' }] },
      },
    },
  });
});

test('sending in threads is its own right, and a message in an archived thread is not edited', async () => {
  const app = await startApp();
  const sent = await (await channelOf(app)).send('a');
  const thread = await sent.startThread({ name: 'x' });
  const inside = await thread.send('b');
  app.alice.sees()[0]?.thread?.archive();
  expect(await refusalOf(inside.edit('c'))).toMatchObject({ status: 400, code: 50083 });
  app.server.channels[0]?.setBotPermissions(['ViewChannel', 'SendMessages']);
  expect(await refusalOf(thread.send('d'))).toMatchObject({ code: 50013 });
});

test('the sixth message within five seconds is rate-limited, interaction answers are not', async () => {
  const app = await startApp({
    command: async (one) => {
      await one.reply('0');
      for (const text of ['1', '2', '3', '4', '5', '6', '7']) await one.followUp(text);
    },
  });
  const url = `${app.loopback.apiUrl}/v10/channels/${app.server.channels[0]?.id}/messages`;
  const send = () =>
    fetch(url, {
      method: 'POST',
      headers: { authorization: `Bot ${app.loopback.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ content: 'x' }),
    });
  const answers = [await send(), await send(), await send(), await send(), await send(), await send()];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
  expect(answers[4]?.headers.get('x-ratelimit-remaining')).toBe('0');
  expect(Number(answers[5]?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await answers[5]?.json()).toMatchObject({ global: false, retry_after: expect.any(Number) });
  await app.alice.run('/review', { film: 'x' });
  await app.finished();
  expect(app.faults).toEqual([]);
});

test('a route that Discord does not have is not found, and recorded', async () => {
  const { client, loopback } = await startApp();
  expect(await refusalOf(client.rest.get('/nothing/here'))).toMatchObject({ status: 404, code: 0 });
  expect(loopback.requests.at(-1)).toMatchObject({ method: 'GET', path: '/nothing/here', status: 404 });
});

/** What Discord says to a Components V2 message. */
async function verdict(components: readonly unknown[], more: object = {}) {
  const app = await startApp({}, { limitMessages: false });
  return refusalOf(post(app, { flags: 1 << 15, components, ...more }));
}

const text = (content: string) => ({ type: 10, content });
const button = (more: object) => ({
  type: 1,
  components: [{ type: 2, style: 1, label: 'x', custom_id: 'x', ...more }],
});
const image = { media: { url: 'https://example.org/a.png' } };

test.each([
  ['41 components', Array.from({ length: 41 }, () => text('x')), 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED'],
  ['4,001 characters', [text('x'.repeat(4000)), text('y')], 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED'],
  ['a label of 81 characters', [button({ label: 'x'.repeat(81) })], 'BASE_TYPE_BAD_LENGTH'],
  ['a custom id of 101 characters', [button({ custom_id: 'x'.repeat(101) })], 'BASE_TYPE_BAD_LENGTH'],
  ['two equal custom ids', [row('a'), row('a')], 'COMPONENT_CUSTOM_ID_DUPLICATED'],
  ['six buttons in a row', [row('a', 'b', 'c', 'd', 'e', 'f')], 'BASE_TYPE_BAD_LENGTH'],
  ['an empty row', [{ type: 1, components: [] }], 'BASE_TYPE_BAD_LENGTH'],
  ['a text as an emoji', [button({ emoji: { name: '★' } })], 'BUTTON_COMPONENT_INVALID_EMOJI'],
  ['a section without accessory', [{ type: 9, components: [text('x')] }], 'BASE_TYPE_REQUIRED'],
  [
    'a section of four texts',
    [{ type: 9, components: 'abcd'.split('').map(text), accessory: { type: 11, ...image } }],
    'BASE_TYPE_BAD_LENGTH',
  ],
  ['a gallery of eleven', [{ type: 12, items: Array.from({ length: 11 }, () => image) }], 'BASE_TYPE_BAD_LENGTH'],
  ['alt text of 1,025', [{ type: 12, items: [{ ...image, description: 'x'.repeat(1025) }] }], 'BASE_TYPE_BAD_LENGTH'],
  [
    'a picture that was not sent',
    [{ type: 12, items: [{ media: { url: 'attachment://a.png' } }] }],
    'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
  ],
  [
    'a container in a container',
    [{ type: 17, components: [{ type: 17, components: [text('x')] }] }],
    'BASE_TYPE_CHOICES',
  ],
  ['a button outside a row', [{ type: 2, style: 1, label: 'x', custom_id: 'x' }], 'BASE_TYPE_CHOICES'],
  ['an empty text', [text('')], 'BASE_TYPE_REQUIRED'],
  [
    '26 options',
    [
      {
        type: 1,
        components: [
          {
            type: 3,
            custom_id: 'x',
            options: Array.from({ length: 26 }, (_, n) => ({ label: `${n}`, value: `${n}` })),
          },
        ],
      },
    ],
    'BASE_TYPE_BAD_LENGTH',
  ],
])('%s are refused with their place', async (_, components, code) => {
  const refused = await verdict(components);
  expect(refused).toMatchObject({ status: 400, code: 50035 });
  expect(JSON.stringify(refused.raw)).toContain(code);
});

test('an attachment that was not sent along is refused with its place', async () => {
  const refused = await verdict([text('x')], { attachments: [{ id: '0', filename: 'a.png' }] });
  expect(refused.raw).toMatchObject({
    errors: { attachments: { 0: { _errors: [{ code: 'ATTACHMENT_NOT_FOUND' }] } } },
  });
});

test('more than 10,000 bytes of text are a server error', async () => {
  expect(await verdict([text('映'.repeat(3400))])).toMatchObject({ status: 500 });
});

test('plain content beside the V2 flag, and V2 components without it, are refused', async () => {
  expect(await verdict([text('x')], { content: 'y' })).toMatchObject({ code: 50035 });
  expect(await verdict([text('x')], { flags: 0 })).toMatchObject({ code: 50035 });
  expect(await verdict([], { flags: 0 })).toMatchObject({ code: 50006 });
});

test('an error names the place of what is wrong', async () => {
  const refused = await verdict([{ type: 17, components: [text('x'), button({ label: 'x'.repeat(81) })] }]);
  expect(refused.raw).toMatchObject({
    errors: { components: { 0: { components: { 1: { components: { 0: { label: { _errors: [{}] } } } } } } } },
  });
});

const label = (component: object, name = 'Label') => ({ type: 18, label: name, component });
const input = { type: 4, custom_id: 'in', style: 1 };
const radio = (count: number) => ({
  type: 21,
  custom_id: 'r',
  options: Array.from({ length: count }, (_, n) => ({ label: `${n}`, value: `${n}` })),
});

test.each([
  ['a long title', { title: 'x'.repeat(46), custom_id: 'm', components: [label(input)] }],
  ['no fields', { title: 'x', custom_id: 'm', components: [] }],
  [
    'six fields',
    { title: 'x', custom_id: 'm', components: 'abcdef'.split('').map((id) => label({ ...input, custom_id: id })) },
  ],
  ['a long label', { title: 'x', custom_id: 'm', components: [label(input, 'x'.repeat(46))] }],
  ['a radio group of one', { title: 'x', custom_id: 'm', components: [label(radio(1))] }],
  ['a radio group of eleven', { title: 'x', custom_id: 'm', components: [label(radio(11))] }],
  ['a text of 4,001', { title: 'x', custom_id: 'm', components: [label({ ...input, max_length: 4001 })] }],
])('a modal with %s is refused, and can still be answered otherwise', async (_, modal) => {
  const refused: unknown[] = [];
  const { alice, client } = await startApp({
    command: async (one) => {
      const path = `/interactions/${one.id}/${one.token}/callback` as const;
      refused.push(await refusalOf(client.rest.post(path, { body: { type: 9, data: modal }, auth: false })));
      await one.reply('instead');
    },
  });
  expect((await alice.run('/review', { film: 'x' })).message.text).toBe('instead');
  expect(refused).toMatchObject([{ code: 50035, raw: { errors: { data: {} } } }]);
});

test('26 suggestions, and a suggestion without a name, are refused', async () => {
  const refused: unknown[] = [];
  const { alice, finished } = await startApp({
    suggest: async (one) => {
      const many = Array.from({ length: 26 }, (_, n) => ({ name: `${n}`, value: `${n}` }));
      refused.push(await refusalOf(one.respond(many)), await refusalOf(one.respond([{ name: '', value: 'x' }])));
      await one.respond([]);
    },
  });
  expect(await alice.complete('/review', { film: '' }, 'film')).toEqual([]);
  await finished();
  expect(refused).toMatchObject([{ code: 50035 }, { code: 50035 }]);
});
