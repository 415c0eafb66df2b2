import type { MessageView } from '../../protocol.ts';
import { isOtherDay } from './times.ts';

const longestPause = 7 * 60 * 1000;

/** Whether a message shows its author again, or stands directly under the one before. */
export function startsGroup(previous: MessageView | undefined, message: MessageView): boolean {
  return (
    previous === undefined ||
    message.usedBy !== undefined ||
    message.repliesTo !== undefined ||
    previous.author.id !== message.author.id ||
    previous.onlyFor !== message.onlyFor ||
    message.at - previous.at > longestPause ||
    previous.threadId !== undefined ||
    isOtherDay(previous.at, message.at)
  );
}
