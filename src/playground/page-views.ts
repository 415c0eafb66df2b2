import { withMedia } from './components.ts';
import { asObjects, asText, type JsonObject } from './json.ts';
import { messageFlag } from './message-rules.ts';
import { allows } from './permissions.ts';
import type { MemberView, MessageView, PlaceView, ServerView } from './protocol.ts';
import { messageJson } from './shapes.ts';
import { channelType, isThread, type Room, type StoredMessage, type World } from './world.ts';

/* What is in the world, as the page is told of it. */

/** So that a page opens at once after a year of use too. */
const shownMessages = 200;
/** The answer to a command: "Ada used /review" stands above it. */
const commandAnswer = 20;

const kindOfType: Readonly<Record<number, PlaceView['kind']>> = {
  [channelType.text]: 'text',
  [channelType.dm]: 'dm',
  [channelType.voice]: 'voice',
  [channelType.announcement]: 'announcement',
  [channelType.announcementThread]: 'thread',
  [channelType.thread]: 'thread',
};

/** Servers in the order in which they came. */
export function serverViews(world: World): readonly ServerView[] {
  return [...world.servers.values()].map(({ id, name }) => ({ id, name }));
}

/** Channels and threads of the servers, then the members' talks with the bot. */
export function placeViews(world: World): readonly PlaceView[] {
  return [...world.rooms.values()].map((room) => ({
    id: room.id,
    kind: kindOfType[room.type] ?? 'text',
    name: room.dmWith === undefined ? room.name : world.bot.name,
    serverId: room.serverId,
    parentId: isThread(room) ? room.parentId : undefined,
    dmWith: room.dmWith,
    archived: room.archived,
  }));
}

/** Everybody but the bot. */
export function memberViews(world: World): readonly MemberView[] {
  return [...world.users.values()]
    .filter(({ bot }) => !bot)
    .map(({ id, name, locale, permissions }) => ({
      id,
      name,
      locale,
      moderator: allows(permissions, 'ManageMessages'),
      permissions: permissions.toString(),
    }));
}

/** Where the page finds a file of a message: its own origin serves it too. */
function onPage(file: JsonObject): JsonObject {
  const path = /^http:\/\/127\.0\.0\.1:\d+(\/attachments\/\d+\/.+)$/.exec(asText(file.url) ?? '')?.[1];
  return path === undefined ? file : { ...file, url: path, proxy_url: path };
}

function stateOf(message: StoredMessage): MessageView['state'] {
  if (message.failed) return 'failed';
  return (message.flags & messageFlag.loading) === 0 ? 'shown' : 'thinking';
}

/** A message as the page draws it. */
export function messageView(world: World, message: StoredMessage): MessageView {
  const author = world.users.get(message.authorId) ?? world.bot;
  const json = messageJson(world, message);
  const { metadata } = message;
  const [user] = asObjects([metadata?.user]);
  const command = asText(metadata?.name);
  const memberId = asText(user?.id);
  return {
    id: message.id,
    placeId: message.roomId,
    author: { id: author.id, name: author.name, bot: author.bot },
    onlyFor: message.onlyFor,
    at: message.createdAt,
    editedAt: message.editedAt,
    usedBy:
      message.type === commandAnswer && memberId !== undefined && command !== undefined
        ? { memberId, command }
        : undefined,
    content: message.content,
    components: withMedia(message.components, onPage),
    attachments: asObjects(json.attachments).map(onPage),
    state: stateOf(message),
    threadId: world.rooms.has(message.id) ? message.id : undefined,
    interactionId: asText(metadata?.id),
    repliesTo: message.repliesTo,
  };
}

/** A message that is there to be seen by anybody. */
export function shownMessage(world: World, messageId: string, roomId?: string): StoredMessage | undefined {
  const rooms: Iterable<Room | undefined> = roomId === undefined ? world.rooms.values() : [world.rooms.get(roomId)];
  for (const room of rooms) {
    const found = room?.messages.get(messageId);
    if (found) return found.deleted || found.dismissed ? undefined : found;
  }
  return undefined;
}

/** The latest messages of every place, oldest first. */
export function messageViews(world: World): readonly MessageView[] {
  return [...world.rooms.values()].flatMap((room) =>
    [...room.messages.values()]
      .filter(({ dismissed }) => !dismissed)
      .slice(-shownMessages)
      .map((message) => messageView(world, message)),
  );
}
