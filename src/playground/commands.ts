import type { Changes } from './changes.ts';
import { checkCommands, optionType } from './command-rules.ts';
import { asNumber, asObjects, asText, isGiven, type JsonObject, lengthOf } from './json.ts';
import type { Snowflakes } from './snowflakes.ts';

/** A command as it is registered: what was sent, with its id and Discord's defaults. */
export interface RegisteredCommand {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly options: readonly JsonObject[];
  /** The whole definition. */
  readonly raw: JsonObject;
}

/** The commands of a server, or the global ones, as they can be kept. */
export interface SavedCommands {
  readonly serverId?: string | undefined;
  readonly definitions: readonly JsonObject[];
}

/** Registered commands: global ones and those of single servers. */
export interface CommandBook {
  /** The definitions for a server, or the global ones. */
  list(serverId: string | undefined): readonly JsonObject[];
  /** Replaces them all, as a bulk overwrite does; commands of the same name keep their id. */
  overwrite(serverId: string | undefined, body: unknown): readonly JsonObject[];
  /** The same, as records. */
  registered(serverId: string | undefined): readonly RegisteredCommand[];
  /** The command of a name as a server has it: its own before the global one. */
  find(name: string, serverId: string | undefined): RegisteredCommand | undefined;
  /** All of them, to be handed to {@link createCommandBook} again. */
  save(): readonly SavedCommands[];
}

function recordOf(raw: JsonObject): RegisteredCommand {
  return {
    id: asText(raw.id) ?? '',
    name: asText(raw.name) ?? '',
    description: asText(raw.description) ?? '',
    options: asObjects(raw.options),
    raw,
  };
}

/** A book with the commands that were saved. */
export function createCommandBook(
  ids: Snowflakes,
  changes: Changes,
  applicationId: string,
  saved: readonly SavedCommands[] = [],
): CommandBook {
  const lists = new Map<string | undefined, readonly RegisteredCommand[]>();
  for (const { serverId, definitions } of saved) lists.set(serverId, definitions.map(recordOf));
  const registered = (serverId: string | undefined): readonly RegisteredCommand[] => lists.get(serverId) ?? [];
  const list = (serverId: string | undefined): readonly JsonObject[] => registered(serverId).map(({ raw }) => raw);
  return {
    list,
    registered,
    overwrite: (serverId, body) => {
      const before = new Map(registered(serverId).map((command) => [command.name, command]));
      const next = checkCommands(body).map((definition): RegisteredCommand => {
        const id = before.get(asText(definition.name) ?? '')?.id ?? ids.next();
        return recordOf({
          dm_permission: true,
          default_member_permissions: null,
          nsfw: false,
          type: 1,
          ...(serverId === undefined && { contexts: null, integration_types: [0] }),
          ...definition,
          id,
          application_id: applicationId,
          version: ids.next(),
          ...(serverId !== undefined && { guild_id: serverId }),
        });
      });
      lists.set(serverId, next);
      changes.announce();
      return list(serverId);
    },
    find: (name, serverId) =>
      (serverId === undefined ? undefined : registered(serverId).find((command) => command.name === name)) ??
      registered(undefined).find((command) => command.name === name),
    save: () =>
      [...lists].map(([serverId, list]) => ({
        ...(serverId !== undefined && { serverId }),
        definitions: list.map(({ raw }) => raw),
      })),
  };
}

/** A value that a member gives an option. */
export type OptionValue = string | number | boolean;

/** The definition that a path such as `mydata delete` leads to, with the subcommands on the way. */
export interface CommandTarget {
  readonly command: RegisteredCommand;
  readonly steps: readonly JsonObject[];
  readonly options: readonly JsonObject[];
}

const nests: readonly unknown[] = [optionType.subcommand, optionType.subcommandGroup];

/** Follows subcommand names into a command. Throws where they lead nowhere. */
export function targetOf(command: RegisteredCommand, names: readonly string[]): CommandTarget {
  const steps: JsonObject[] = [];
  let options = command.options;
  for (const name of names) {
    const step = options.find((option) => option.name === name && nests.includes(option.type));
    if (!step) throw new Error(`/${command.name} has no subcommand "${name}"`);
    steps.push(step);
    options = asObjects(step.options);
  }
  if (options.some(({ type }) => nests.includes(type))) {
    const known = options.map(({ name }) => name).join(', ');
    throw new Error(`/${[command.name, ...names].join(' ')} cannot be run itself; it has ${known}`);
  }
  return { command, steps, options };
}

function fail(option: JsonObject, problem: string): never {
  throw new Error(`Discord would not send this: option "${option.name}" ${problem}`);
}

