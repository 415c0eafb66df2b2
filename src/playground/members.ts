import { parseCommandLine } from './command-line.ts';
import {
  type CommandBook,
  type CommandTarget,
  commandData,
  type OptionValue,
  type Resolver,
  targetOf,
} from './commands.ts';
import { componentType, walk, withIds } from './components.ts';
import { type Deferral, type Interaction, interactionType } from './interaction.ts';
import { failureText, type Interactions } from './interactions.ts';
import { asList, asNumber, asObjects, asText, isGiven, type JsonObject } from './json.ts';
import { messageFlag } from './message-rules.ts';
import { type FieldValue, modalComponents } from './modal-answers.ts';
import type { SeenMessage, SeenModal, Sight } from './seen.ts';
import { memberJson, roomJson, userJson } from './shapes.ts';
import type { Room, StoredMessage, StoredServer, StoredUser, World } from './world.ts';

/** What came of something that a member did. */
export interface Exchange {
  /** What the member saw first. */
  readonly outcome: 'message' | 'update' | 'modal' | 'failed';
  /** The message they saw first, or the one that was updated; throws where there is none. */
  readonly message: SeenMessage;
  /** The answer and the follow-ups so far, live. */
  readonly messages: readonly SeenMessage[];
  /** The modal that opened; throws where none did. */
  readonly modal: SeenModal;
  /** How the first answer was put off, if it was. */
  readonly deferred: Deferral;
  /** The interaction's id. */
  readonly id: string;
}

/** A suggestion of an option that suggests while one types. */
export interface Suggestion {
  readonly name: string;
  readonly value: string | number;
}

/** A place to speak in: a channel or a thread by its id, or the talk with the bot. */
export type Place = { readonly id: string } | 'dm';

/** A member in one place. */
export interface Member {
  readonly id: string;
  readonly name: string;
  /** The same member, in another place. */
  in(place: Place): Member;
  /** Runs a command: its name (and subcommands) with options, or the whole line as typed. */
  run(command: string, options?: Readonly<Record<string, OptionValue>>): Promise<Exchange>;
  /** What an option suggests for what has been typed so far. Rejects where no suggestions came in time. */
  complete(
    command: string,
    options: Readonly<Record<string, OptionValue>>,
    focused: string,
  ): Promise<readonly Suggestion[]>;
  /** Presses a button, by its label or custom id. */
  press(message: SeenMessage, labelOrCustomId: string): Promise<Exchange>;
  /** Sends a press of a button that the message need not have, as a modified client can. */
  pressForged(message: SeenMessage, customId: string): Promise<Exchange>;
  /** Picks options of a select menu, by value or label; the menu by custom id or placeholder. */
  select(message: SeenMessage, customId: string, values: readonly string[]): Promise<Exchange>;
  /** Sends values of a menu that it need not offer, as a modified client can. */
  selectForged(message: SeenMessage, customId: string, values: readonly string[]): Promise<Exchange>;
  /** Submits a modal; fields by custom id or label. */
  submit(modal: SeenModal, fields: Readonly<Record<string, FieldValue>>): Promise<Exchange>;
  /** Submits a form that need not have been opened from there, with fields that it need not have. */
  submitForged(message: SeenMessage, customId: string, fields: Readonly<Record<string, string>>): Promise<Exchange>;
  /** Writes a plain message. */
  say(text: string): SeenMessage;
  /** The messages that this member sees in this place, oldest first. */
  sees(): readonly SeenMessage[];
}

/** What members stand on. */
export interface MemberParts {
  readonly world: World;
  readonly commands: CommandBook;
  readonly interactions: Interactions;
  readonly sight: Sight;
}

function isVisible(message: StoredMessage): boolean {
  return !message.deleted && (message.flags & messageFlag.loading) === 0;
}

function exchangeOf(interaction: Interaction, sight: Sight): Exchange {
  const outcome = interaction.outcome;
  if (outcome === undefined || outcome === 'suggestions') throw new Error('The interaction is not settled');
  return {
    id: interaction.id,
    outcome,
    deferred: interaction.deferred,
    get message() {
      if (outcome === 'failed') throw new Error(`There is no message: ${failureText}`);
      if (!interaction.message) throw new Error('There is no message: a modal opened');
      return sight.message(interaction.message);
    },
    get messages() {
      const { original, followUps } = interaction;
      // A card whose update was only put off is not an answer to this press.
      const answered = original && (original !== interaction.source || outcome === 'update');
      const all = answered ? [original, ...followUps] : followUps;
      return all.filter(isVisible).map(sight.message);
    },
    get modal() {
      if (outcome !== 'modal') throw new Error(`There is no modal: the outcome was "${outcome}"`);
      return sight.modal(interaction);
    },
  };
}

