import { attachmentName, componentType, mediaOf, walk } from '../../src/playground/components.ts';
import { asObject, asObjects, isObject, type JsonObject } from '../../src/playground/json.ts';
import type { Sent } from './openapi.ts';

/*
 * What Discord's documentation says and its OpenAPI does not.
 * Sources: https://docs.discord.com/developers/interactions/application-commands,
 * https://docs.discord.com/developers/components/reference, https://docs.discord.com/developers/resources/message
 */

const isComponentsV2 = 1 << 15;
const ephemeral = 1 << 6;
const callback = { message: 4, deferredMessage: 5, deferredUpdate: 6, update: 7, suggestions: 8, modal: 9 };

/** The faults of a request against rules that stand in no schema. */
export function unwrittenRules(request: Sent): readonly string[] {
  return [...bodyFaults(request), ...fileFaults(request)];
}

/** https://docs.discord.com/developers/reference#uploading-files */
function fileFaults({ body, files = [] }: Sent): readonly string[] {
  const message = isObject(asObject(body).data) ? asObject(asObject(body).data) : asObject(body);
  const shown = [...walk(asObjects(message.components))]
    .flatMap((component) => mediaOf(component))
    .flatMap(({ media }) => attachmentName(media.url) ?? []);
  const names = files.map(({ name }) => name);
  const listed = asObjects(message.attachments).map(({ id }) => Number(id));
  return [
    ...shown.filter((name) => !names.includes(name)).map((name) => `shows ${name}, which was not sent along`),
    ...names.filter((name) => !shown.includes(name)).map((name) => `sends ${name} along and does not show it`),
    ...listed.filter((id) => id >= files.length).map((id) => `attachment ${id} was not sent along`),
    ...(files.length > 10 ? ['more than ten files'] : []),
  ];
}

function bodyFaults({ method, path: sent, body }: Sent): readonly string[] {
  const path = decodeURIComponent(sent);
  if (/^\/applications\/\d+(?:\/guilds\/\d+)?\/commands$/.test(path) && method === 'PUT') return commandFaults(body);
  if (path.endsWith('/callback')) return callbackFaults(asObject(body));
  if (/^\/channels\/\d+\/messages$/.test(path)) return messageFaults(asObject(body), 'new');
  if (/^\/webhooks\/\d+\/[^/]+$/.test(path) && method === 'POST') return messageFaults(asObject(body), 'new');
  if (/\/messages\/(?:\d+|@original)$/.test(path) && method === 'PATCH') return messageFaults(asObject(body), 'edit');
  return [];
}

function callbackFaults({ type, data }: JsonObject): readonly string[] {
  const content = asObject(data);
  switch (type) {
    case callback.message:
      return messageFaults(content, 'new');
    case callback.update:
      return messageFaults(content, 'edit');
    case callback.deferredMessage: {
      const keys = Object.keys(content).filter((key) => key !== 'flags');
      const others = (Number(content.flags ?? 0) & ~ephemeral) !== 0;
      return [
        ...keys.map((key) => `a deferral takes no ${key}`),
        ...(others ? ['a deferral takes no flag but ephemeral'] : []),
      ];
    }
    case callback.suggestions:
      return atMost('suggestions', asObjects(content.choices).length, 25);
    case callback.modal:
      return modalFaults(content);
    default:
      return [];
  }
}

function messageFaults(message: JsonObject, kind: 'new' | 'edit'): readonly string[] {
  const components = [...walk(asObjects(message.components))];
  const flags = Number(message.flags ?? 0);
  const isV2 = (flags & isComponentsV2) !== 0;
  const needsV2 = components.some(({ type }) => Number(type) >= componentType.section);
  const texts = components.flatMap(({ content }) => (typeof content === 'string' ? content : []));
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  const mentions = asObject(message.allowed_mentions);
  return [
    ...(needsV2 && !isV2 ? ['Components V2 without their flag'] : []),
    ...(isV2 ? ['content', 'embeds', 'poll', 'sticker_ids'].filter((key) => !isNothing(message[key])) : []).map(
      (key) => `${key} beside Components V2`,
    ),
    ...(isV2 && kind === 'new' && components.length === 0 ? ['a message with nothing in it'] : []),
    ...(kind === 'new' && !Array.isArray(mentions.parse) ? ['a message that may ping'] : []),
    ...(Array.isArray(mentions.parse) && mentions.parse.length > 0 ? ['a message that may ping'] : []),
    ...atMost('components', components.length, 40),
    ...atMost('characters', characters, 4000),
    ...(texts.some((text) => text.trim() === '') ? ['a text display without text'] : []),
    ...repeated(components),
    ...components.filter(({ type }) => type === componentType.button).flatMap(buttonFaults),
  ];
}

