import { z } from 'zod';
import {
  type ChannelId,
  channelId,
  type InteractionId,
  type MemberId,
  type MessageId,
  memberId,
  messageId,
} from '../storage/ids.ts';
import { keys } from '../storage/keys.ts';
import { readRecord } from '../storage/records.ts';
import { UserError } from '../user-error.ts';
import { isOpen, isSecret, type Matchup, type MatchupId, type MatchupRef, readMatchupRef } from './matchup.ts';
import { keyOf, type Shelf } from './shelf.ts';

/** The longest take, in characters as people count them. */
export const longestTake = 500;

/** What somebody has to say. */
export interface TakeText {
  readonly text: string;
  /** Its writer says that it tells no plot. */
  readonly plotFree: boolean;
}

/**
 * A take that does not stand in the talk yet. Its text is kept until then and no longer: from then on it is where
 * everybody sees it, and nowhere else.
 */
export const heldTakeRecord = z.object({
  version: z.literal(1),
  /** Discord drops what comes twice with the same. */
  nonce: z.string(),
  text: z.string(),
  plotFree: z.boolean(),
  /** Whether it said something else before, which may stand in the talk already without our knowing. */
  rewritten: z.boolean(),
  at: z.number(),
});

/** A take that stands in the talk. */
export const takeRecord = z.object({
  version: z.literal(1),
  channel: channelId,
  message: messageId,
  plotFree: z.boolean(),
  at: z.number(),
});

/** A member's own take. */
export type OwnTake =
  | ({ readonly kind: 'held' } & TakeText)
  | { readonly kind: 'posted'; readonly channel: ChannelId; readonly message: MessageId };

/** How a take gets into the talk: both the same however often they are called. */
export interface TakePosting {
  post(channel: ChannelId, nonce: string, writer: MemberId, take: TakeText): Promise<MessageId | 'gone'>;
  edit(channel: ChannelId, message: MessageId, writer: MemberId, take: TakeText): Promise<'edited' | 'gone'>;
}

/** What posting a take asks of Discord. */
export interface TakeChannels<Message> {
  post(channel: ChannelId, nonce: string, what: Message): Promise<MessageId | 'gone'>;
  edit(channel: ChannelId, message: MessageId, to: Message): Promise<'edited' | 'gone'>;
}

/** Takes in Discord's channels, in the words of `write`. */
export function takesIn<Message>(
  channels: TakeChannels<Message>,
  write: (writer: MemberId, take: TakeText) => Message,
): TakePosting {
  return {
    post: async (channel, nonce, writer, take) => channels.post(channel, nonce, write(writer, take)),
    edit: async (channel, message, writer, take) => channels.edit(channel, message, write(writer, take)),
  };
}

/** What members have to say, beside their ballots: one take each. */
export interface Takes {
  takeOf(ref: MatchupRef, member: MemberId): Promise<OwnTake | undefined>;
  /**
   * Takes it down, to be posted. Resolves when it would survive a power cut. A new one is for those with a ballot in an
   * open matchup; one that was posted can be changed as long as it stands. `request` is the member's: two processes
   * that it reaches, while one takes over from the other, post one take.
   * @throws UserError `ballot.none`, `matchup.closed` or `matchup.gone`
   */
  writeTake(ref: MatchupRef, member: MemberId, take: TakeText, request: InteractionId): Promise<void>;
  /** Posts what is held and may be shown, each once. Where there is no talk to post it into it is dropped. */
  postTakes(ref: MatchupRef, posting: TakePosting): Promise<void>;
  /** Removes the writer's take, from the talk too. Resolves to whether there was one. */
  removeTake(ref: MatchupRef, writer: MemberId): Promise<boolean>;
  /** Matchups that have takes to be posted now. */
  withHeldTakes(): Promise<readonly MatchupRef[]>;
}

export interface TakesNeeds {
  readonly newId: (request: InteractionId) => MatchupId;
  readonly deleteMessage: (channel: ChannelId, message: MessageId) => Promise<void>;
}

