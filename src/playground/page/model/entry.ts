import { parseCommandLine } from '../../command-line.ts';
import type { OptionValue } from '../../protocol.ts';
import type { Choice, CommandDefinition, OptionDefinition } from './definitions.ts';
import { type Filled, readOption } from './option-check.ts';

/** An option in the composer. */
export interface Field extends Filled {
  readonly name: string;
}

/** A command being filled in. */
export interface CommandEntry {
  readonly kind: 'command';
  readonly command: CommandDefinition;
  /** Required options, and those of the others that were added, in the order they stand. */
  readonly fields: readonly Field[];
  /** The option that is typed into; undefined behind the last one. */
  readonly focused: string | undefined;
  /** What was typed behind the last option, to find a further one. */
  readonly tail: string;
  /** What is wrong, by option. Found when the command is to be sent, cured by typing. */
  readonly problems: Readonly<Record<string, string>>;
}

/** What stands in the composer. */
export type Entry = { readonly kind: 'text'; readonly text: string } | CommandEntry;

/** A composer with nothing in it. */
export const emptyEntry: Entry = { kind: 'text', text: '' };

/** The commands that `/…` asks for: those that begin with it, then those that hold it. */
export function commandsMatching(commands: readonly CommandDefinition[], text: string): readonly CommandDefinition[] {
  if (!text.startsWith('/') || text.includes('\n')) return [];
  const wanted = text.slice(1).trimStart().toLowerCase();
  const begins = commands.filter(({ label }) => label.toLowerCase().startsWith(wanted));
  const holds = commands.filter((one) => !begins.includes(one) && one.label.toLowerCase().includes(wanted));
  return [...begins, ...holds];
}

/**
 * Plain typing. A command's name with a space behind it becomes the command; a whole line such as
 * `/synopsis film:solaris-1972 upto:setup`, pasted or clicked, becomes the command with its options.
 */
export function typeText(text: string, commands: readonly CommandDefinition[]): Entry {
  if (!text.startsWith('/')) return { kind: 'text', text };
  const named = [...commands]
    .sort((one, other) => other.path.length - one.path.length)
    .find(({ path, label }) => text.startsWith(`/${path} `) || text.startsWith(`/${label} `));
  if (!named) return { kind: 'text', text };
  return fillFrom(chooseCommand(named), text);
}

/** A command without any value yet, its first option waiting. */
export function chooseCommand(command: CommandDefinition): CommandEntry {
  const fields = command.options.filter(({ required }) => required).map(({ name }) => emptyField(name));
  return { kind: 'command', command, fields, focused: fields[0]?.name, tail: '', problems: {} };
}

/** A command from a typed line; what is no option of it is left behind. */
export function commandFrom(line: string, commands: readonly CommandDefinition[]): CommandEntry | undefined {
  const entry = typeText(`${line} `, commands);
  return entry.kind === 'command' ? entry : undefined;
}

function fillFrom(entry: CommandEntry, line: string): CommandEntry {
  const options = optionsIn(line, entry.command);
  const filled = entry.command.options
    .filter(({ name }) => options[name] !== undefined)
    .reduce((so, { name }) => typeInto(addOption(so, name), name, options[name] ?? ''), entry);
  return { ...filled, focused: firstEmpty(filled) };
}

/** The options of a typed line; none where a quote is still open. */
function optionsIn(line: string, { options }: CommandDefinition): Readonly<Record<string, string>> {
  try {
    return parseCommandLine(line, (name) => options.some((option) => option.name === name)).options;
  } catch {
    return {};
  }
}

function emptyField(name: string): Field {
  return { name, typed: '', picked: undefined };
}

/** The options that were not added yet. */
export function optionsLeft({ command, fields }: CommandEntry): readonly OptionDefinition[] {
  return command.options.filter(({ name }) => !fields.some((field) => field.name === name));
}

/** The options left that go with what was typed behind the last one. */
export function optionsMatching(entry: CommandEntry): readonly OptionDefinition[] {
  const wanted = entry.tail.trim().toLowerCase();
  return optionsLeft(entry).filter(
    ({ name, label }) => label.toLowerCase().startsWith(wanted) || name.startsWith(wanted),
  );
}

/** The definition of an option of the command. */
export function definitionOf({ command }: CommandEntry, name: string): OptionDefinition | undefined {
  return command.options.find((option) => option.name === name);
}

/** Typing into an option. `critic:` typed at the end of a value goes on to that option, as in a typed line. */
export function typeInto(entry: CommandEntry, name: string, typed: string): CommandEntry {
  const [ending, next] = /(?:^|\s)([\p{L}\p{N}_-]{1,32}):$/u.exec(typed) ?? [];
  if (ending !== undefined && next !== undefined && next !== name && definitionOf(entry, next)) {
    return addOption(withField(entry, { name, typed: typed.slice(0, -ending.length), picked: undefined }), next);
  }
  const own = typed === `${name}:` ? '' : typed;
  return withField(entry, { name, typed: own, picked: undefined });
}

