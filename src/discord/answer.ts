import type { ChannelId, MessageId } from '../storage/ids.ts';
import type { Message, Modal } from './message.ts';

/** A message for the channel or for the member alone. */
export interface Post {
  readonly audience: 'public' | 'private';
  readonly message: Message;
}

/** Where the first message of an answer stands. */
export interface Sent {
  readonly channel: ChannelId;
  readonly message: MessageId;
}

/** What a handler returns. The dispatcher knows how to send it; handlers do not. */
export type Answer = {
  /** Sent after the first, in order. */
  readonly more: readonly Post[];
  /**
   * Runs when it is known where the first message is going to stand, before anybody can read it: what this writes is
   * there whenever the message is, whatever happens in between. It costs a deferral.
   */
  readonly before?: (sent: Sent) => Promise<void>;
  /** Runs once the first message stands; what it returns is sent after the rest. */
  readonly after?: (sent: Sent) => Promise<readonly Post[]>;
} & (
  | { readonly kind: 'post'; readonly post: Post }
  /** Changes the message that was pressed. */
  | { readonly kind: 'update'; readonly message: Message }
  | { readonly kind: 'ask'; readonly modal: Modal }
);

/** For everybody in the channel. */
export function publicly(message: Message, ...more: readonly Message[]): Answer {
  return posts('public', message, more);
}

/** For the member alone. */
export function privately(message: Message, ...more: readonly Message[]): Answer {
  return posts('private', message, more);
}

/** Changes the message whose button was pressed, or whose form was sent. */
export function update(message: Message, ...more: readonly Post[]): Answer {
  return { kind: 'update', message, more };
}

/** A press on one's own card changes it in place; anybody else gets a card of their own. */
export function turned(message: Message, { ownMessage }: { readonly ownMessage: boolean }): Answer {
  return ownMessage ? update(message) : privately(message);
}

/** For the member alone: in the place of the message that was pressed where nobody else sees that one. */
export function privatelyInPlace(
  [message, ...more]: readonly [Message, ...Message[]],
  { privateMessage }: { readonly privateMessage: boolean },
): Answer {
  if (!privateMessage) return privately(message, ...more);
  return update(message, ...more.map((further) => ({ audience: 'private' as const, message: further })));
}

/** Opens a form. It cannot be deferred: the action must say `answers: 'form'` and be quick. */
export function ask(modal: Modal): Answer {
  return { kind: 'ask', modal, more: [] };
}

function posts(audience: Post['audience'], message: Message, more: readonly Message[]): Answer {
  return {
    kind: 'post',
    post: { audience, message },
    more: more.map((further) => ({ audience, message: further })),
  };
}