/** Takes over a shelf. */
export function createTakes({ store, now, inTurn, get, find }: Shelf, { newId, deleteMessage }: TakesNeeds): Takes {
  const heldKey = ({ guild, id }: MatchupRef, member: MemberId) => keys.heldTake(guild, id, member);
  const takeKey = ({ guild, id }: MatchupRef, member: MemberId) => keys.take(guild, id, member);
  const held = async (ref: MatchupRef, member: MemberId) => readRecord(store, heldKey(ref, member), heldTakeRecord);
  const posted = async (ref: MatchupRef, member: MemberId) => readRecord(store, takeKey(ref, member), takeRecord);
  const inTurnOf = async <T>(ref: MatchupRef, member: MemberId, task: () => Promise<T>) =>
    inTurn(takeKey(ref, member), task);

  async function postOne(ref: MatchupRef, writer: MemberId, channel: ChannelId, posting: TakePosting): Promise<void> {
    const take = await held(ref, writer);
    if (!take) return;
    const before = await posted(ref, writer);
    const { plotFree, at, nonce } = take;
    const put = async (where: ChannelId, message: MessageId) =>
      store.put(takeKey(ref, writer), { version: 1, channel: where, message, plotFree, at });
    if (before && (await posting.edit(before.channel, before.message, writer, take)) === 'edited') {
      await put(before.channel, before.message);
    } else {
      const message = await posting.post(channel, nonce, writer, take);
      if (message !== 'gone') {
        if (take.rewritten) await posting.edit(channel, message, writer, take);
        await put(channel, message);
      }
    }
    await store.delete(heldKey(ref, writer));
  }

  return {
    async takeOf(ref, member) {
      const waiting = await held(ref, member);
      if (waiting) return { kind: 'held', text: waiting.text, plotFree: waiting.plotFree };
      const standing = await posted(ref, member);
      return standing && { kind: 'posted', channel: standing.channel, message: standing.message };
    },
    async writeTake(ref, member, { text, plotFree }, request) {
      await inTurnOf(ref, member, async () => {
        const matchup = await get(ref);
        if (!(await posted(ref, member))) {
          if (!isOpen(matchup, now())) throw new UserError({ code: 'matchup.closed' });
          const hasBallot = (await store.get(keys.ballot(ref.guild, ref.id, member))) !== undefined;
          if (!hasBallot) throw new UserError({ code: 'ballot.none' });
        }
        const before = await held(ref, member);
        const nonce = before?.nonce ?? `take-${newId(request)}`;
        const rewritten = before !== undefined;
        await store.put(heldKey(ref, member), { version: 1, nonce, text, plotFree, rewritten, at: now() });
      });
    },
    async postTakes(ref, posting) {
      const matchup = await get(ref);
      const channel = talkOf(matchup);
      if (isSecret(matchup) || !channel) return;
      const prefix = keys.heldTakes(ref.guild, ref.id);
      for (const { key } of await store.entries(prefix)) {
        const writer = memberId.parse(key.slice(prefix.length));
        await inTurnOf(ref, writer, async () => postOne(ref, writer, channel, posting));
      }
    },
    async removeTake(ref, writer) {
      return inTurnOf(ref, writer, async () => {
        const waiting = await held(ref, writer);
        const standing = await posted(ref, writer);
        if (waiting) await store.delete(heldKey(ref, writer));
        if (standing) {
          await deleteMessage(standing.channel, standing.message);
          await store.delete(takeKey(ref, writer));
        }
        return waiting !== undefined || standing !== undefined;
      });
    },
    async withHeldTakes() {
      const refs = new Map<string, MatchupRef>();
      for (const { key } of await store.entries(keys.allHeldTakes)) {
        const ref = readMatchupRef(key.slice(keys.allHeldTakes.length));
        if (ref) refs.set(keyOf(ref), ref);
      }
      const matchups = await Promise.all([...refs.values()].map(find));
      return matchups.flatMap((matchup) => (matchup && !isSecret(matchup) && talkOf(matchup) ? [matchup] : []));
    },
  };
}

/** Where the talk is; undefined where it has not begun. */
function talkOf({ thread, talk, channel }: Matchup): ChannelId | undefined {
  return thread ?? (talk?.begun ? channel : undefined);
}
