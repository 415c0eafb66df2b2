import { randomBytes } from 'node:crypto';
import type { Changes } from './changes.ts';
import type { Drafts, Upload } from './drafts.ts';
import type { Gateway } from './gateway.ts';
import {
  type Interaction,
  type InteractionStart,
  interactionJson,
  interactionMetadata,
  interactionType,
  type Outcome,
} from './interaction.ts';
import { asNumber, asObject, asObjects, type JsonObject } from './json.ts';
import { checkSuggestions, messageFlag } from './message-rules.ts';
import { checkModal } from './modal-rules.ts';
import { refusal, refuseInvalid } from './refusals.ts';
import { messageJson } from './shapes.ts';
import type { Snowflakes } from './snowflakes.ts';
import type { StoredMessage, World } from './world.ts';

const answerType = { message: 4, deferred: 5, deferredUpdate: 6, update: 7, suggestions: 8, modal: 9 } as const;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
interface Pending extends Mutable<Interaction> {
  state: 'waiting' | 'answered' | 'failed';
  settle: () => void;
  timer: NodeJS.Timeout | undefined;
  readonly followUps: StoredMessage[];
}

/** An interaction as the app was told of it. */
export interface Begun {
  readonly interaction: Interaction;
  readonly dispatch: JsonObject;
}

/** Interactions of members, and the app's answers to them. */
export interface Interactions {
  /** Sends an interaction to the app. */
  begin(start: InteractionStart): Interaction;
  /** The app's first answer. */
  answer(id: string, token: string, body: JsonObject, uploads: readonly Upload[]): JsonObject;
  /** A message that the app made with a token; `@original` is its first answer. */
  message(token: string, messageId: string): StoredMessage;
  edit(token: string, messageId: string, body: JsonObject, uploads: readonly Upload[]): StoredMessage;
  remove(token: string, messageId: string): void;
  followUp(token: string, body: JsonObject, uploads: readonly Upload[]): StoredMessage;
  /** The latest interactions, oldest first. */
  readonly latest: readonly Begun[];
  close(): void;
}

const tokenLifeMs = 15 * 60 * 1000;
/** So that a long load run stays bounded, tokens beyond this many die early, oldest first. */
const keptInteractions = 50_000;
const keptLatest = 500;
const installedByUserOnly = 5;

/** What a member reads when no answer came in time. */
export const failureText = 'The application did not respond';

/** Ends the thinking of an app that will not answer any more. */
export function endThinking(message: StoredMessage): void {
  message.flags &= ~messageFlag.loading;
  message.content = failureText;
  message.failed = true;
}

