import { computed, signal } from '@preact/signals';
import type { MessageView, PlaceView } from '../../protocol.ts';
import { definitionsFor } from '../model/definitions.ts';
import { firstPlace, isOpenTo, visibleTo } from '../model/places.ts';
import { bot, members, messagesIn, places, registered } from './world.ts';

const memberKey = 'foyer.member';

const chosenMember = signal(localStorage.getItem(memberKey) ?? '');
const chosenPlace = signal(placeInAddress());

/** Who acts. */
export const acting = computed(() => members.value.find(({ id }) => id === chosenMember.value) ?? members.value[0]);

/** The acting member's id; empty until the server has told of anybody. */
export const actingId = computed(() => acting.value?.id ?? '');

/** The language that the acting member reads. */
export const locale = computed(() => acting.value?.locale ?? 'en-US');

/** Where the acting member is. */
export const place = computed<PlaceView | undefined>(() => {
  const chosen = places.value.find(({ id }) => id === chosenPlace.value);
  if (chosen && isOpenTo(chosen, actingId.value)) return chosen;
  // Whoever takes over while a talk with the bot is open finds their own.
  const own = chosen && places.value.find(({ dmWith }) => dmWith === actingId.value);
  return own ?? firstPlace(places.value, actingId.value);
});

/** The id of where the acting member is. */
export const placeId = computed(() => place.value?.id ?? '');

/** What the acting member sees there, oldest first. */
export const shownMessages = computed<readonly MessageView[]>(() =>
  visibleTo(messagesIn(placeId.value).value, actingId.value),
);

/** The commands that Discord would offer the acting member there. */
export const offered = computed(() =>
  definitionsFor(registered.value, {
    locale: locale.value,
    where: place.value?.kind === 'dm' ? 'dm' : 'server',
    permissions: BigInt(acting.value?.permissions ?? 0),
    members: [...members.value, bot.value].map(({ id, name }) => ({ name, value: id })),
    channels: places.value
      .filter(({ serverId }) => serverId !== undefined && serverId === place.value?.serverId)
      .map(({ id, name }) => ({ name, value: id })),
  }),
);

/** The members, and the channels there, as options of a select menu. */
export const memberOptions = computed(() =>
  members.value.map(({ id, name }) => ({ label: name, value: id, description: undefined })),
);
export const channelOptions = computed(() =>
  places.value
    .filter(({ serverId, kind }) => serverId === place.value?.serverId && kind !== 'thread')
    .map(({ id, name }) => ({ label: `#${name}`, value: id, description: undefined })),
);

/** Places with messages that the acting member has not looked at. */
export const unread = signal<ReadonlySet<string>>(new Set());

/** Acts as somebody else from now on. */
export function actAs(memberId: string): void {
  chosenMember.value = memberId;
  localStorage.setItem(memberKey, memberId);
  markRead(placeId.value);
}

/** Goes to a place. */
export function goTo(id: string): void {
  chosenPlace.value = id;
  history.replaceState(null, '', `#/${id}`);
  markRead(id);
}

/** Remembers that something new stands in a place that nobody looks at. */
export function markUnread({ placeId: where, onlyFor }: MessageView): void {
  if (where === placeId.value || (onlyFor !== undefined && onlyFor !== actingId.value)) return;
  unread.value = new Set(unread.value).add(where);
}

/** The name of a member or of the bot. */
export function nameOf(id: string): string {
  if (id === bot.value.id) return bot.value.name;
  return members.value.find((member) => member.id === id)?.name ?? 'unknown';
}

/** The name of a channel or thread. */
export function placeNameOf(id: string): string | undefined {
  return places.value.find((one) => one.id === id)?.name;
}

function markRead(id: string): void {
  if (!unread.value.has(id)) return;
  const left = new Set(unread.value);
  left.delete(id);
  unread.value = left;
}

function placeInAddress(): string {
  return location.hash.startsWith('#/') ? location.hash.slice(2) : '';
}

addEventListener('hashchange', () => {
  const id = placeInAddress();
  if (id !== '') goTo(id);
});
