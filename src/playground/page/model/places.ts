import type { MessageView, PlaceView } from '../../protocol.ts';

/** Whether a member gets to see a place at all. */
export function isOpenTo(place: PlaceView, memberId: string): boolean {
  return place.kind !== 'dm' || place.dmWith === memberId;
}

/** A channel with the threads that are open under it. */
export interface ChannelBranch {
  readonly channel: PlaceView;
  readonly threads: readonly PlaceView[];
}

/** A server's channels in their order. An archived thread is listed only while it is looked at. */
export function channelTree(
  places: readonly PlaceView[],
  serverId: string,
  lookedAt: string | undefined,
): readonly ChannelBranch[] {
  const here = places.filter((place) => place.serverId === serverId);
  return here
    .filter(({ kind }) => kind !== 'thread')
    .map((channel) => ({
      channel,
      threads: here.filter((one) => one.parentId === channel.id && (!one.archived || one.id === lookedAt)),
    }));
}

/** Where a member begins: the first text channel of the first server, else whatever there is. */
export function firstPlace(places: readonly PlaceView[], memberId: string): PlaceView | undefined {
  const open = places.filter((place) => isOpenTo(place, memberId));
  return open.find(({ kind }) => kind === 'text') ?? open[0];
}

/** The messages that a member sees. */
export function visibleTo(messages: readonly MessageView[], memberId: string): readonly MessageView[] {
  return messages.filter(({ onlyFor }) => onlyFor === undefined || onlyFor === memberId);
}