/** No interactions yet. */
export function createInteractions(
  world: World,
  ids: Snowflakes,
  now: () => number,
  changes: Changes,
  gateway: Gateway,
  drafts: Drafts,
  answerDeadlineMs: number,
): Interactions {
  const byId = new Map<string, Pending>();
  const byToken = new Map<string, Pending>();
  const latest: Begun[] = [];

  const forget = (pending: Pending): void => {
    clearTimeout(pending.timer);
    byId.delete(pending.id);
    byToken.delete(pending.token);
  };

  const sweep = (): void => {
    for (const pending of byId.values()) {
      if (now() - pending.createdAt <= tokenLifeMs && byId.size <= keptInteractions) return;
      fail(pending);
      forget(pending);
    }
  };

  const settle = (pending: Pending, outcome: Outcome, message?: StoredMessage): void => {
    if (pending.outcome !== undefined) return;
    clearTimeout(pending.timer);
    pending.outcome = outcome;
    pending.message = message;
    pending.settle();
  };

  const fail = (pending: Pending): void => {
    if (pending.outcome !== undefined) return;
    if (pending.state === 'waiting') pending.state = 'failed';
    if (pending.type !== interactionType.autocomplete) showFailure(pending);
    settle(pending, 'failed');
    changes.announce();
  };

  const showFailure = (pending: Pending): void => {
    const { original } = pending;
    if (original && !original.deleted && (original.flags & messageFlag.loading) !== 0) {
      endThinking(original);
      world.changed(original);
      return;
    }
    world.addMessage({
      roomId: pending.room.id,
      authorId: world.bot.id,
      onlyFor: pending.user.id,
      type: pending.type === interactionType.command ? 20 : 0,
      repliesTo: pending.source?.id,
      metadata: interactionMetadata(pending),
      byWebhook: false,
      flags: messageFlag.ephemeral,
      content: failureText,
      embeds: [],
      components: [],
      files: [],
      failed: true,
    });
  };

  const arm = (pending: Pending, ms: number): void => {
    clearTimeout(pending.timer);
    pending.timer = setTimeout(() => fail(pending), ms);
    pending.timer.unref();
  };

  const post = (
    pending: Pending,
    body: JsonObject,
    uploads: readonly Upload[],
    path: readonly string[],
    follows: boolean,
  ): StoredMessage => {
    const draft = drafts.read(body, uploads, path);
    const repliesTo = follows ? pending.original?.id : pending.source?.id;
    const message = world.addMessage({
      ...draft,
      roomId: pending.room.id,
      authorId: world.bot.id,
      onlyFor: (draft.flags & messageFlag.ephemeral) === 0 ? undefined : pending.user.id,
      type: pending.type === interactionType.command && !follows ? 20 : repliesTo === undefined ? 0 : 19,
      repliesTo,
      metadata: {
        ...interactionMetadata(pending),
        ...(follows && pending.original && { original_response_message_id: pending.original.id }),
      },
      byWebhook: true,
    });
    return message;
  };

  const think = (pending: Pending, isPrivate: boolean): StoredMessage =>
    world.addMessage({
      roomId: pending.room.id,
      authorId: world.bot.id,
      onlyFor: isPrivate ? pending.user.id : undefined,
      type: pending.type === interactionType.command ? 20 : pending.source ? 19 : 0,
      repliesTo: pending.source?.id,
      metadata: interactionMetadata(pending),
      byWebhook: true,
      flags: messageFlag.loading | (isPrivate ? messageFlag.ephemeral : 0),
      content: '',
      embeds: [],
      components: [],
      files: [],
    });

  const allowedAnswers = (pending: Pending): readonly number[] => {
    if (pending.type === interactionType.autocomplete) return [answerType.suggestions];
    const updates = pending.source ? [answerType.deferredUpdate, answerType.update] : [];
    const modal = pending.type === interactionType.modalSubmit ? [] : [answerType.modal];
    return [answerType.message, answerType.deferred, ...updates, ...modal];
  };

  /** Takes an answer in; throws a refusal before anything has changed. */
  const take = (pending: Pending, type: number, data: JsonObject, uploads: readonly Upload[]): void => {
    switch (type) {
      case answerType.message:
        pending.original = post(pending, data, uploads, ['data'], false);
        settle(pending, 'message', pending.original);
        break;
      case answerType.deferred: {
        const isPrivate = ((asNumber(data.flags) ?? 0) & messageFlag.ephemeral) !== 0;
        pending.original = think(pending, isPrivate);
        pending.deferred = isPrivate ? 'private' : 'public';
        arm(pending, tokenLifeMs);
        break;
      }
      case answerType.deferredUpdate:
        pending.original = pending.source;
        pending.deferred = 'update';
        arm(pending, tokenLifeMs);
        break;
      case answerType.update: {
        if (!pending.source || pending.source.deleted) throw refusal.unknownMessage();
        drafts.edit(pending.source, data, uploads, ['data']);
        pending.original = pending.source;
        settle(pending, 'update', pending.source);
        break;
      }
      case answerType.suggestions:
        checkSuggestions(data.choices, ['data', 'choices']);
        pending.suggestions = asObjects(data.choices);
        settle(pending, 'suggestions');
        break;
      default:
        checkModal(data, ['data']);
        pending.modal = data;
        settle(pending, 'modal');
    }
  };

  /** The live interaction of a token, once it may be used for messages. */
  const answered = (token: string): Pending => {
    const pending = byToken.get(token);
    if (!pending || now() - pending.createdAt > tokenLifeMs) throw refusal.invalidWebhookToken();
    if (pending.state !== 'answered') throw refusal.unknownWebhook();
    return pending;
  };

  const find = (pending: Pending, messageId: string): StoredMessage => {
    const own = [pending.original, pending.source, ...pending.followUps];
    const message = messageId === '@original' ? pending.original : own.find((one) => one?.id === messageId);
    if (!message || message.deleted) throw refusal.unknownMessage();
    return message;
  };

  const edit = (
    pending: Pending,
    message: StoredMessage,
    body: JsonObject,
    uploads: readonly Upload[],
  ): StoredMessage => {
    const wasThinking = (message.flags & messageFlag.loading) !== 0;
    drafts.edit(message, body, uploads);
    if (wasThinking) {
      // The deferred message becomes the answer: that is no edit to the one who reads it.
      message.edits = 0;
      message.editedAt = undefined;
    }
    settle(pending, message === pending.source ? 'update' : 'message', message);
    changes.announce();
    return message;
  };

  return {
    latest,
    begin: (start) => {
      sweep();
      const id = ids.next();
      let settleIt = (): void => {};
      const settled = new Promise<void>((resolve) => {
        settleIt = resolve;
      });
      const pending: Pending = {
        ...start,
        id,
        token: Buffer.from(`interaction:${id}:${randomBytes(48).toString('base64url')}`).toString('base64url'),
        createdAt: now(),
        settled,
        settle: settleIt,
        outcome: undefined,
        deferred: false,
        message: undefined,
        original: undefined,
        followUps: [],
        modal: undefined,
        suggestions: [],
        state: 'waiting',
        timer: undefined,
      };
      byId.set(id, pending);
      byToken.set(pending.token, pending);
      arm(pending, answerDeadlineMs);
      const dispatch = interactionJson(world, pending);
      latest.push({ interaction: pending, dispatch });
      if (latest.length > keptLatest) latest.shift();
      gateway.dispatch('INTERACTION_CREATE', dispatch, start.room.serverId);
      return pending;
    },
    answer: (id, token, body, uploads) => {
      const pending = byId.get(id);
      if (pending?.token !== token || pending.state === 'failed') throw refusal.unknownInteraction();
      if (pending.state === 'answered') throw refusal.alreadyAcknowledged();
      if (now() - pending.createdAt > answerDeadlineMs) {
        fail(pending);
        throw refusal.unknownInteraction();
      }
      const type = asNumber(body.type) ?? 0;
      const allowed = allowedAnswers(pending);
      if (!allowed.includes(type)) {
        const message = `Value must be one of {${allowed.join(', ')}}.`;
        refuseInvalid([{ path: ['type'], code: 'BASE_TYPE_CHOICES', message }]);
      }
      take(pending, type, asObject(body.data), uploads);
      pending.state = 'answered';
      changes.announce();
      const { original } = pending;
      return {
        interaction: {
          id,
          type: pending.type,
          ...(original && {
            response_message_id: original.id,
            response_message_loading: (original.flags & messageFlag.loading) !== 0,
            response_message_ephemeral: original.onlyFor !== undefined,
          }),
        },
        ...(original && { resource: { type, message: messageJson(world, original) } }),
      };
    },
    message: (token, messageId) => find(answered(token), messageId),
    edit: (token, messageId, body, uploads) => {
      const pending = answered(token);
      return edit(pending, find(pending, messageId), body, uploads);
    },
    remove: (token, messageId) => {
      const message = find(answered(token), messageId);
      world.deleteMessage(message);
    },
    followUp: (token, body, uploads) => {
      const pending = answered(token);
      const { original } = pending;
      // Discord lets the first follow-up after a deferral take the deferred message's place, ephemerality and all.
      if (original && !original.deleted && (original.flags & messageFlag.loading) !== 0) {
        return edit(pending, original, body, uploads);
      }
      const server = world.serverOf(pending.room);
      if (server && !server.installed && pending.followUps.length >= installedByUserOnly)
        throw refusal.tooManyFollowUps();
      const message = post(pending, body, uploads, [], true);
      pending.followUps.push(message);
      settle(pending, 'message', message);
      changes.announce();
      return message;
    },
    close: () => {
      for (const pending of [...byId.values()]) {
        settle(pending, 'failed');
        forget(pending);
      }
    },
  };
}
