import { asList, asNumber, asObject, asObjects, asText, type JsonObject } from '../../json.ts';
import type { OptionValue } from '../../protocol.ts';

/** One of the values an option can take. */
export interface Choice {
  readonly name: string;
  readonly value: OptionValue;
}

/** An option of a command, as a member meets it. */
export interface OptionDefinition {
  readonly name: string;
  /** The name in the member's language. */
  readonly label: string;
  readonly description: string;
  readonly kind: 'text' | 'whole' | 'number';
  readonly required: boolean;
  /** The only values it takes; empty where it takes any. */
  readonly choices: readonly Choice[];
  /** Whether the bot suggests while one types. */
  readonly suggests: boolean;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
}

/** A command, or a subcommand with its whole path. */
export interface CommandDefinition {
  /** The names from the command down, with spaces between: `mydata delete`. */
  readonly path: string;
  /** The same in the member's language. */
  readonly label: string;
  readonly description: string;
  readonly options: readonly OptionDefinition[];
}

/** Where and by whom commands are looked at. */
export interface Reader {
  readonly locale: string;
  readonly where: 'server' | 'dm';
  /** What the reader may do on the server, as Discord's bit field. */
  readonly permissions: bigint;
  readonly members: readonly Choice[];
  readonly channels: readonly Choice[];
}

const optionType = { subcommand: 1, group: 2, whole: 4, truth: 5, user: 6, channel: 7, mentionable: 9, number: 10 };

/** The commands that are offered to a reader, subcommands one by one, in the order of their names. */
export function definitionsFor(commands: readonly JsonObject[], reader: Reader): readonly CommandDefinition[] {
  return commands
    .filter((command) => isOffered(command, reader))
    .flatMap((command) => expand(command, reader))
    .sort((one, other) => one.path.localeCompare(other.path));
}

function isOffered(command: JsonObject, { where, permissions }: Reader): boolean {
  const { contexts, type } = command;
  const isChatCommand = type === undefined || type === 1;
  const fits = !Array.isArray(contexts) || contexts.includes(where === 'server' ? 0 : 1);
  return isChatCommand && fits && (where === 'dm' || mayRun(command, permissions));
}

const administrator = 8n;

/** A command with "0" is for administrators alone. */
function mayRun({ default_member_permissions: needed }: JsonObject, permissions: bigint): boolean {
  const bits = asText(needed);
  if (bits === undefined || (permissions & administrator) !== 0n) return true;
  return bits !== '0' && (permissions & BigInt(bits)) === BigInt(bits);
}

function expand(named: JsonObject, reader: Reader, above?: CommandDefinition): readonly CommandDefinition[] {
  const options = asObjects(named.options);
  const nested = options.filter(({ type }) => type === optionType.subcommand || type === optionType.group);
  const join = (outer: string | undefined, name: string) => (outer === undefined ? name : `${outer} ${name}`);
  const definition: CommandDefinition = {
    path: join(above?.path, asText(named.name) ?? ''),
    label: join(above?.label, localized(named, 'name', reader.locale)),
    description: localized(named, 'description', reader.locale),
    options: options.map((option) => optionFrom(option, reader)),
  };
  return nested.length > 0 ? nested.flatMap((one) => expand(one, reader, definition)) : [definition];
}

function optionFrom(option: JsonObject, reader: Reader): OptionDefinition {
  const { type } = option;
  return {
    name: asText(option.name) ?? '',
    label: localized(option, 'name', reader.locale),
    description: localized(option, 'description', reader.locale),
    kind: type === optionType.whole ? 'whole' : type === optionType.number ? 'number' : 'text',
    required: option.required === true,
    choices: choicesOf(option, reader),
    suggests: option.autocomplete === true,
    min: asNumber(option.min_value),
    max: asNumber(option.max_value),
    minLength: asNumber(option.min_length),
    maxLength: asNumber(option.max_length),
  };
}

function choicesOf(option: JsonObject, reader: Reader): readonly Choice[] {
  switch (option.type) {
    case optionType.truth:
      return [
        { name: 'True', value: true },
        { name: 'False', value: false },
      ];
    case optionType.user:
    case optionType.mentionable:
      return reader.members;
    case optionType.channel:
      return reader.channels;
    default:
      return choicesFrom(option.choices, reader.locale);
  }
}

/** Choices or suggestions as the bot wrote them, those without a usable value left out. */
export function choicesFrom(list: unknown, locale: string): readonly Choice[] {
  return asList(list).flatMap((item) => {
    const choice = asObject(item);
    const { value } = choice;
    if (typeof value !== 'string' && typeof value !== 'number') return [];
    return [{ name: localized(choice, 'name', locale), value }];
  });
}

function localized(named: JsonObject, field: 'name' | 'description', locale: string): string {
  const translated = asText(asObject(named[`${field}_localizations`])[locale]);
  return translated ?? asText(named[field]) ?? '';
}
