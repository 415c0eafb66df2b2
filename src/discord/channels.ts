import { MessageFlags, type REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import { z } from 'zod';
import { type ChannelId, channelId, type MessageId, messageId } from '../storage/ids.ts';
import { archived, channelGone, messageGone, notPermitted, refusedWith } from './faults.ts';
import { checkLimits } from './limits.ts';
import { inWords, type Message } from './message.ts';
import { patiently } from './patience.ts';

/** What Foyer does in channels on its own account, outside an interaction. */
export interface Channels {
  /** `gone`: the message or its channel does not exist any more, or we may not see it. */
  edit(channel: ChannelId, message: MessageId, to: Message): Promise<'edited' | 'gone'>;
  /**
   * Posts once, however often it is called within a few minutes with the same nonce (at most 25 characters).
   * Resolves to where it stands. `gone`: the channel does not exist any more, or we may not post there.
   */
  post(channel: ChannelId, nonce: string, what: Message): Promise<MessageId | 'gone'>;
  /** Deletes a message of ours. One that is gone already is as good as deleted. */
  delete(channel: ChannelId, message: MessageId): Promise<void>;
  /** Opens a thread under a message. `refused`: we may not, or it cannot have one. */
  openThread(channel: ChannelId, under: MessageId, name: string): Promise<ChannelId | 'refused'>;
}

/** A thread without a message for this long is archived: a week, the longest that Discord offers. */
const archiveAfterMinutes = 10_080;
const maxThreadName = 100;
const contentTypes: Readonly<Record<string, string>> = { csv: 'text/csv', json: 'application/json', png: 'image/png' };
const contentTypeOf = (name: string) => contentTypes[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
const openedThread = z.object({ id: channelId });
const postedMessage = z.object({ id: messageId });

/** Cut between characters: half of one would be refused. */
const shortened = (name: string) =>
  name.length <= maxThreadName ? name : name.slice(0, maxThreadName).replace(/[\uD800-\uDBFF]$/, '');

/** Channels over Discord's REST API. Mentions are never resolved. */
export function createChannels(rest: REST): Channels {
  /** A message with its files; `attachments` names them, and so says of an edit that those from before go. */
  const requestFor = ({ components, files = [] }: Message, more: object = {}) => ({
    body: {
      components,
      flags: MessageFlags.IsComponentsV2,
      allowed_mentions: { parse: [] },
      attachments: files.map(({ name }, index) => ({ id: String(index), filename: name })),
      ...more,
    },
    files: files.map(({ name, bytes }) => ({ name, data: Buffer.from(bytes), contentType: contentTypeOf(name) })),
  });

  /** Where we may not attach files, and nothing else is amiss, the message tells in words what they show. */
  async function sending<T>(message: Message, send: (message: Message) => Promise<T>): Promise<T> {
    checkLimits(message);
    try {
      return await send(message);
    } catch (error) {
      if (!message.files?.length || !notPermitted(error)) throw error;
      const told = inWords(message);
      checkLimits(told);
      return send(told);
    }
  }

  /** In a thread that has been archived nothing can be edited until it is opened again. */
  async function inOpenThread<T>(thread: ChannelId, act: () => Promise<T>): Promise<T> {
    try {
      return await patiently(act);
    } catch (error) {
      if (!archived(error)) throw error;
      await patiently(async () => rest.patch(Routes.channel(thread), { body: { archived: false } }));
      return patiently(act);
    }
  }

  return {
    async edit(channel, message, to) {
      const route = Routes.channelMessage(channel, message);
      try {
        await sending(to, async (sent) => inOpenThread(channel, async () => rest.patch(route, requestFor(sent))));
        return 'edited';
      } catch (error) {
        if (channelGone(error) || messageGone(error) || notPermitted(error) || archived(error)) return 'gone';
        throw error;
      }
    },
    async post(channel, nonce, what) {
      const route = Routes.channelMessages(channel);
      const once = { nonce, enforce_nonce: true };
      try {
        const posted = await sending(what, async (sent) =>
          patiently(async () => rest.post(route, requestFor(sent, once))),
        );
        return postedMessage.parse(posted).id;
      } catch (error) {
        if (channelGone(error) || notPermitted(error) || archived(error)) return 'gone';
        throw error;
      }
    },
    async delete(channel, message) {
      try {
        await inOpenThread(channel, async () => rest.delete(Routes.channelMessage(channel, message)));
      } catch (error) {
        if (channelGone(error) || messageGone(error) || notPermitted(error) || archived(error)) return;
        throw error;
      }
    },
    async openThread(channel, under, name) {
      const body = { name: shortened(name), auto_archive_duration: archiveAfterMinutes };
      try {
        const thread = await patiently(async () => rest.post(Routes.threads(channel, under), { body }));
        return openedThread.parse(thread).id;
      } catch (error) {
        // A thread started from a message has the message's id: an earlier attempt had arrived.
        if (refusedWith(error, RESTJSONErrorCodes.ThreadAlreadyCreatedForMessage)) return channelId.parse(under);
        if (channelGone(error) || messageGone(error) || notPermitted(error) || refusedWith(error, 50024)) {
          return 'refused';
        }
        throw error;
      }
    },
  };
}