/** By whom the app was installed where an interaction happens. */
function ownersOf(user: StoredUser, server: StoredServer | undefined): JsonObject {
  const byUser = user.installed || (server && !server.installed);
  const byServer = server ? server.installed && { 0: server.id } : { 0: '0' };
  return { ...byServer, ...(byUser && { 1: user.id }) };
}

/** A member in a place. */
export function createMember(parts: MemberParts, user: StoredUser, room: Room): Member {
  const { world, commands, interactions, sight } = parts;
  const server = world.serverOf(room);

  const settle = async (interaction: Interaction): Promise<Exchange> => {
    await interaction.settled;
    return exchangeOf(interaction, sight);
  };

  const resolver: Resolver = {
    user: (nameOrId) => {
      const found = [...world.users.values()].find(({ id, name }) => id === nameOrId || name === nameOrId);
      if (!found) return undefined;
      const { user: _, deaf: __, mute: ___, ...partial } = memberJson(found);
      const member = { ...partial, permissions: found.permissions.toString() };
      return { id: found.id, json: userJson(found), ...(server?.memberIds.has(found.id) && { member }) };
    },
    channel: (nameOrId) => {
      const found = server?.rooms.find(({ id, name }) => id === nameOrId || name === nameOrId);
      return found && { id: found.id, json: { ...roomJson(world, found), permissions: user.permissions.toString() } };
    },
  };

  /** The command as this member has it in this place; throws where Discord would not show it. */
  const targetFor = (path: readonly string[]): CommandTarget => {
    const [name = '', ...steps] = path;
    const command = commands.find(name, server?.id);
    if (!command) {
      const known = [...commands.registered(server?.id), ...(server ? commands.registered(undefined) : [])];
      throw new Error(
        `There is no /${name} here; registered: ${known.map((one) => `/${one.name}`).join(', ') || 'none'}`,
      );
    }
    const { contexts, integration_types: types, default_member_permissions: needed } = command.raw;
    const context = server ? 0 : 1;
    if (isGiven(contexts) && !asList(contexts).includes(context)) {
      throw new Error(`/${name} is not offered ${server ? 'on servers' : 'in a talk with the bot'}`);
    }
    const installs = Object.keys(ownersOf(user, server)).map(Number);
    if (isGiven(types) && !asList(types).some((type) => installs.includes(asNumber(type) ?? -1))) {
      throw new Error(`/${name} is not offered here: it does not come with the way the app is installed`);
    }
    const bits = BigInt(asText(needed) ?? '0');
    const isAdmin = (user.permissions & 8n) !== 0n;
    if (server && isGiven(needed) && !isAdmin && (bits === 0n || (user.permissions & bits) !== bits)) {
      throw new Error(`/${name} is not offered to ${user.name}: it needs permissions they do not have`);
    }
    return targetOf(command, steps);
  };

  const take = (command: string, options: Readonly<Record<string, OptionValue>> | undefined) => {
    const loose = parseCommandLine(command);
    const target = targetFor(loose.path);
    const names = new Set(target.options.map(({ name }) => name));
    const typed = parseCommandLine(command, (name) => names.has(name));
    return { target, given: { ...typed.options, ...options } };
  };

  /** The message, where this member can see it; and the place it stands in. */
  const seen = (message: SeenMessage): { readonly stored: StoredMessage; readonly place: Room } => {
    const stored = sight.stored(message);
    const place = world.rooms.get(stored.roomId);
    if (stored.deleted || !place) throw new Error('The message was deleted');
    if (stored.onlyFor !== undefined && stored.onlyFor !== user.id) {
      throw new Error(`${user.name} cannot see this message: it is ephemeral`);
    }
    return { stored, place };
  };

  const use = (message: SeenMessage, data: JsonObject): Promise<Exchange> => {
    const { stored, place } = seen(message);
    const owners = ownersOf(user, world.serverOf(place));
    const { component: type } = interactionType;
    return settle(interactions.begin({ type, user, room: place, data, source: stored, owners }));
  };

  const owners = ownersOf(user, server);

  const member: Member = {
    id: user.id,
    name: user.name,
    in: (place) => {
      const next = place === 'dm' ? world.dmOf(user.id) : world.rooms.get(place.id);
      if (!next) throw new Error('There is no such place');
      world.serverOf(next)?.memberIds.add(user.id);
      return createMember(parts, user, next);
    },
    run: async (command, options) => {
      const { target, given } = take(command, options);
      const data = commandData(target, given, resolver);
      return settle(interactions.begin({ type: interactionType.command, user, room, data, owners }));
    },
    complete: async (command, options, focused) => {
      const { target, given } = take(command, options);
      const data = commandData(target, given, resolver, focused);
      const interaction = interactions.begin({ type: interactionType.autocomplete, user, room, data, owners });
      await interaction.settled;
      if (interaction.outcome !== 'suggestions') throw new Error('Loading options failed');
      return interaction.suggestions.map(({ name, value }) => ({
        name: String(name),
        value: typeof value === 'number' ? value : String(value),
      }));
    },
    press: async (message, labelOrCustomId) => {
      const { stored } = seen(message);
      const { buttons } = message;
      const button =
        buttons.find(({ label }) => label === labelOrCustomId) ??
        buttons.find(({ customId }) => customId === labelOrCustomId);
      if (!button) {
        const known = buttons.map(({ label }) => `"${label}"`).join(', ') || 'none';
        throw new Error(`There is no button "${labelOrCustomId}"; there are: ${known}`);
      }
      if (button.disabled) throw new Error(`The button "${button.label}" is disabled`);
      if (button.customId === undefined) throw new Error(`The button "${button.label}" is a link: ${button.url}`);
      const component = [...walk(stored.components)].find(({ custom_id }) => custom_id === button.customId);
      return use(message, { custom_id: button.customId, component_type: componentType.button, id: component?.id });
    },
    pressForged: async (message, customId) =>
      use(message, { custom_id: customId, component_type: componentType.button, id: 1 }),
    select: async (message, customId, values) => {
      const { stored } = seen(message);
      const selects = [...walk(stored.components)].filter(({ type }) => [3, 5, 6, 7, 8].includes(asNumber(type) ?? 0));
      const select = selects.find((one) => one.custom_id === customId || one.placeholder === customId);
      if (!select) {
        const known = selects.map((one) => `"${one.custom_id}"`).join(', ') || 'none';
        throw new Error(`There is no select menu "${customId}"; there are: ${known}`);
      }
      if (select.disabled === true) throw new Error(`The select menu "${customId}" is disabled`);
      const options = asObjects(select.options);
      const picked = values.map((wanted) => {
        const option = options.find(({ value }) => value === wanted) ?? options.find(({ label }) => label === wanted);
        const place = select.type === componentType.channelSelect ? resolver.channel(wanted) : undefined;
        if (place) return place.id;
        if (!option && select.type !== componentType.userSelect) {
          throw new Error(
            `There is no option "${wanted}"; there are: ${options.map(({ label }) => `"${label}"`).join(', ')}`,
          );
        }
        return option ? String(option.value) : wanted;
      });
      const least = asNumber(select.min_values) ?? 1;
      const most = asNumber(select.max_values) ?? 1;
      if (picked.length < least || picked.length > most)
        throw new Error(`"${customId}" takes ${least} to ${most} options`);
      const channels = picked.flatMap((id) => {
        const place = select.type === componentType.channelSelect ? resolver.channel(id) : undefined;
        return place ? [[id, place.json] as const] : [];
      });
      return use(message, {
        custom_id: select.custom_id,
        component_type: select.type,
        id: select.id,
        values: picked,
        ...(select.type === componentType.channelSelect && { resolved: { channels: Object.fromEntries(channels) } }),
      });
    },
    selectForged: async (message, customId, values) =>
      use(message, { custom_id: customId, component_type: componentType.stringSelect, id: 1, values }),
    submit: async (modal, fields) => {
      const opener = sight.opener(modal);
      if (opener.user.id !== user.id) throw new Error(`The modal "${modal.title}" is not open for ${user.name}`);
      const data = { custom_id: modal.customId, components: modalComponents(modal, fields) };
      return settle(
        interactions.begin({
          type: interactionType.modalSubmit,
          user,
          room: opener.room,
          data,
          source: opener.source,
          triggeredBy: opener,
          owners: opener.owners,
        }),
      );
    },
    submitForged: async (message, customId, fields) => {
      const { stored, place } = seen(message);
      const components = Object.entries(fields).map(([name, value]) => ({
        type: componentType.label,
        component: { type: componentType.textInput, custom_id: name, value },
      }));
      const data = { custom_id: customId, components: withIds(components) };
      const { modalSubmit: type } = interactionType;
      return settle(interactions.begin({ type, user, room: place, data, source: stored, owners }));
    },
    say: (text) =>
      sight.message(
        world.addMessage({
          roomId: room.id,
          authorId: user.id,
          onlyFor: undefined,
          type: 0,
          repliesTo: undefined,
          metadata: undefined,
          byWebhook: false,
          flags: 0,
          content: text,
          embeds: [],
          components: [],
          files: [],
        }),
      ),
    sees: () =>
      [...room.messages.values()]
        .filter(({ onlyFor }) => onlyFor === undefined || onlyFor === user.id)
        .map(sight.message),
  };
  return member;
}
