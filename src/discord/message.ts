import {
  type APIMessageTopLevelComponent,
  type APIModalInteractionResponseCallbackData,
  type APITextDisplayComponent,
  ComponentType,
} from 'discord.js';

/** A message as Discord's Components V2 lays it out: plain JSON, ready to send. */
export interface Message {
  readonly components: readonly APIMessageTopLevelComponent[];
  /** What its components show by `attachment://<name>`. An edit replaces all files that the message had. */
  readonly files?: readonly MessageFile[];
}

/** A file that is sent along with a message: a picture, or something to keep. */
export interface MessageFile {
  /**
   * Small letters, digits and hyphens, with `.png`, `.json` or `.csv`: Discord changes other names, and then nothing
   * finds them.
   */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A form that a press opens. */
export type Modal = APIModalInteractionResponseCallbackData;

interface Encodable<T> {
  toJSON(): T;
}

/** A message from builders, which check each part of it as they turn it into JSON. */
export function message(...parts: readonly Encodable<APIMessageTopLevelComponent>[]): Message {
  return { components: parts.map((part) => part.toJSON()) };
}

/** How a message's components name a file of its own. */
export const attachmentUrl = ({ name }: Pick<MessageFile, 'name'>) => `${attachmentScheme}${name}`;
export const attachmentScheme = 'attachment://';

/** The message without its files, their alt texts in their place: for where we may not attach any. */
export function inWords({ components }: Message): Message {
  return {
    components: components.flatMap((part): APIMessageTopLevelComponent[] =>
      part.type === ComponentType.Container ? [{ ...part, components: part.components.flatMap(told) }] : told(part),
    ),
  };
}

/** Texts in the place of a gallery that shows files of the message; anything else as it is. */
function told<Part extends APIMessageTopLevelComponent>(part: Part): (Part | APITextDisplayComponent)[] {
  if (part.type !== ComponentType.MediaGallery) return [part];
  if (part.items.every(({ media }) => !media.url.startsWith(attachmentScheme))) return [part];
  return part.items.flatMap(({ description }) =>
    description ? [{ type: ComponentType.TextDisplay, content: description }] : [],
  );
}