function numberOf(option: JsonObject, value: OptionValue): number {
  const number = typeof value === 'number' ? value : Number(value);
  if (Number.isNaN(number) || value === '') fail(option, `needs a number, not "${value}"`);
  if (option.type === optionType.integer && !Number.isInteger(number)) fail(option, 'needs a whole number');
  const least = asNumber(option.min_value) ?? Number.NEGATIVE_INFINITY;
  const most = asNumber(option.max_value) ?? Number.POSITIVE_INFINITY;
  if (number < least || number > most) fail(option, `must be between ${least} and ${most}`);
  return number;
}

/**
 * A member's value in the type that the option's definition asks for. Choices go by name, by a whole word of it, which
 * finds it in Discord's list, or by value.
 */
function typedValue(option: JsonObject, value: OptionValue): OptionValue {
  const choices = asObjects(option.choices);
  if (choices.length > 0) {
    const byName =
      choices.find(({ name }) => name === value) ??
      choices.find(({ name }) => typeof value === 'string' && asText(name)?.split(' ').includes(value));
    const chosen = byName ?? choices.find((choice) => String(choice.value) === String(value));
    if (!chosen) fail(option, `has no choice "${value}"; it has ${choices.map(({ name }) => name).join(', ')}`);
    return typeof chosen.value === 'number' ? chosen.value : String(chosen.value);
  }
  switch (option.type) {
    case optionType.integer:
    case optionType.number:
      return numberOf(option, value);
    case optionType.boolean:
      if (typeof value === 'boolean') return value;
      if (value === 'true' || value === 'True') return true;
      if (value === 'false' || value === 'False') return false;
      return fail(option, `needs true or false, not "${value}"`);
    default: {
      const text = String(value);
      const least = asNumber(option.min_length) ?? 0;
      const most = asNumber(option.max_length) ?? 6000;
      const length = lengthOf(text);
      if (length < least || length > most) fail(option, `must be between ${least} and ${most} long`);
      if (text === '' && option.required === true) fail(option, 'is required');
      return text;
    }
  }
}

/** Turns names of members and channels into what an interaction carries for them. */
export interface Resolver {
  user(nameOrId: string): { readonly id: string; readonly json: JsonObject; readonly member?: JsonObject } | undefined;
  channel(nameOrId: string): { readonly id: string; readonly json: JsonObject } | undefined;
}

/** An interaction's `data` for a command, from a member's options. `focused` makes it an autocomplete's. */
export function commandData(
  target: CommandTarget,
  given: Readonly<Record<string, OptionValue>>,
  resolver: Resolver,
  focused?: string,
): JsonObject {
  const { command, steps } = target;
  for (const name of Object.keys(given)) {
    if (target.options.some((option) => option.name === name)) continue;
    const known = target.options.map((option) => option.name).join(', ') || 'none';
    throw new Error(`/${command.name} has no option "${name}"; it has ${known}`);
  }
  const resolved: { [kind: string]: { [id: string]: unknown } } = {};
  const keep = (kind: string, id: string, json: unknown): void => {
    resolved[kind] = { ...resolved[kind], [id]: json };
  };
  const idOf = (option: JsonObject, value: OptionValue): OptionValue => {
    const text = String(value);
    if (option.type === optionType.user) {
      const user = resolver.user(text) ?? fail(option, `names nobody: "${text}"`);
      keep('users', user.id, user.json);
      if (user.member) keep('members', user.id, user.member);
      return user.id;
    }
    if (option.type === optionType.channel) {
      const channel = resolver.channel(text) ?? fail(option, `names no channel: "${text}"`);
      keep('channels', channel.id, channel.json);
      return channel.id;
    }
    return typedValue(option, value);
  };

  const options: JsonObject[] = [];
  for (const option of target.options) {
    const name = asText(option.name) ?? '';
    const value = given[name];
    if (name === focused) {
      if (option.autocomplete !== true) fail(option, 'suggests nothing');
      options.push({ name, type: option.type, value: String(value ?? ''), focused: true });
    } else if (value !== undefined) {
      options.push({ name, type: option.type, value: idOf(option, value) });
    } else if (option.required === true && focused === undefined) {
      fail(option, 'is required');
    }
  }
  if (focused !== undefined && !options.some((option) => option.focused === true)) {
    throw new Error(`/${command.name} has no option "${focused}"`);
  }
  const nested = steps.reduceRight<readonly JsonObject[]>(
    (inside, step) => [{ name: step.name, type: step.type, options: inside }],
    options,
  );
  return {
    id: command.id,
    name: command.name,
    type: 1,
    ...(isGiven(command.raw.guild_id) && { guild_id: command.raw.guild_id }),
    options: nested,
    ...(Object.keys(resolved).length > 0 && { resolved }),
  };
}