/** Typing behind the last option: an option's whole name with a colon adds it. */
export function typeBehind(entry: CommandEntry, tail: string): CommandEntry {
  const named = optionsLeft(entry).find(({ name, label }) => tail.trim() === `${name}:` || tail.trim() === `${label}:`);
  return named ? addOption(entry, named.name) : { ...entry, tail };
}

/** Takes a choice or suggestion, and goes on to the next option that needs a value. */
export function pickChoice(entry: CommandEntry, name: string, picked: Choice): CommandEntry {
  const filled = withField(entry, { name, typed: picked.name, picked });
  return { ...filled, focused: firstEmpty(filled) };
}

/** Adds an option and goes to it. */
export function addOption(entry: CommandEntry, name: string): CommandEntry {
  const isThere = entry.fields.some((field) => field.name === name);
  const fields = isThere ? entry.fields : [...entry.fields, emptyField(name)];
  return { ...entry, fields, focused: name, tail: '' };
}

/** Goes to an option, or behind the last one. */
export function focusOn(entry: CommandEntry, focused: string | undefined): CommandEntry {
  return entry.focused === focused ? entry : { ...entry, focused };
}

/** One option back or on from where one is; stays at either end. */
export function step(entry: CommandEntry, by: 1 | -1): CommandEntry {
  const names = [...entry.fields.map(({ name }) => name), undefined];
  const at = names.indexOf(entry.focused) + by;
  return at < 0 || at >= names.length ? entry : { ...entry, focused: names[at] };
}

/** Backspace where nothing is left to delete: an added option goes, before a required one the command does. */
export function backOut(entry: CommandEntry): Entry {
  const { focused, fields, command } = entry;
  const asText: Entry = { kind: 'text', text: `/${command.label}` };
  if (focused === undefined) return fields.length > 0 ? { ...entry, focused: fields.at(-1)?.name } : asText;
  const at = fields.findIndex(({ name }) => name === focused);
  if (!definitionOf(entry, focused)?.required) return removeOption(entry, focused);
  return at > 0 ? { ...entry, focused: fields[at - 1]?.name } : asText;
}

/** Takes an added option away again. */
export function removeOption(entry: CommandEntry, name: string): CommandEntry {
  const at = entry.fields.findIndex((field) => field.name === name);
  const { [name]: _, ...problems } = entry.problems;
  return { ...entry, fields: entry.fields.toSpliced(at, 1), focused: entry.fields[at - 1]?.name, problems };
}

/** What sending the command would send, or what keeps it from being sent. */
export type Outcome =
  | { readonly kind: 'ready'; readonly options: Readonly<Record<string, OptionValue>> }
  | { readonly kind: 'wrong'; readonly entry: CommandEntry };

/** Checks every option; with something wrong, the entry comes back with the problems and the first of them in focus. */
export function finish(entry: CommandEntry): Outcome {
  const options: Record<string, OptionValue> = {};
  const problems: Record<string, string> = {};
  for (const field of entry.fields) {
    const definition = definitionOf(entry, field.name);
    const reading = definition && readOption(definition, field);
    if (reading?.kind === 'value') options[field.name] = reading.value;
    if (reading?.kind === 'wrong') problems[field.name] = reading.problem;
  }
  const first = entry.fields.find(({ name }) => problems[name] !== undefined);
  return first ? { kind: 'wrong', entry: { ...entry, problems, focused: first.name } } : { kind: 'ready', options };
}

/** The values typed so far, as they go along with a question for suggestions. The focused one is sent as typed. */
export function valuesSoFar(entry: CommandEntry): Readonly<Record<string, OptionValue>> {
  const values: Record<string, OptionValue> = {};
  for (const field of entry.fields) {
    const definition = definitionOf(entry, field.name);
    const reading = definition && readOption(definition, field);
    if (field.name === entry.focused) values[field.name] = field.picked?.value ?? field.typed;
    else if (reading?.kind === 'value') values[field.name] = reading.value;
  }
  return values;
}

function firstEmpty(entry: CommandEntry): string | undefined {
  return entry.fields.find(({ name, typed }) => typed === '' && definitionOf(entry, name)?.required)?.name;
}

function withField(entry: CommandEntry, field: Field): CommandEntry {
  const fields = entry.fields.map((one) => (one.name === field.name ? field : one));
  const { [field.name]: _, ...problems } = entry.problems;
  return { ...entry, fields, problems };
}
