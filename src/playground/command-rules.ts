import { Locale } from 'discord.js';
import { type Checks, checks, type Path } from './checks.ts';
import { asList, asNumber, asObject, asObjects, asText, isGiven, isObject, type JsonObject, lengthOf } from './json.ts';
import { refuseInvalid } from './refusals.ts';

/** Option types by name, as Discord numbers them. */
export const optionType = {
  subcommand: 1,
  subcommandGroup: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
} as const;

const nameForm = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const locales = new Set<string>(Object.values(Locale));
const listsChoices: readonly unknown[] = [optionType.string, optionType.integer, optionType.number];
const nests: readonly unknown[] = [optionType.subcommand, optionType.subcommandGroup];

function checkName(c: Checks, path: Path, name: unknown): void {
  c.text(path, name, 1, 32);
  const text = asText(name);
  if (!text) return;
  if (!nameForm.test(text) || text !== text.toLowerCase()) {
    c.add(path, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
  }
}

function checkLocalizations(c: Checks, path: Path, value: unknown, check: (at: Path, text: unknown) => void): void {
  for (const [locale, text] of Object.entries(asObject(value))) {
    if (locales.has(locale)) check([...path, locale], text);
    else c.add(path, 'BASE_TYPE_CHOICES', `"${locale}" is not a locale that Discord has.`);
  }
}

function checkNamed(c: Checks, path: Path, named: JsonObject): void {
  checkName(c, [...path, 'name'], named.name);
  c.text([...path, 'description'], named.description, 1, 100);
  checkLocalizations(c, [...path, 'name_localizations'], named.name_localizations, (at, text) =>
    checkName(c, at, text),
  );
  checkLocalizations(c, [...path, 'description_localizations'], named.description_localizations, (at, text) =>
    c.text(at, text, 1, 100),
  );
}

function checkChoices(c: Checks, path: Path, option: JsonObject): void {
  if (!isGiven(option.choices)) return;
  c.count([...path, 'choices'], option.choices, 0, 25);
  if (option.autocomplete === true && asList(option.choices).length > 0) {
    c.add([...path, 'autocomplete'], 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Autocomplete cannot have choices');
  }
  for (const [index, item] of asList(option.choices).entries()) {
    const at = [...path, 'choices', index];
    const { name, value, name_localizations } = asObject(item);
    c.text([...at, 'name'], name, 1, 100);
    checkLocalizations(c, [...at, 'name_localizations'], name_localizations, (place, text) =>
      c.text(place, text, 1, 100),
    );
    if (option.type === optionType.string) c.text([...at, 'value'], value, 1, 100);
    else if (typeof value !== 'number')
      c.add([...at, 'value'], 'NUMBER_TYPE_COERCE', `Value "${value}" is not number.`);
  }
}

function checkOptions(c: Checks, path: Path, holder: JsonObject, depth: number): void {
  if (!isGiven(holder.options)) return;
  const options = asObjects(holder.options);
  c.count([...path, 'options'], holder.options, 0, 25);
  const names = new Set<unknown>();
  let optionalSeen = false;
  for (const [index, option] of options.entries()) {
    const at = [...path, 'options', index];
    checkNamed(c, at, option);
    if (names.has(option.name)) {
      c.add([...at, 'name'], 'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', 'Option name already exists');
    }
    names.add(option.name);
    const type = asNumber(option.type) ?? 0;
    if (type < 1 || type > 11) c.add([...at, 'type'], 'BASE_TYPE_CHOICES', 'Value must be one of {1, …, 11}.');
    if (nests.includes(type)) {
      const tooDeep = type === optionType.subcommandGroup ? depth > 0 : depth > 1;
      if (tooDeep) c.add([...at, 'type'], 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Subcommands nest too deep');
      checkOptions(c, at, option, type === optionType.subcommandGroup ? 1 : 2);
      continue;
    }
    if (option.required === true && optionalSeen) {
      c.add(
        [...at, 'required'],
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
    }
    if (option.required !== true) optionalSeen = true;
    if (listsChoices.includes(type)) checkChoices(c, at, option);
    else if (asList(option.choices).length > 0 || option.autocomplete === true) {
      c.add([...at, 'choices'], 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Option type does not allow choices');
    }
    c.optionalInteger([...at, 'min_length'], option.min_length, 0, 6000);
    c.optionalInteger([...at, 'max_length'], option.max_length, 1, 6000);
  }
  if (options.some(({ type }) => nests.includes(type)) && !options.every(({ type }) => nests.includes(type))) {
    c.add([...path, 'options'], 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Subcommands and options cannot be mixed');
  }
}

/** The longest of a text and its translations, which is what counts towards 8,000. */
function longest(text: unknown, translations: unknown): number {
  const all = [text, ...Object.values(asObject(translations))];
  return Math.max(...all.map((one) => lengthOf(asText(one) ?? '')));
}

function size(named: JsonObject): number {
  let total =
    longest(named.name, named.name_localizations) + longest(named.description, named.description_localizations);
  for (const item of asObjects(named.choices)) {
    total += longest(item.name, item.name_localizations) + lengthOf(asText(item.value) ?? '');
  }
  return asObjects(named.options).reduce((sum, option) => sum + size(option), total);
}

/** Refuses a list of commands that Discord would refuse; returns it as a list of objects. */
export function checkCommands(body: unknown): readonly JsonObject[] {
  const c = checks();
  if (!Array.isArray(body)) {
    c.add([], 'BASE_TYPE_BAD_TYPE', 'Only iterables may be used in a ListType');
    refuseInvalid(c.issues);
  }
  c.count([], body, 0, 100);
  const names = new Set<unknown>();
  for (const [index, command] of asList(body).entries()) {
    const path = [index];
    if (!isObject(command)) {
      c.add(path, 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
      continue;
    }
    checkNamed(c, path, command);
    checkOptions(c, path, command, 0);
    if (names.has(command.name)) {
      c.add([...path, 'name'], 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique');
    }
    names.add(command.name);
    if (size(command) > 8000) {
      c.add(path, 'APPLICATION_COMMAND_TOO_LARGE', 'Command exceeds maximum size (8000)');
    }
  }
  refuseInvalid(c.issues);
  return asObjects(body);
}
