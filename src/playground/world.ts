import type { Changes } from './changes.ts';
import type { JsonObject } from './json.ts';
import { messageFlag } from './message-rules.ts';
import { bitsOf, defaultBotPermissions, type PermissionName } from './permissions.ts';
import type { Snowflakes } from './snowflakes.ts';

/** Kinds of channel that this server has, as Discord numbers them. */
export const channelType = { text: 0, dm: 1, voice: 2, announcement: 5, announcementThread: 10, thread: 11 } as const;

/** A kind of channel a server may be given. */
export type ChannelKind = 'text' | 'voice' | 'announcement';

/** Somebody with an account: a member, or the bot itself. */
export interface StoredUser {
  readonly id: string;
  readonly name: string;
  readonly locale: string;
  readonly bot: boolean;
  readonly permissions: bigint;
  /** Whether they installed the app for themselves. */
  readonly installed: boolean;
}

/** A file that came with a message. */
export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  readonly url: string;
}

/** A message as the loopback keeps it. */
export interface StoredMessage {
  readonly id: string;
  readonly roomId: string;
  readonly authorId: string;
  /** The one who sees it, where it is ephemeral. */
  readonly onlyFor: string | undefined;
  readonly createdAt: number;
  readonly type: number;
  readonly repliesTo: string | undefined;
  readonly metadata: JsonObject | undefined;
  /** Whether it was posted by an interaction's token, and not as a channel message. */
  readonly byWebhook: boolean;
  flags: number;
  content: string;
  embeds: readonly unknown[];
  components: readonly JsonObject[];
  files: readonly StoredFile[];
  edits: number;
  editedAt: number | undefined;
  deleted: boolean;
  /** Stands where an answer of the app did not come in time. */
  failed: boolean;
  /** Hidden by the one member who saw it. The app does not learn of that. */
  dismissed: boolean;
}

/** A place where messages stand: a channel, a thread, or a member's talk with the bot. */
export interface Room {
  readonly id: string;
  readonly type: number;
  readonly serverId: string | undefined;
  readonly parentId: string | undefined;
  /** The member whose talk with the bot it is. */
  readonly dmWith: string | undefined;
  readonly createdAt: number;
  readonly messages: Map<string, StoredMessage>;
  /** The latest nonces and the messages they made. */
  readonly nonces: Map<string, string>;
  name: string;
  botPermissions: bigint;
  archived: boolean;
  locked: boolean;
  autoArchive: number;
}

/** A server (a Discord guild). */
export interface StoredServer {
  readonly id: string;
  readonly name: string;
  readonly locale: string;
  readonly rooms: Room[];
  readonly memberIds: Set<string>;
  installed: boolean;
  available: boolean;
}

/** A message before it has an id. */
export type NewMessage = Omit<
  StoredMessage,
  'id' | 'createdAt' | 'edits' | 'editedAt' | 'deleted' | 'failed' | 'dismissed'
> & { readonly failed?: boolean };

/** Everything the loopback knows, apart from sessions and interactions. */
export interface World {
  readonly bot: StoredUser;
  readonly servers: Map<string, StoredServer>;
  readonly users: Map<string, StoredUser>;
  readonly rooms: Map<string, Room>;
  /** Files of the messages there are, by id. */
  readonly files: Map<string, StoredFile>;
  addServer(name: string, locale: string, installed: boolean): StoredServer;
  addRoom(server: StoredServer, kind: ChannelKind, name: string, permissions?: readonly PermissionName[]): Room;
  addThread(parent: Room, message: StoredMessage, name: string, autoArchive: number): Room;
  addUser(user: Omit<StoredUser, 'id' | 'bot'>): StoredUser;
  /** Puts a place back as it was, with its messages. Its server is there already. */
  takeIn(room: Room): void;
  /** The member's talk with the bot, opened when first asked for. */
  dmOf(userId: string): Room;
  addMessage(message: NewMessage): StoredMessage;
  /** Says that a message is other than it was. */
  changed(message: StoredMessage): void;
  deleteMessage(message: StoredMessage): void;
  /** Gives a message other files; those it no longer has are forgotten. */
  setFiles(message: StoredMessage, files: readonly StoredFile[]): void;
  removeRoom(room: Room): void;
  /** What the bot may do in a place: a thread has its channel's rights. */
  botPermissionsIn(room: Room): bigint;
  /** The server of a place. */
  serverOf(room: Room): StoredServer | undefined;
}

/** Older messages of a place are forgotten, so that a long-running loopback does not grow without end. */
const keptMessages = 5_000;

const typeOfKind: Record<ChannelKind, number> = {
  text: channelType.text,
  voice: channelType.voice,
  announcement: channelType.announcement,
};

