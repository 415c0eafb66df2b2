import { signal } from '@preact/signals';
import type { MessageView } from '../../protocol.ts';
import { spokenMessage } from '../model/spoken.ts';
import { actingId, nameOf, placeId, placeNameOf } from './session.ts';

/** What a screen reader says next. */
export const announcement = signal('');

/** As much of a message as is worth hearing unasked. */
const longest = 400;

/** Says a new message aloud where the acting member sees it. Spoilers are left out. */
export function announceMessage(message: MessageView): void {
  const { author, onlyFor, state } = message;
  if (message.placeId !== placeId.value || author.id === actingId.value) return;
  if (onlyFor !== undefined && onlyFor !== actingId.value) return;
  if (state === 'thinking') {
    announcement.value = `${author.name} is thinking`;
    return;
  }
  const names = { member: nameOf, channel: (id: string) => placeNameOf(id) ?? 'unknown' };
  const said = state === 'failed' ? 'The application did not respond' : spokenMessage(message, names);
  const short = said.length > longest ? `${said.slice(0, longest)}…` : said;
  announcement.value = `${author.name}${onlyFor === undefined ? '' : ', only to you'}: ${short}`;
}

/** Says something short aloud. */
export function announce(text: string): void {
  announcement.value = text;
}
