import { ComponentType } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { type Answer, privately, publicly, update } from '../../src/discord/answer.ts';
import { type Channels, createChannels } from '../../src/discord/channels.ts';
import { type Answerable, deliveryOf } from '../../src/discord/delivery.ts';
import type { Message } from '../../src/discord/message.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { channelId, messageId } from '../../src/storage/ids.ts';
import { type App, startApp } from '../playground/app.ts';

const bytes = (name: string) => new Uint8Array(Buffer.from(`the bytes of ${name}`));

/** A card with a button that shows these pictures. */
function showing(...names: readonly string[]): Message {
  const gallery = names.map((name) => ({
    type: ComponentType.MediaGallery as const,
    items: [{ media: { url: `attachment://${name}` }, description: `What ${name} shows` }],
  }));
  const text = { type: ComponentType.TextDisplay as const, content: 'A card' };
  const button = { type: ComponentType.Button as const, style: 2 as const, label: 'Press', custom_id: 'press' };
  const row = { type: ComponentType.ActionRow as const, components: [button] };
  return {
    components: [{ type: ComponentType.Container, components: [text, ...gallery, row] }],
    files: names.map((name) => ({ name, bytes: bytes(name) })),
  };
}

const plain: Message = { components: showing().components };

/** What the pictures on a message are: their alt texts, and the bytes that a member's Discord loads. */
async function seenOn({ pictures, attachments }: SeenMessage) {
  const loaded = await Promise.all(pictures.map(async ({ url }) => (await fetch(url)).text()));
  return { alts: pictures.map(({ alt }) => alt), loaded, attached: attachments.map(({ name }) => name) };
}

const shown = (...names: readonly string[]) => ({
  alts: names.map((name) => `What ${name} shows`),
  loaded: names.map((name) => `the bytes of ${name}`),
  attached: names,
});

/** An app that answers its command, and each press, with the next of these. */
function answering(...answers: readonly Answer[]): Promise<App> {
  const rest = [...answers];
  const next = async (interaction: Answerable) => {
    const answer = rest.shift();
    if (answer) await deliveryOf(interaction).send(answer);
  };
  return startApp({ command: next, button: next });
}

describe('an answer’s pictures', () => {
  test('come with the first message and with those that follow', async () => {
    const { alice, loopback } = await answering(publicly(showing('one.png', 'two.png'), showing('three.png')));
    const told = await alice.run('/review', { film: 'x' });
    await loopback.until(() => told.messages.length === 2, 'both messages');
    expect(await seenOn(told.message)).toEqual(shown('one.png', 'two.png'));
    expect(await seenOn(told.messages[1] ?? told.message)).toEqual(shown('three.png'));
  });

  test('come late with an answer that was deferred', async () => {
    const { alice } = await startApp({
      command: async (interaction) => {
        const delivery = deliveryOf(interaction);
        await delivery.defer('private');
        await delivery.send(privately(showing('late.png')));
      },
    });
    const { message } = await alice.run('/review', { film: 'x' });
    expect(await seenOn(message)).toEqual(shown('late.png'));
    expect(message.ephemeral).toBe(true);
  });

  test('take the place of those from before, and go where the next message has none', async () => {
    const { alice } = await answering(publicly(showing('old.png')), update(showing('new.png')), update(plain));
    const { message } = await alice.run('/review', { film: 'x' });
    await alice.press(message, 'Press');
    expect(await seenOn(message)).toEqual(shown('new.png'));
    await alice.press(message, 'Press');
    expect(await seenOn(message)).toEqual(shown());
  });
});

describe('in a channel, outside an interaction', () => {
  async function inChannel(botPermissions?: readonly ['ViewChannel', 'SendMessages']) {
    const app = await startApp();
    const channel = app.server.addChannel({ name: 'films', ...(botPermissions && { botPermissions }) });
    const channels: Channels = createChannels(app.client.rest);
    return { app, channel: channelId.parse(channel.id), channels, posted: () => channel.messages.at(-1) };
  }

  test('a picture is posted, replaced and taken away', async () => {
    const { channel, channels, posted } = await inChannel();
    const postedAs = await channels.post(channel, 'once', showing('old.png'));
    const message = posted();
    expect(postedAs).toBe(message?.id);
    if (!message) throw new Error('nothing was posted');
    expect(await seenOn(message)).toEqual(shown('old.png'));
    const id = messageId.parse(message.id);
    expect(await channels.edit(channel, id, showing('new.png'))).toBe('edited');
    expect(await seenOn(message)).toEqual(shown('new.png'));
    expect(await channels.edit(channel, id, plain)).toBe('edited');
    expect(await seenOn(message)).toEqual(shown());
  });

  test('without the right to attach files, it is told in words', async () => {
    const { channel, channels, posted } = await inChannel(['ViewChannel', 'SendMessages']);
    expect(await channels.post(channel, 'once', showing('one.png'))).toBe(posted()?.id);
    expect(posted()?.text).toBe('A card\nWhat one.png shows');
    expect(posted()?.pictures).toEqual([]);
    expect(await channels.edit(channel, messageId.parse(posted()?.id), showing('two.png'))).toBe('edited');
    expect(posted()?.text).toBe('A card\nWhat two.png shows');
  });
});
