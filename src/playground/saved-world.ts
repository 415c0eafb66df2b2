import { z } from 'zod';
import { withMedia } from './components.ts';
import { endThinking } from './interactions.ts';
import { asText } from './json.ts';
import { messageFlag } from './message-rules.ts';
import { mediaOfFile } from './shapes.ts';
import type { Room, StoredFile, StoredMessage, StoredServer, StoredUser, World } from './world.ts';

/*
 * A world as JSON, and back. The bytes of its files are kept beside it, by the files' ids. The addresses of files are
 * not kept: they hold the port, which another run does not have.
 */

const id = z.string().regex(/^\d{17,20}$/);
const json = z.record(z.string(), z.unknown());
const bits = z.string().regex(/^\d{1,20}$/);

const savedFile = z.object({
  id,
  name: z.string(),
  description: z.string().optional(),
  contentType: z.string(),
});

const savedMessage = z.object({
  id,
  authorId: id,
  onlyFor: id.optional(),
  createdAt: z.number(),
  type: z.number(),
  repliesTo: id.optional(),
  metadata: json.optional(),
  byWebhook: z.boolean(),
  failed: z.boolean(),
  flags: z.number(),
  content: z.string(),
  embeds: z.array(z.unknown()),
  components: z.array(json),
  files: z.array(savedFile),
  edits: z.number(),
  editedAt: z.number().optional(),
});

const savedRoom = z.object({
  id,
  type: z.number(),
  serverId: id.optional(),
  parentId: id.optional(),
  dmWith: id.optional(),
  createdAt: z.number(),
  name: z.string(),
  botPermissions: bits,
  archived: z.boolean(),
  locked: z.boolean(),
  autoArchive: z.number(),
  nonces: z.array(z.tuple([z.string(), id])),
  messages: z.array(savedMessage),
});

const savedServer = z.object({
  id,
  name: z.string(),
  locale: z.string(),
  memberIds: z.array(id),
  installed: z.boolean(),
  available: z.boolean(),
});

const savedUser = z.object({
  id,
  name: z.string(),
  locale: z.string(),
  permissions: bits,
  installed: z.boolean(),
});

/** A world as it is kept: nobody in it stands in a place or speaks of somebody that is not there. */
export const savedWorld = z
  .object({ users: z.array(savedUser), servers: z.array(savedServer), rooms: z.array(savedRoom) })
  .superRefine(({ users, servers, rooms }, { addIssue }) => {
    const known = new Set([...users, ...servers, ...rooms].map((one) => one.id));
    const named = [
      ...servers.flatMap(({ memberIds }) => memberIds),
      ...rooms.flatMap(({ serverId, parentId, dmWith }) => [serverId, parentId, dmWith]),
    ];
    const missing = named.find((one) => one !== undefined && !known.has(one));
    if (missing !== undefined) addIssue({ code: 'custom', message: `names ${missing}, which it does not have` });
  });

/** See {@link savedWorld}. */
export type SavedWorld = z.infer<typeof savedWorld>;

/** The bytes of files, by id. */
export type FileBytes = ReadonlyMap<string, Uint8Array>;

/** Older messages of a place are not kept, so that saving takes no longer after a year of use. */
const keptMessages = 300;

function messageToSave(message: StoredMessage): SavedWorld['rooms'][number]['messages'][number] {
  const { roomId: _, deleted: __, dismissed: ___, ...kept } = message;
  return {
    ...kept,
    embeds: [...message.embeds],
    components: [...message.components],
    files: message.files.map(({ bytes: _, url: __, ...file }) => file),
  };
}

function roomToSave(room: Room): SavedWorld['rooms'][number] {
  // What a member has hidden never comes back to them, and no token lives on that could change it.
  const messages = [...room.messages.values()].filter(({ dismissed }) => !dismissed).slice(-keptMessages);
  return {
    ...room,
    botPermissions: room.botPermissions.toString(),
    nonces: [...room.nonces],
    messages: messages.map(messageToSave),
  };
}

/** The world as JSON. */
export function saveWorld(world: World): SavedWorld {
  const users = [...world.users.values()].filter(({ bot }) => !bot);
  return {
    users: users.map(({ bot: _, permissions, ...user }) => ({ ...user, permissions: permissions.toString() })),
    servers: [...world.servers.values()].map(({ rooms: _, memberIds, ...server }) => ({
      ...server,
      memberIds: [...memberIds],
    })),
    rooms: [...world.rooms.values()].map(roomToSave),
  };
}

/** Puts a saved world into an empty one. `fileUrl` says where a file is served now. */
export function restoreWorld(
  world: World,
  saved: SavedWorld,
  bytes: FileBytes,
  fileUrl: (id: string, name: string) => string,
): void {
  for (const user of saved.users) {
    const restored: StoredUser = { ...user, bot: false, permissions: BigInt(user.permissions) };
    world.users.set(user.id, restored);
  }
  for (const server of saved.servers) {
    const restored: StoredServer = { ...server, memberIds: new Set(server.memberIds), rooms: [] };
    world.servers.set(server.id, restored);
  }
  const fileOf = (file: z.infer<typeof savedFile>): StoredFile => ({
    ...file,
    description: file.description,
    bytes: bytes.get(file.id) ?? new Uint8Array(),
    url: fileUrl(file.id, file.name),
  });
  const messageOf = (message: z.infer<typeof savedMessage>, roomId: string): StoredMessage => {
    const files = message.files.map(fileOf);
    const restored: StoredMessage = {
      ...message,
      roomId,
      onlyFor: message.onlyFor,
      repliesTo: message.repliesTo,
      metadata: message.metadata,
      editedAt: message.editedAt,
      files,
      components: withMedia(message.components, (media) => {
        const file = files.find((one) => one.id === asText(media.attachment_id));
        return file ? mediaOfFile(file) : media;
      }),
      deleted: false,
      dismissed: false,
    };
    // The app's tokens did not live on, so nobody will answer any more.
    if ((restored.flags & messageFlag.loading) !== 0) endThinking(restored);
    return restored;
  };
  for (const { messages, nonces, botPermissions, ...room } of saved.rooms) {
    world.takeIn({
      ...room,
      serverId: room.serverId,
      parentId: room.parentId,
      dmWith: room.dmWith,
      botPermissions: BigInt(botPermissions),
      nonces: new Map(nonces),
      messages: new Map(messages.map((message) => [message.id, messageOf(message, room.id)])),
    });
  }
}
