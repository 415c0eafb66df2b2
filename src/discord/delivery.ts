import {
  type ChatInputCommandInteraction,
  type Message as DiscordMessage,
  type MessageComponentInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
} from 'discord.js';
import { channelId, messageId } from '../storage/ids.ts';
import type { Answer, Post, Sent } from './answer.ts';
import { alreadyAnswered, messageGone, tooLate, withoutEffect } from './faults.ts';
import { checkLimits } from './limits.ts';
import type { Message, Modal } from './message.ts';
import { patiently } from './patience.ts';

/** The interactions that get an answer (suggestions are answered elsewhere). */
export type Answerable = ChatInputCommandInteraction | MessageComponentInteraction | ModalSubmitInteraction;

/** How an answer that takes long is announced: by "thinking…", for everybody or not, or by nothing to be seen. */
export type Deferral = 'public' | 'private' | 'update';

/** One interaction's answer, in whatever state it is. */
export interface Delivery {
  /** Tells Discord that the answer takes longer; to be called once, before anything is sent. */
  defer(deferral: Deferral): Promise<void>;
  send(answer: Answer): Promise<void>;
}

const flagsOf = (audience: Post['audience']): (MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral)[] =>
  audience === 'private' ? [MessageFlags.IsComponentsV2, MessageFlags.Ephemeral] : [MessageFlags.IsComponentsV2];

/** The only place that knows reply, editReply, followUp and update, and which of them the state allows. */
export function deliveryOf(interaction: Answerable): Delivery {
  let deferral: Promise<Deferral | undefined> | undefined;
  let answered = false;

  /**
   * The first answer may be sent again: Discord answers a second one with 40060, which then means that an earlier
   * attempt had arrived. To a first attempt it means that somebody else has answered: another process of ours, while
   * one takes over from the other.
   */
  async function first(send: () => Promise<unknown>): Promise<void> {
    let attempts = 0;
    try {
      await patiently(async () => {
        attempts += 1;
        return send();
      });
    } catch (error) {
      if (!alreadyAnswered(error) || attempts === 1) throw error;
      interaction.replied = true;
    }
  }

  async function followUp({ audience, message }: Post): Promise<Sent> {
    // A follow-up has no nonce: one that may have arrived is not sent again, for it would stand there twice.
    const send = async () => interaction.followUp({ ...body(message), flags: flagsOf(audience) });
    return sentOf(await patiently(send, withoutEffect));
  }

  async function post(post: Post, mustKnowWhere: boolean): Promise<Sent | undefined> {
    const deferred = await deferral;
    // Also where it was announced first: a fault in what comes after the answer must not take that away.
    if (answered || (deferred === undefined && interaction.replied)) return followUp(post);
    if (deferred === undefined) {
      let sent: Sent | undefined;
      await first(async () => {
        const flags = flagsOf(post.audience);
        const reply = { ...body(post.message), flags };
        // Discord sends the whole message back where it is asked to, and most answers have no use for it.
        if (!mustKnowWhere) return interaction.reply(reply);
        const { resource } = await interaction.reply({ ...reply, withResponse: true });
        sent = resource?.message ? sentOf(resource.message) : undefined;
        return sent;
      });
      return sent ?? (mustKnowWhere ? sentOf(await interaction.fetchReply()) : undefined);
    }
    if (deferred === post.audience) return edit(post.message);
    // What was announced for everybody turns out to be for one, or the other way round: whether a message is private
    // is settled by the deferral, so that one goes.
    if (deferred !== 'update') await takeAway();
    return followUp(post);
  }

  async function takeAway(): Promise<void> {
    try {
      await patiently(async () => interaction.deleteReply());
    } catch (error) {
      if (!messageGone(error)) throw error;
    }
  }

  async function edit(message: Message): Promise<Sent> {
    return sentOf(await patiently(async () => interaction.editReply(editBody(message))));
  }

  async function update(message: Message): Promise<Sent | undefined> {
    const deferred = await deferral;
    if (deferred === 'update') return edit(message);
    // Only what was announced by nothing to be seen can still be an update; the member gets to see it all the same.
    if (deferred !== undefined) return post({ audience: 'private', message }, false);
    if (!('update' in interaction) || !interaction.message) throw new Error('there is no message to update');
    await first(async () => interaction.update(editBody(message)));
    return sentOf(interaction.message);
  }

  async function ask(modal: Modal): Promise<void> {
    if (!('showModal' in interaction)) throw new Error('a form cannot be answered by a form');
    if (await deferral) throw new Error('a form was asked for after the answer was deferred');
    await first(async () => interaction.showModal(modal));
  }

  async function sendFirst(answer: Answer): Promise<Sent | undefined> {
    switch (answer.kind) {
      case 'post':
        return post(answer.post, answer.before !== undefined || answer.after !== undefined);
      case 'update':
        return update(answer.message);
      case 'ask':
        await ask(answer.modal);
        return undefined;
    }
  }

  async function defer(as: Deferral): Promise<void> {
    deferral = first(async () =>
      as === 'update' && 'deferUpdate' in interaction
        ? interaction.deferUpdate()
        : interaction.deferReply(as === 'private' ? { flags: MessageFlags.Ephemeral } : {}),
    ).then(
      () => as,
      (error: unknown) => {
        if (tooLate(error)) throw error;
        return undefined; // It may still be answered directly.
      },
    );
    await deferral;
  }

  /** Where the answer is going to stand; undefined where Discord did not take a deferral, or does not say. */
  async function announce(audience: Post['audience']): Promise<Sent | undefined> {
    if ((await deferral) === undefined) await defer(audience);
    if ((await deferral) !== audience) return undefined;
    return patiently(async () => interaction.fetchReply()).then(sentOf, () => undefined);
  }

  return {
    defer,
    async send(answer) {
      for (const { message } of postsOf(answer)) checkLimits(message);
      const { before } = answer;
      const place = before && answer.kind === 'post' ? await announce(answer.post.audience) : undefined;
      if (place) await before?.(place);
      const sent = await sendFirst(answer);
      answered = true;
      if (sent && !place) await before?.(sent);
      for (const more of answer.more) await followUp(more);
      if (!answer.after || !sent) return;
      for (const more of await answer.after(sent)) {
        checkLimits(more.message);
        await followUp(more);
      }
    },
  };
}

function postsOf(answer: Answer): readonly { readonly message: Message }[] {
  switch (answer.kind) {
    case 'post':
      return [answer.post, ...answer.more];
    case 'update':
      return [{ message: answer.message }, ...answer.more];
    case 'ask':
      return answer.more;
  }
}

/** Made anew for every attempt: discord.js writes into what it is given. */
function body({ components, files = [] }: Message) {
  return {
    components: [...components],
    files: files.map(({ name, bytes }) => ({ name, attachment: Buffer.from(bytes) })),
  };
}

/** An edit says which of the files from before stay: none. discord.js adds those that come with it. */
function editBody(message: Message) {
  return { ...body(message), attachments: [], flags: MessageFlags.IsComponentsV2 as const };
}

function sentOf({ id, channelId: channel }: Pick<DiscordMessage, 'id' | 'channelId'>): Sent {
  return { message: messageId.parse(id), channel: channelId.parse(channel) };
}
