import { attachmentName, mediaOf, walk } from './components.ts';
import type { JsonObject } from './json.ts';
import {
  isThread,
  type Room,
  type StoredFile,
  type StoredMessage,
  type StoredServer,
  type StoredUser,
  type World,
} from './world.ts';

/** Every permission there is: what is not allowed in a channel is denied there. */
const everyBit = (1n << 53n) - 1n;

/** A user as Discord writes it. */
export function userJson(user: StoredUser): JsonObject {
  return {
    id: user.id,
    username: user.name.toLowerCase().replaceAll(/[^a-z0-9_.]/g, '_'),
    global_name: user.bot ? null : user.name,
    discriminator: '0',
    avatar: null,
    bot: user.bot,
    public_flags: 0,
  };
}

/** A server's member as Discord writes it. */
export function memberJson(user: StoredUser): JsonObject {
  return {
    user: userJson(user),
    nick: null,
    avatar: null,
    roles: [],
    joined_at: '2026-01-01T00:00:00.000000+00:00',
    premium_since: null,
    deaf: false,
    mute: false,
    flags: 0,
    pending: false,
    communication_disabled_until: null,
  };
}

/** A channel, thread or talk with the bot as Discord writes it. */
export function roomJson(world: World, room: Room): JsonObject {
  if (room.dmWith !== undefined) {
    const other = world.users.get(room.dmWith);
    return {
      id: room.id,
      type: room.type,
      flags: 0,
      last_message_id: null,
      recipients: other ? [userJson(other)] : [],
    };
  }
  const shared = {
    id: room.id,
    type: room.type,
    guild_id: room.serverId,
    name: room.name,
    flags: 0,
    last_message_id: null,
  };
  if (isThread(room)) {
    return {
      ...shared,
      parent_id: room.parentId,
      owner_id: world.bot.id,
      rate_limit_per_user: 0,
      message_count: room.messages.size,
      member_count: 1,
      total_message_sent: room.messages.size,
      thread_metadata: {
        archived: room.archived,
        locked: room.locked,
        auto_archive_duration: room.autoArchive,
        archive_timestamp: new Date(room.createdAt).toISOString(),
        create_timestamp: new Date(room.createdAt).toISOString(),
      },
      member: { id: room.id, user_id: world.bot.id, join_timestamp: new Date(room.createdAt).toISOString(), flags: 0 },
    };
  }
  return {
    ...shared,
    position: 0,
    parent_id: null,
    topic: null,
    nsfw: false,
    rate_limit_per_user: 0,
    permission_overwrites: [
      {
        id: world.bot.id,
        type: 1,
        allow: room.botPermissions.toString(),
        deny: (everyBit & ~room.botPermissions).toString(),
      },
    ],
  };
}

/** A server as GUILD_CREATE brings it. */
export function serverJson(world: World, server: StoredServer): JsonObject {
  const everyone = {
    id: server.id,
    name: '@everyone',
    permissions: '0',
    position: 0,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: false,
    mentionable: false,
    flags: 0,
  };
  return {
    id: server.id,
    name: server.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    owner_id: [...server.memberIds][0] ?? server.id,
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    roles: [everyone],
    emojis: [],
    stickers: [],
    features: [],
    mfa_level: 0,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    vanity_url_code: null,
    description: null,
    banner: null,
    premium_tier: 0,
    preferred_locale: server.locale,
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    nsfw_level: 0,
    premium_progress_bar_enabled: false,
    joined_at: '2026-01-01T00:00:00.000000+00:00',
    large: false,
    unavailable: false,
    member_count: server.memberIds.size + 1,
    members: [memberJson(world.bot)],
    channels: server.rooms.filter((room) => !isThread(room)).map((room) => roomJson(world, room)),
    threads: server.rooms.filter((room) => isThread(room) && !room.archived).map((room) => roomJson(world, room)),
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

function fileJson(file: StoredFile): JsonObject {
  return {
    id: file.id,
    filename: file.name,
    ...(file.description !== undefined && { description: file.description }),
    content_type: file.contentType,
    size: file.bytes.byteLength,
    url: file.url,
    proxy_url: file.url,
  };
}

/** A message as Discord writes it. */
export function messageJson(world: World, message: StoredMessage): JsonObject {
  const author = world.users.get(message.authorId) ?? world.bot;
  const thread = world.rooms.get(message.id);
  const shown = new Set<unknown>();
  for (const component of walk(message.components)) for (const { media } of mediaOf(component)) shown.add(media.url);
  return {
    id: message.id,
    channel_id: message.roomId,
    type: message.type,
    author: userJson(author),
    content: message.content,
    timestamp: new Date(message.createdAt).toISOString(),
    edited_timestamp: message.editedAt === undefined ? null : new Date(message.editedAt).toISOString(),
    tts: false,
    mention_everyone: false,
    mentions: [],
    mention_roles: [],
    // Files that components show are not listed a second time.
    attachments: message.files.filter(({ url }) => !shown.has(url)).map(fileJson),
    embeds: message.embeds,
    components: message.components,
    pinned: false,
    flags: message.flags,
    ...(message.byWebhook && { webhook_id: world.bot.id, application_id: world.bot.id }),
    ...(message.metadata && { interaction_metadata: message.metadata }),
    ...(message.repliesTo !== undefined && {
      message_reference: { type: 0, channel_id: message.roomId, message_id: message.repliesTo },
    }),
    ...(thread && { thread: roomJson(world, thread) }),
  };
}

/** A file as a component shows it. */
export function mediaOfFile(file: StoredFile): JsonObject {
  return { url: file.url, proxy_url: file.url, content_type: file.contentType, attachment_id: file.id };
}

/** Resolves what a component shows to the message's own files. */
export function resolvedMedia(files: readonly StoredFile[]): (media: JsonObject) => JsonObject {
  return (media) => {
    const name = attachmentName(media.url);
    const file = files.find((one) => one.name === name);
    return file ? mediaOfFile(file) : { ...media, proxy_url: media.url };
  };
}
