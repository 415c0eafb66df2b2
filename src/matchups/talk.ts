import type { ChannelId, MessageId } from '../storage/ids.ts';
import type { TalkOpening } from './matchups.ts';

/** What beginning a talk asks of Discord. */
export interface TalkChannels<Message> {
  openThread(channel: ChannelId, under: MessageId, name: string): Promise<ChannelId | 'refused'>;
  post(channel: ChannelId, nonce: string, what: Message): Promise<MessageId | 'gone'>;
}

/** The name of a thread, and what begins the talk. */
export interface TalkTexts<Message> {
  readonly name: string;
  readonly opening: Message;
}

/** A talk in Discord's channels. It is begun once under each card: Discord drops what comes with the same nonce. */
export function talkIn<Message>(channels: TalkChannels<Message>, { name, opening }: TalkTexts<Message>): TalkOpening {
  return {
    openThread: async (channel, under) => channels.openThread(channel, under, name),
    post: async (where, under) =>
      (await channels.post(where, `talk-${under}`, opening)) === 'gone' ? 'gone' : 'posted',
  };
}
