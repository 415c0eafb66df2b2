import type { JsonObject } from './json.ts';
import { bitsOf } from './permissions.ts';
import { memberJson, messageJson, roomJson, userJson } from './shapes.ts';
import type { Room, StoredMessage, StoredUser, World } from './world.ts';

/** Interaction types by name, as Discord numbers them. */
export const interactionType = { command: 2, component: 3, autocomplete: 4, modalSubmit: 5 } as const;

/** How an interaction's first answer was put off. */
export type Deferral = false | 'public' | 'private' | 'update';

/** What the member saw first. */
export type Outcome = 'message' | 'update' | 'modal' | 'suggestions' | 'failed';

/** How an interaction starts. */
export interface InteractionStart {
  readonly type: number;
  readonly user: StoredUser;
  readonly room: Room;
  readonly data: JsonObject;
  /** The message whose component was used; of a modal, the message it was opened from. */
  readonly source?: StoredMessage | undefined;
  /** The interaction that a submitted modal answered. */
  readonly triggeredBy?: Interaction | undefined;
  /** By whom the app was installed here, as `authorizing_integration_owners`. */
  readonly owners: JsonObject;
}

/** An interaction and what has become of it. */
export interface Interaction extends InteractionStart {
  readonly id: string;
  readonly token: string;
  readonly createdAt: number;
  /** Resolves when the member sees something. */
  readonly settled: Promise<void>;
  readonly outcome: Outcome | undefined;
  readonly deferred: Deferral;
  readonly message: StoredMessage | undefined;
  readonly original: StoredMessage | undefined;
  readonly followUps: readonly StoredMessage[];
  readonly modal: JsonObject | undefined;
  readonly suggestions: readonly JsonObject[];
}

/** What an app may do where only a member installed it: answer. */
const userInstallPermissions = bitsOf(['ViewChannel', 'SendMessages', 'EmbedLinks', 'AttachFiles']);

/** An interaction as INTERACTION_CREATE brings it. */
export function interactionJson(world: World, interaction: Interaction): JsonObject {
  const { user, room, source } = interaction;
  const server = world.serverOf(room);
  const appPermissions = !server || server.installed ? world.botPermissionsIn(room) : userInstallPermissions;
  return {
    id: interaction.id,
    application_id: world.bot.id,
    type: interaction.type,
    data: interaction.data,
    token: interaction.token,
    version: 1,
    channel_id: room.id,
    channel: { ...roomJson(world, room), ...(server && { permissions: user.permissions.toString() }) },
    ...(server
      ? {
          guild_id: server.id,
          guild: { id: server.id, locale: server.locale, features: [] },
          guild_locale: server.locale,
          member: { ...memberJson(user), permissions: user.permissions.toString() },
        }
      : { user: userJson(user) }),
    ...(source && { message: messageJson(world, source) }),
    app_permissions: appPermissions.toString(),
    locale: user.locale,
    context: server ? 0 : 1,
    authorizing_integration_owners: interaction.owners,
    entitlements: [],
    attachment_size_limit: 10 * 1024 * 1024,
  };
}

/** What a message says of the interaction it answers. */
export function interactionMetadata(one: Interaction): JsonObject {
  return {
    id: one.id,
    type: one.type,
    user: userJson(one.user),
    authorizing_integration_owners: one.owners,
    ...(one.type === interactionType.command && { name: one.data.name, command_type: 1 }),
    ...(one.type === interactionType.component && { interacted_message_id: one.source?.id }),
    ...(one.triggeredBy && { triggering_interaction_metadata: interactionMetadata(one.triggeredBy) }),
  };
}
