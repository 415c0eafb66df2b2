import { isDeepStrictEqual } from 'node:util';
import {
  ApplicationCommandType,
  type REST,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  Routes,
} from 'discord.js';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { GuildId } from '../storage/ids.ts';
import { refusal, serverClosedToUs } from './faults.ts';
import { whenInReach } from './patience.ts';

/** A command as we define it. */
export type Definition = RESTPostAPIChatInputApplicationCommandsJSONBody;

/** Where commands are registered: for everybody, or on one server while developing. */
export type Scope = { readonly application: string; readonly guild: GuildId | undefined };

/** What differs between our definitions and what Discord has. */
export interface Difference {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** The ids that Discord gave to commands, by name: what a clickable mention needs. */
export type CommandIds = ReadonlyMap<string, string>;

const registeredCommands = z.array(z.looseObject({ id: z.string(), name: z.string() }));
type Registered = z.infer<typeof registeredCommands>;

/** What Discord says of a field that a definition leaves out. */
const defaults: Readonly<Record<string, unknown>> = {
  type: ApplicationCommandType.ChatInput,
  nsfw: false,
  options: [],
  choices: [],
  channel_types: [],
  required: false,
  autocomplete: false,
  name_localizations: {},
  description_localizations: {},
};

/**
 * The fields that a definition, an option or a choice can have. Discord says more than these (ids, versions, what it
 * derives from other fields), and something new now and then: none of that makes a difference.
 */
const fieldsOfDefinitions: ReadonlySet<string> = new Set([
  'type',
  'name',
  'name_localizations',
  'description',
  'description_localizations',
  'options',
  'default_member_permissions',
  'nsfw',
  'required',
  'choices',
  'value',
  'channel_types',
  'min_value',
  'max_value',
  'min_length',
  'max_length',
  'autocomplete',
]);
/** Discord keeps these only of commands that are registered everywhere. In any order they say the same. */
const fieldsOfGlobalCommands = ['contexts', 'integration_types'] as const;

/** What a PUT of `definitions` would change. */
export function differenceBetween(
  definitions: readonly Definition[],
  registered: Registered,
  { guild }: Pick<Scope, 'guild'>,
): Difference {
  const registeredNames = new Map(registered.map((command) => [command.name, command]));
  const ourNames = new Set(definitions.map(({ name }) => name));
  const core = (command: Definition | Registered[number]) => ({
    ...comparable(command),
    ...(guild === undefined &&
      Object.fromEntries(fieldsOfGlobalCommands.map((field) => [field, sorted(command[field])]))),
  });
  return {
    added: definitions.map(({ name }) => name).filter((name) => !registeredNames.has(name)),
    changed: definitions
      .filter((ours) => {
        const theirs = registeredNames.get(ours.name);
        return theirs !== undefined && !isDeepStrictEqual(core(ours), core(theirs));
      })
      .map(({ name }) => name),
    removed: registered.map(({ name }) => name).filter((name) => !ourNames.has(name)),
  };
}

export const isNone = ({ added, changed, removed }: Difference) => added.length + changed.length + removed.length === 0;

/** A part of a definition without what Discord adds, and without the fields that say what is the case anyway. */
function comparable(part: object): object {
  const fields = Object.entries(part)
    .filter(([name]) => fieldsOfDefinitions.has(name))
    .filter(([name, field]) => field !== undefined && field !== null && !isDeepStrictEqual(field, defaults[name]))
    .map(([name, field]): [string, unknown] => [name, Array.isArray(field) ? field.map(comparableItem) : field]);
  return Object.fromEntries(fields);
}

const comparableItem = (item: unknown) => (typeof item === 'object' && item !== null ? comparable(item) : item);
const sorted = (field: unknown) => (Array.isArray(field) ? [...field].sort() : undefined);

const route = ({ application, guild }: Scope) =>
  guild ? Routes.applicationGuildCommands(application, guild) : Routes.applicationCommands(application);

/** What Discord has now. */
export async function fetchRegistered(rest: REST, scope: Scope): Promise<Registered> {
  const query = new URLSearchParams({ with_localizations: 'true' });
  return registeredCommands.parse(await rest.get(route(scope), { query }));
}

/** Replaces everything in that scope with one PUT. */
export async function putCommands(rest: REST, scope: Scope, definitions: readonly Definition[]): Promise<CommandIds> {
  return idsOf(registeredCommands.parse(await rest.put(route(scope), { body: definitions })));
}

/** Registers the commands where they differ from what Discord has, and only then. */
export async function register(
  rest: REST,
  scope: Scope,
  definitions: readonly Definition[],
): Promise<{ readonly ids: CommandIds; readonly difference: Difference }> {
  const registered = await fetchRegistered(rest, scope);
  const difference = differenceBetween(definitions, registered, scope);
  const ids = isNone(difference) ? idsOf(registered) : await putCommands(rest, scope, definitions);
  return { ids, difference };
}

/** The ids of what Discord has now. */
export async function registeredIds(rest: REST, scope: Scope): Promise<CommandIds> {
  return idsOf(await fetchRegistered(rest, scope));
}

function idsOf(registered: Registered): CommandIds {
  return new Map(registered.map(({ name, id }) => [name, id]));
}

/**
 * Foyer goes on where Discord refuses: commands that were registered before work all the same. Where
 * registering is another process's business (`isOurs`), those that Discord has are read: during an upgrade, this one may
 * be of another version.
 * @throws where it would be of no use: the token or the server is wrong
 */
export async function keepRegistered(
  rest: REST,
  scope: Scope,
  definitions: readonly Definition[],
  { isOurs, log, signal }: { readonly isOurs: boolean; readonly log: Logger; readonly signal: AbortSignal },
): Promise<CommandIds> {
  try {
    if (!isOurs) return await whenInReach(async () => registeredIds(rest, scope), { log, signal });
    const { ids, difference } = await whenInReach(async () => register(rest, scope, definitions), { log, signal });
    log.info(difference, isNone(difference) ? 'the commands are registered already' : 'the commands were registered');
    return ids;
  } catch (error) {
    if (signal.aborted || refusal(error)?.status === 401 || (scope.guild && serverClosedToUs(error))) throw error;
    log.error({ err: error }, 'the commands could not be registered; those that Discord has go on working');
    return registeredIds(rest, scope).catch(() => new Map());
  }
}
