import { isDeepStrictEqual } from 'node:util';
import {
  type APIApplicationCommand,
  ApplicationCommandType,
  type REST,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  Routes,
} from 'discord.js';
import { z } from 'zod';
import type { GuildId } from '../storage/ids.ts';

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

/** Fields that Discord fills in when we leave them out, with what they are then. */
const defaults: Readonly<Record<string, unknown>> = {
  type: ApplicationCommandType.ChatInput,
  nsfw: false,
  options: [],
  required: false,
  autocomplete: false,
  name_localizations: null,
  description_localizations: null,
  default_member_permissions: null,
  dm_permission: undefined,
  choices: [],
};

/** Fields of a registered command that say nothing of its definition. */
const notOurs: readonly (keyof APIApplicationCommand)[] = ['id', 'application_id', 'guild_id', 'version'];

/** What a PUT of `definitions` would change. */
export function differenceBetween(definitions: readonly Definition[], registered: Registered): Difference {
  const registeredNames = new Map(registered.map((command) => [command.name, command]));
  const ourNames = new Set(definitions.map(({ name }) => name));
  return {
    added: definitions.map(({ name }) => name).filter((name) => !registeredNames.has(name)),
    changed: definitions
      .filter((ours) => {
        const theirs = registeredNames.get(ours.name);
        return theirs !== undefined && !isDeepStrictEqual(comparable(ours), comparable(theirs));
      })
      .map(({ name }) => name),
    removed: registered.map(({ name }) => name).filter((name) => !ourNames.has(name)),
  };
}

export const isNone = ({ added, changed, removed }: Difference) => added.length + changed.length + removed.length === 0;

/** A definition without what Discord adds and without fields that say what is the case anyway. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value)
    .filter(([name]) => !notOurs.some((field) => field === name))
    .filter(([name, field]) => field !== undefined && field !== null && !isDeepStrictEqual(field, defaults[name]))
    .map(([name, field]): [string, unknown] => [name, isSet(name) ? sorted(field) : comparable(field)])
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(fields);
}

const isSet = (name: string) => name === 'contexts' || name === 'integration_types';
const sorted = (field: unknown) => (Array.isArray(field) ? [...field].sort() : field);

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
  const difference = differenceBetween(definitions, registered);
  const ids = isNone(difference) ? idsOf(registered) : await putCommands(rest, scope, definitions);
  return { ids, difference };
}

function idsOf(registered: Registered): CommandIds {
  return new Map(registered.map(({ name, id }) => [name, id]));
}
