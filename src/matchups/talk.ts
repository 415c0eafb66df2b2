import type { ChannelId, MessageId } from '../storage/ids.ts';
import type { Matchup, MatchupRef } from './matchup.ts';
import { keyOf, type Shelf } from './shelf.ts';

/** How a talk is begun: `post` says what begins it, the same once however often it is called. */
export interface TalkOpening {
  openThread(channel: ChannelId, under: MessageId): Promise<ChannelId | 'refused'>;
  post(where: ChannelId, under: MessageId): Promise<'posted' | 'gone'>;
}

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

/** The talk under a card. */
export interface Talks {
  /**
   * Begins the talk where it is to be, unless that has been done: in a thread or, where there can be none, under the
   * card. `nowhere`: we may not post there.
   */
  beginTalk(ref: MatchupRef, opening: TalkOpening): Promise<'thread' | 'channel' | 'nowhere' | 'had begun'>;
  /** The talk could not be begun now: it is begun when the card is next brought up to date, which is soon. */
  talkDelayed(ref: MatchupRef): void;
  /** The thread is gone: the talk is to begin anew. */
  threadLost(ref: MatchupRef): Promise<void>;
}

/** Talks over a shelf. */
export function createTalks({ standing, inTurn, get, change, changeNow }: Shelf): Talks {
  return {
    async beginTalk(ref, { openThread, post }) {
      return inTurn(`talk:${keyOf(ref)}`, async () => {
        const matchup = await get(ref);
        const { channel, card, talk } = matchup;
        if (!card || !talk || talk.begun || matchup.status.kind !== 'open') return 'had begun';
        const begun = async () => {
          await inTurn(keyOf(ref), async () => {
            await changeNow(ref, (before) => ({ ...before, talk: { ...talk, begun: true } }));
            if (!standing.isBehind(ref)) await standing.settled(ref);
          });
        };
        if (talk.place === 'thread') {
          // One that was opened before may be gone by now.
          for (const find of [async () => matchup.thread, async () => openThread(channel, card)]) {
            const thread = await find();
            if (!thread || thread === 'refused') continue;
            await change(ref, (before) => ({ ...before, thread }));
            if ((await post(thread, card)) === 'posted') {
              await begun();
              return 'thread';
            }
          }
          await change(ref, withoutThread);
        }
        const posted = await post(channel, card);
        await begun();
        return posted === 'posted' ? 'channel' : 'nowhere';
      });
    },
    talkDelayed: (ref) => standing.again(ref),
    async threadLost(ref) {
      await change(ref, (matchup) => withoutThread({ ...matchup, talk: { place: 'thread', begun: false } }));
    },
  };
}

function withoutThread({ thread: _, ...matchup }: Matchup): Matchup {
  return matchup;
}
