import type { Drafts } from './drafts.ts';
import type { Gateway } from './gateway.ts';
import { asNumber, asObject, asText, isGiven } from './json.ts';
import { checkThread, messageFlag } from './message-rules.ts';
import { allows } from './permissions.ts';
import { refusal } from './refusals.ts';
import type { Handler, RestRequest } from './request.ts';
import { messageJson, roomJson } from './shapes.ts';
import { channelType, isEphemeral, isThread, type Room, type StoredMessage, type World } from './world.ts';

/** What can be asked of channels, threads and the messages in them. */
export interface ChannelRoutes {
  readonly read: Handler;
  readonly changeThread: Handler;
  readonly post: Handler;
  readonly readMessages: Handler;
  readonly readMessage: Handler;
  readonly edit: Handler;
  readonly remove: Handler;
  readonly startThread: Handler;
}

/** The routes under `/channels`. */
export function channelRoutes(world: World, gateway: Gateway, drafts: Drafts): ChannelRoutes {
  /** A place the bot can see, or the refusal. */
  const seenRoom = ({ param }: RestRequest): Room => {
    const room = world.rooms.get(param('channel'));
    if (!room) throw refusal.unknownChannel();
    const server = world.serverOf(room);
    if (server && !(server.installed && allows(world.botPermissionsIn(room), 'ViewChannel')))
      throw refusal.missingAccess();
    return room;
  };

  const seenMessage = (request: RestRequest): StoredMessage => {
    const message = seenRoom(request).messages.get(request.param('message'));
    if (!message || isEphemeral(message)) throw refusal.unknownMessage();
    return message;
  };

  const post: Handler = (request) => {
    const { body, uploads } = request;
    const room = seenRoom(request);
    const allowed = world.botPermissionsIn(room);
    if (!allows(allowed, isThread(room) ? 'SendMessagesInThreads' : 'SendMessages')) throw refusal.missingPermissions();
    if (uploads.length > 0 && !allows(allowed, 'AttachFiles')) throw refusal.missingPermissions();
    if (room.locked) throw refusal.archivedThread();
    const nonce = isGiven(body.nonce) ? String(body.nonce) : undefined;
    const earlier = body.enforce_nonce === true && nonce !== undefined ? room.nonces.get(nonce) : undefined;
    const known = earlier === undefined ? undefined : room.messages.get(earlier);
    if (known) return { ...messageJson(world, known), nonce: body.nonce };
    const draft = drafts.read(body, uploads, []);
    const replied = asText(asObject(body.message_reference).message_id);
    if (replied !== undefined && !room.messages.has(replied)) throw refusal.unknownMessage();
    room.archived = false;
    const message = world.addMessage({
      ...draft,
      flags: draft.flags & ~messageFlag.ephemeral,
      roomId: room.id,
      authorId: world.bot.id,
      onlyFor: undefined,
      type: replied === undefined ? 0 : 19,
      repliesTo: replied,
      metadata: undefined,
      byWebhook: false,
    });
    if (nonce !== undefined) {
      room.nonces.set(nonce, message.id);
      const [oldest] = room.nonces.keys();
      if (room.nonces.size > 100 && oldest !== undefined) room.nonces.delete(oldest);
    }
    return { ...messageJson(world, message), ...(nonce !== undefined && { nonce: body.nonce }) };
  };

  const edit: Handler = (request) => {
    const message = seenMessage(request);
    const room = seenRoom(request);
    if (message.authorId !== world.bot.id) throw refusal.notTheAuthor();
    if (request.uploads.length > 0 && !allows(world.botPermissionsIn(room), 'AttachFiles')) {
      throw refusal.missingPermissions();
    }
    if (room.archived) throw refusal.archivedThread();
    drafts.edit(message, request.body, request.uploads);
    return messageJson(world, message);
  };

  const startThread: Handler = (request) => {
    const { body } = request;
    const room = seenRoom(request);
    if (room.type !== channelType.text && room.type !== channelType.announcement) throw refusal.wrongChannelType();
    const message = seenMessage(request);
    if (!allows(world.botPermissionsIn(room), 'CreatePublicThreads')) throw refusal.missingPermissions();
    checkThread(body, true);
    if (world.rooms.has(message.id)) throw refusal.threadExists();
    const thread = world.addThread(
      room,
      message,
      asText(body.name) ?? '',
      asNumber(body.auto_archive_duration) ?? 4320,
    );
    gateway.dispatch('THREAD_CREATE', { ...roomJson(world, thread), newly_created: true }, thread.serverId);
    return roomJson(world, thread);
  };

  const changeThread: Handler = (request) => {
    const { body } = request;
    const room = seenRoom(request);
    if (!isThread(room)) throw refusal.missingPermissions();
    checkThread(body, false);
    room.name = asText(body.name) ?? room.name;
    room.autoArchive = asNumber(body.auto_archive_duration) ?? room.autoArchive;
    if (typeof body.archived === 'boolean') room.archived = body.archived;
    if (typeof body.locked === 'boolean') {
      if (!allows(world.botPermissionsIn(room), 'ManageThreads')) throw refusal.missingPermissions();
      room.locked = body.locked;
    }
    gateway.dispatch('THREAD_UPDATE', roomJson(world, room), room.serverId);
    return roomJson(world, room);
  };

  const readMessages: Handler = (request) => {
    const limit = Math.min(Number(request.query.limit ?? 50), 100);
    const seen = [...seenRoom(request).messages.values()].filter((message) => !isEphemeral(message));
    return seen
      .slice(-limit)
      .reverse()
      .map((message) => messageJson(world, message));
  };

  const remove: Handler = (request) => {
    const message = seenMessage(request);
    const own = message.authorId === world.bot.id;
    if (!own && !allows(world.botPermissionsIn(seenRoom(request)), 'ManageMessages'))
      throw refusal.missingPermissions();
    world.deleteMessage(message);
  };

  return {
    read: (request) => roomJson(world, seenRoom(request)),
    changeThread,
    post,
    readMessages,
    readMessage: (request) => messageJson(world, seenMessage(request)),
    edit,
    remove,
    startThread,
  };
}
