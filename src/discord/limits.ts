import { type APIMessageTopLevelComponent, ComponentType } from 'discord.js';
import { attachmentScheme, type Message, type MessageFile } from './message.ts';

/*
 * What the builders do not check, because it is about a message as a whole.
 * Source: https://docs.discord.com/developers/components/reference and, for bytes, what users measured: more than about
 * 10,000 bytes of text is answered with a 500.
 */
/** Components of one message, nested ones counted. */
export const maxComponents = 40;
/** UTF-16 code units over all text displays of one message. */
export const maxCharacters = 4000;
/** UTF-8 bytes over all text displays of one message. */
export const maxBytes = 10_000;
const maxCustomId = 100;
/** Characters of a picture's description. */
export const maxAltText = 1024;
/** Discord changes the names of other files, and a component that names one as it was would show nothing. */
const fileName = /^[a-z0-9-]+\.(?:png|json|csv)$/;

/** What a message weighs against Discord's limits. */
export interface Weight {
  readonly components: number;
  readonly characters: number;
  readonly bytes: number;
}

/** Adds up a message's components and text. */
export function weightOf({ components }: Message): Weight {
  return weightOfParts(components.flatMap(withNested));
}

function weightOfParts(parts: readonly Nested[]): Weight {
  let characters = 0;
  let bytes = 0;
  for (const part of parts) {
    if (part.type !== ComponentType.TextDisplay) continue;
    characters += part.content.length;
    bytes += Buffer.byteLength(part.content);
  }
  return { components: parts.length, characters, bytes };
}

/** @throws Error when Discord would refuse the message: a fault of the view that built it. */
export function checkLimits({ components: topLevel, files = [] }: Message): void {
  const parts = topLevel.flatMap(withNested);
  const { components, characters, bytes } = weightOfParts(parts);
  if (components > maxComponents) throw new Error(`a message of ${components} components, of ${maxComponents}`);
  if (characters > maxCharacters) throw new Error(`a message of ${characters} characters, of ${maxCharacters}`);
  if (bytes > maxBytes) throw new Error(`a message of ${bytes} bytes, of ${maxBytes}`);
  const ids = parts.flatMap((part) => ('custom_id' in part ? [part.custom_id] : []));
  if (new Set(ids).size < ids.length) throw new Error(`a message with a custom_id twice: ${ids.join(' ')}`);
  const long = ids.find((id) => id.length > maxCustomId);
  if (long) throw new Error(`a custom_id of ${long.length} characters, of ${maxCustomId}: ${long}`);
  checkFiles(parts, files);
}

/** Every file is shown by a component, a picture in words too, and every file that a component shows is there. */
function checkFiles(parts: readonly Nested[], files: readonly MessageFile[]): void {
  const shown = parts
    .flatMap((part) => (part.type === ComponentType.MediaGallery ? part.items : []))
    .filter(({ media }) => media.url.startsWith(attachmentScheme));
  const toKeep = parts.flatMap((part) => (part.type === ComponentType.File ? [part.file.url] : []));
  const shownNames = [...shown.map(({ media }) => media.url), ...toKeep].map((url) =>
    url.slice(attachmentScheme.length),
  );
  const names = files.map(({ name }) => name);
  const odd = names.find((name) => !fileName.test(name));
  if (odd !== undefined) throw new Error(`a file with a name that Discord would change: ${odd}`);
  if (new Set(names).size < names.length) throw new Error(`a message with a file twice: ${names.join(' ')}`);
  const missing = shownNames.find((name) => !names.includes(name));
  if (missing !== undefined) throw new Error(`a message that shows a file which it does not have: ${missing}`);
  const unshown = names.find((name) => !shownNames.includes(name));
  if (unshown !== undefined) throw new Error(`a message with a file that it does not show: ${unshown}`);
  for (const { description } of shown) {
    const { length } = description ?? '';
    if (length < 1 || length > maxAltText) {
      throw new Error(`a picture described in ${length} characters, of 1 to ${maxAltText}`);
    }
  }
}

type TopLevel = APIMessageTopLevelComponent;
type Nested =
  | TopLevel
  | Extract<TopLevel, { type: ComponentType.ActionRow }>['components'][number]
  | Extract<TopLevel, { type: ComponentType.Section }>['components'][number]
  | Extract<TopLevel, { type: ComponentType.Section }>['accessory'];

function withNested(part: TopLevel): Nested[] {
  switch (part.type) {
    case ComponentType.Container:
      return [part, ...part.components.flatMap(withNested)];
    case ComponentType.ActionRow:
      return [part, ...part.components];
    case ComponentType.Section:
      return [part, ...part.components, part.accessory];
    default:
      return [part];
  }
}