/** A world with nobody in it but the bot. */
export function createWorld(ids: Snowflakes, now: () => number, changes: Changes, applicationId: string): World {
  const servers = new Map<string, StoredServer>();
  const users = new Map<string, StoredUser>();
  const rooms = new Map<string, Room>();
  const dms = new Map<string, Room>();
  const files = new Map<string, StoredFile>();
  const bot: StoredUser = {
    id: applicationId,
    name: 'Foyer',
    locale: 'en-US',
    bot: true,
    permissions: 0n,
    installed: false,
  };
  users.set(bot.id, bot);

  type RoomStart = Pick<Room, 'id' | 'type' | 'name'> & Partial<Room>;
  const makeRoom = (start: RoomStart): Room => {
    const room: Room = {
      serverId: undefined,
      parentId: undefined,
      dmWith: undefined,
      createdAt: now(),
      messages: new Map(),
      nonces: new Map(),
      botPermissions: bitsOf(defaultBotPermissions),
      archived: false,
      locked: false,
      autoArchive: 4320,
      ...start,
    };
    rooms.set(room.id, room);
    return room;
  };

  const forget = (message: StoredMessage): void => {
    rooms.get(message.roomId)?.messages.delete(message.id);
    for (const { id } of message.files) files.delete(id);
    changes.announce(message);
  };

  const world: World = {
    bot,
    servers,
    users,
    rooms,
    files,
    addServer: (name, locale, installed) => {
      const server: StoredServer = {
        id: ids.nextSpread(),
        name,
        locale,
        rooms: [],
        memberIds: new Set(),
        installed,
        available: true,
      };
      servers.set(server.id, server);
      world.addRoom(server, 'text', 'general');
      return server;
    },
    addRoom: (server, kind, name, permissions) => {
      const room = makeRoom({ id: ids.next(), type: typeOfKind[kind], name, serverId: server.id });
      if (permissions) room.botPermissions = bitsOf(permissions);
      server.rooms.push(room);
      changes.announce();
      return room;
    },
    addThread: (parent, message, name, autoArchive) => {
      const type = parent.type === channelType.announcement ? channelType.announcementThread : channelType.thread;
      const room = makeRoom({
        id: message.id,
        type,
        name,
        serverId: parent.serverId,
        parentId: parent.id,
        autoArchive,
      });
      world.serverOf(parent)?.rooms.push(room);
      message.flags |= messageFlag.hasThread;
      changes.announce(message);
      return room;
    },
    addUser: (user) => {
      const stored: StoredUser = { ...user, id: ids.next(), bot: false };
      users.set(stored.id, stored);
      return stored;
    },
    takeIn: (room) => {
      rooms.set(room.id, room);
      world.serverOf(room)?.rooms.push(room);
      if (room.dmWith !== undefined) dms.set(room.dmWith, room);
      for (const message of room.messages.values()) for (const file of message.files) files.set(file.id, file);
    },
    dmOf: (userId) => {
      const known = dms.get(userId);
      if (known) return known;
      const room = makeRoom({ id: ids.next(), type: channelType.dm, name: '', dmWith: userId });
      dms.set(userId, room);
      changes.announce();
      return room;
    },
    addMessage: (start) => {
      const message: StoredMessage = {
        failed: false,
        ...start,
        id: ids.next(),
        createdAt: now(),
        edits: 0,
        editedAt: undefined,
        deleted: false,
        dismissed: false,
      };
      for (const file of message.files) files.set(file.id, file);
      const room = rooms.get(message.roomId);
      room?.messages.set(message.id, message);
      if (room && room.messages.size > keptMessages) {
        const [oldest] = room.messages.values();
        if (oldest) forget(oldest);
      }
      changes.announce(message);
      return message;
    },
    changed: changes.announce,
    deleteMessage: (message) => {
      message.deleted = true;
      forget(message);
    },
    setFiles: (message, next) => {
      for (const { id } of message.files) files.delete(id);
      for (const file of next) files.set(file.id, file);
      message.files = next;
    },
    removeRoom: (room) => {
      rooms.delete(room.id);
      for (const message of room.messages.values()) for (const { id } of message.files) files.delete(id);
      const server = world.serverOf(room);
      if (server) {
        const place = server.rooms.indexOf(room);
        if (place >= 0) server.rooms.splice(place, 1);
      }
      for (const other of [...rooms.values()]) if (other.parentId === room.id) world.removeRoom(other);
      changes.announce();
    },
    botPermissionsIn: (room) => {
      const parent = room.parentId === undefined ? undefined : rooms.get(room.parentId);
      return (parent ?? room).botPermissions;
    },
    serverOf: (room) => (room.serverId === undefined ? undefined : servers.get(room.serverId)),
  };
  return world;
}

/** Whether a place is a thread. */
export function isThread(room: Room): boolean {
  return room.type === channelType.thread || room.type === channelType.announcementThread;
}

/** Whether a message is one of the kind that only one member sees. */
export function isEphemeral(message: StoredMessage): boolean {
  return message.onlyFor !== undefined;
}
