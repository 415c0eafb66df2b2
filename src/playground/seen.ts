import { componentType, textsOf, walk } from './components.ts';
import type { Interaction } from './interaction.ts';
import { asObject, asObjects, asText, isObject, type JsonObject } from './json.ts';
import { messageFlag } from './message-rules.ts';
import { messageJson } from './shapes.ts';
import type { Room, StoredMessage, World } from './world.ts';

/** A button on a message. */
export interface SeenButton {
  readonly label: string;
  readonly customId?: string;
  readonly url?: string;
  readonly disabled: boolean;
  readonly emoji?: string;
}

/** A picture that a message shows. */
export interface SeenPicture {
  readonly url: string;
  /** What it shows, in words; empty where it has no description. */
  readonly alt: string;
  /** Whether it is covered until it is pressed. */
  readonly spoiler: boolean;
}

/** A thread, live. */
export interface Thread {
  readonly id: string;
  readonly name: string;
  readonly channelId: string;
  readonly autoArchiveMinutes: number;
  readonly archived: boolean;
  /** The messages in it, oldest first. */
  readonly messages: readonly SeenMessage[];
  /** Archives it, as its idle time would; `locked` lets nobody but moderators open it again. */
  archive(locked?: boolean): void;
}

/** A message as members see it, live: it shows the message as it is now. */
export interface SeenMessage {
  readonly id: string;
  readonly channelId: string;
  readonly ephemeral: boolean;
  /** Whether it still says that the app is thinking. */
  readonly thinking: boolean;
  readonly components: readonly JsonObject[];
  /** All text displays one after the other, raw Markdown; without any, the plain content. */
  readonly text: string;
  readonly buttons: readonly SeenButton[];
  /** Pictures of galleries, in order. */
  readonly pictures: readonly SeenPicture[];
  readonly attachments: readonly { readonly name: string; readonly url: string; readonly description?: string }[];
  readonly edits: number;
  readonly thread: Thread | undefined;
  readonly deleted: boolean;
  /** The message as Discord would write it now. */
  readonly raw: JsonObject;
}

/** A field of a modal. */
export interface SeenField {
  readonly customId: string;
  readonly label: string;
  readonly type: number;
  readonly required: boolean;
  readonly value: string | undefined;
  readonly options: readonly { readonly label: string; readonly value: string }[];
  readonly raw: JsonObject;
}

/** A modal as a member sees it. */
export interface SeenModal {
  readonly title: string;
  readonly customId: string;
  readonly text: string;
  readonly fields: readonly SeenField[];
  readonly raw: JsonObject;
}

/** Turns what the loopback keeps into what members see, the same object for the same thing. */
export interface Sight {
  message(stored: StoredMessage): SeenMessage;
  stored(seen: SeenMessage): StoredMessage;
  thread(room: Room): Thread;
  modal(interaction: Interaction): SeenModal;
  /** The interaction that a modal answered. */
  opener(modal: SeenModal): Interaction;
}

function buttonOf(component: JsonObject): SeenButton {
  const emoji = asText(asObject(component.emoji).name);
  const customId = asText(component.custom_id);
  const url = asText(component.url);
  return {
    label: asText(component.label) ?? emoji ?? '',
    ...(customId !== undefined && { customId }),
    ...(url !== undefined && { url }),
    disabled: component.disabled === true,
    ...(emoji !== undefined && { emoji }),
  };
}

function picturesOf(gallery: JsonObject): readonly SeenPicture[] {
  return asObjects(gallery.items).map(({ media, description, spoiler }) => ({
    url: asText(asObject(media).url) ?? '',
    alt: asText(description) ?? '',
    spoiler: spoiler === true,
  }));
}

function fieldsOf(components: readonly JsonObject[]): readonly SeenField[] {
  const fields: SeenField[] = [];
  const add = (label: unknown, field: JsonObject): void => {
    fields.push({
      customId: asText(field.custom_id) ?? '',
      label: asText(label) ?? '',
      type: Number(field.type),
      required: field.required !== false,
      value: asText(field.value),
      options: asObjects(field.options).map((option) => ({ label: String(option.label), value: String(option.value) })),
      raw: field,
    });
  };
  for (const component of components) {
    if (component.type === componentType.label && isObject(component.component))
      add(component.label, component.component);
    if (component.type === componentType.actionRow) {
      for (const input of asObjects(component.components)) add(input.label, input);
    }
  }
  return fields;
}

/** Sight over a world. */
export function createSight(world: World, announce: () => void): Sight {
  const seenOf = new WeakMap<StoredMessage, SeenMessage>();
  const storedOf = new WeakMap<SeenMessage, StoredMessage>();
  const modals = new WeakMap<Interaction, SeenModal>();
  const openers = new WeakMap<SeenModal, Interaction>();
  const threads = new WeakMap<Room, Thread>();

  const thread = (room: Room): Thread => {
    const known = threads.get(room);
    if (known) return known;
    const made: Thread = {
      id: room.id,
      channelId: room.parentId ?? '',
      get name() {
        return room.name;
      },
      get autoArchiveMinutes() {
        return room.autoArchive;
      },
      get archived() {
        return room.archived;
      },
      get messages() {
        return [...room.messages.values()].filter(({ onlyFor }) => onlyFor === undefined).map(message);
      },
      archive: (locked = false) => {
        room.archived = true;
        room.locked = locked;
        announce();
      },
    };
    threads.set(room, made);
    return made;
  };

  const message = (stored: StoredMessage): SeenMessage => {
    const known = seenOf.get(stored);
    if (known) return known;
    const made: SeenMessage = {
      id: stored.id,
      channelId: stored.roomId,
      ephemeral: stored.onlyFor !== undefined,
      get thinking() {
        return (stored.flags & messageFlag.loading) !== 0;
      },
      get components() {
        return stored.components;
      },
      get text() {
        return stored.components.length === 0
          ? stored.content
          : [stored.content, ...textsOf(stored.components)].filter(Boolean).join('\n');
      },
      get buttons() {
        return [...walk(stored.components)].filter(({ type }) => type === componentType.button).map(buttonOf);
      },
      get pictures() {
        return [...walk(stored.components)]
          .filter(({ type }) => type === componentType.mediaGallery)
          .flatMap(picturesOf);
      },
      get attachments() {
        return stored.files.map(({ name, url, description }) => ({
          name,
          url,
          ...(description !== undefined && { description }),
        }));
      },
      get edits() {
        return stored.edits;
      },
      get thread() {
        const room = world.rooms.get(stored.id);
        return room && thread(room);
      },
      get deleted() {
        return stored.deleted;
      },
      get raw() {
        return messageJson(world, stored);
      },
    };
    seenOf.set(stored, made);
    storedOf.set(made, stored);
    return made;
  };

  return {
    message,
    stored: (seen) => {
      const stored = storedOf.get(seen);
      if (!stored) throw new Error('This message is not of this loopback');
      return stored;
    },
    thread,
    modal: (interaction) => {
      const known = modals.get(interaction);
      if (known) return known;
      const raw = interaction.modal ?? {};
      const components = asObjects(raw.components);
      const made: SeenModal = {
        title: asText(raw.title) ?? '',
        customId: asText(raw.custom_id) ?? '',
        text: textsOf(components).join('\n'),
        fields: fieldsOf(components),
        raw,
      };
      modals.set(interaction, made);
      openers.set(made, interaction);
      return made;
    },
    opener: (modal) => {
      const interaction = openers.get(modal);
      if (!interaction) throw new Error('This modal is not of this loopback');
      return interaction;
    },
  };
}