const isNothing = (value: unknown) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

function repeated(components: readonly JsonObject[]): readonly string[] {
  const ids = components.flatMap(({ custom_id: id }) => (typeof id === 'string' ? id : []));
  return ids.filter((id, index) => ids.indexOf(id) < index).map((id) => `custom_id ${id} twice`);
}

function buttonFaults({ style, custom_id: id, url, label, emoji }: JsonObject): readonly string[] {
  const isLink = style === 5;
  return [
    ...(isLink === (url === undefined) ? ['a link button needs a url, another has none'] : []),
    ...(isLink === (id !== undefined) ? ['a button needs a custom_id, a link has none'] : []),
    ...(isNothing(label) && !isObject(emoji) ? ['a button that shows nothing'] : []),
  ];
}

function modalFaults({ components }: JsonObject): readonly string[] {
  const fields = asObjects(components);
  const inner = [...walk(fields)];
  return [
    ...atMost('rows of a modal', fields.length, 5),
    ...repeated(inner),
    ...inner
      .filter(({ type }) => type === componentType.radioGroup)
      .flatMap(({ options }) => {
        const some = asObjects(options);
        const chosen = some.filter((option) => option.default === true).length;
        return [
          ...atMost('radio options', some.length, 10),
          ...(some.length < 2 ? ['a radio group of one'] : []),
          ...(chosen > 1 ? ['a radio group with two defaults'] : []),
        ];
      }),
  ];
}

/** https://docs.discord.com/developers/interactions/application-commands#application-command-object */
const commandName = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const optionType = { subcommand: 1, group: 2 };

function commandFaults(body: unknown): readonly string[] {
  const commands = asObjects(body);
  return [...atMost('commands', commands.length, 100), ...twice('command', commands), ...commands.flatMap(namedFaults)];
}

function namedFaults(part: JsonObject): readonly string[] {
  const name = String(part.name);
  const options = asObjects(part.options);
  const isRequired = options.map(({ required }) => required === true);
  const names = [name, ...Object.values(asObject(part.name_localizations)).map(String)];
  const nesting = options.filter(({ type }) => type === optionType.subcommand || type === optionType.group).length;
  return [
    ...names.filter((each) => !commandName.test(each)).map((each) => `${each} is no name for a command or option`),
    ...names.filter((each) => each !== each.toLowerCase()).map((each) => `${each} is not in lower case`),
    ...(isNothing(part.description) ? [`${name} has no description`] : []),
    ...atMost(`characters in the description of ${name}`, String(part.description).length, 100),
    ...atMost(`options of ${name}`, options.length, 25),
    ...atMost(`choices of ${name}`, asObjects(part.choices).length, 25),
    ...atMost(`characters in ${name}`, charactersIn(part), 8000),
    ...twice(`option of ${name}`, options),
    ...(part.autocomplete === true && asObjects(part.choices).length > 0
      ? [`${name} has choices and suggestions`]
      : []),
    ...(isRequired.lastIndexOf(true) > isRequired.indexOf(false) && isRequired.includes(false)
      ? [`a required option of ${name} stands after one that is not`]
      : []),
    ...(nesting > 0 && nesting < options.length ? [`${name} mixes subcommands and options`] : []),
    ...options.flatMap(namedFaults),
  ];
}

function charactersIn(part: JsonObject): number {
  const own = [part.name, part.description, part.value].filter((text) => typeof text === 'string').join('').length;
  const inner = [...asObjects(part.options), ...asObjects(part.choices)];
  return inner.reduce((sum, each) => sum + charactersIn(each), own);
}

function twice(what: string, some: readonly JsonObject[]): readonly string[] {
  const names = some.map(({ name }) => String(name));
  return names.filter((name, index) => names.indexOf(name) < index).map((name) => `${what} ${name} twice`);
}

function atMost(what: string, count: number, most: number): readonly string[] {
  return count > most ? [`${count} ${what}, of ${most}`] : [];
}
