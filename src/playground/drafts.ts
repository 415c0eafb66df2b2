import { withIds, withMedia } from './components.ts';
import { asList, asNumber, asObject, asObjects, asText, isGiven, isObject, type JsonObject } from './json.ts';
import { checkMessage, messageFlag } from './message-rules.ts';
import { resolvedMedia } from './shapes.ts';
import type { Snowflakes } from './snowflakes.ts';
import type { StoredFile, StoredMessage, World } from './world.ts';

/** A file as it came with a request. */
export interface Upload {
  /** The number in its field's name: `files[2]` is 2. */
  readonly index: number;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** What a request makes of a message's changeable parts. */
export type Draft = Pick<StoredMessage, 'content' | 'embeds' | 'components' | 'files' | 'flags'>;

/** The flags that a request may set; the others are Discord's own. */
const settable = (1 << 2) | (1 << 12) | messageFlag.ephemeral | messageFlag.componentsV2;

function unknownAttachments(
  body: JsonObject,
  uploads: readonly Upload[],
  existing: StoredMessage | undefined,
): readonly number[] {
  const known = new Set([...uploads.map(({ index }) => String(index)), ...(existing?.files ?? []).map(({ id }) => id)]);
  return asList(body.attachments).flatMap((entry, place) => (known.has(String(asObject(entry).id)) ? [] : [place]));
}

/** Reads and checks messages in request bodies. */
export interface Drafts {
  /** The message a body describes, or throws Discord's refusal. `path` is where it stands in the body. */
  read(body: JsonObject, uploads: readonly Upload[], path: readonly string[], existing?: StoredMessage): Draft;
  /** Changes a message to what a body says. */
  edit(message: StoredMessage, body: JsonObject, uploads: readonly Upload[], path?: readonly string[]): void;
}

/** Drafts over a world. `fileUrl` says where a file is served. */
export function createDrafts(
  world: World,
  ids: Snowflakes,
  now: () => number,
  fileUrl: (id: string, name: string) => string,
): Drafts {
  const filesOf = (body: JsonObject, uploads: readonly Upload[], existing?: StoredMessage): readonly StoredFile[] => {
    const described = asObjects(body.attachments);
    const listed = new Set(described.map(({ id }) => String(id)));
    const kept = (existing?.files ?? []).filter(({ id }) => !isGiven(body.attachments) || listed.has(id));
    const added = uploads.map((upload): StoredFile => {
      const entry = described.find(({ id }) => String(id) === String(upload.index));
      const id = ids.next();
      const name = (asText(entry?.filename) ?? upload.name).replaceAll(/[^\p{L}\p{N}._-]/gu, '_');
      return {
        id,
        name,
        description: asText(entry?.description),
        contentType: upload.contentType,
        bytes: upload.bytes,
        url: fileUrl(id, name),
      };
    });
    return [...kept, ...added];
  };

  const read: Drafts['read'] = (body, uploads, path, existing) => {
    const asked = (asNumber(body.flags) ?? existing?.flags ?? 0) & settable;
    const flags = asked | ((existing?.flags ?? 0) & messageFlag.componentsV2);
    const files = filesOf(body, uploads, existing);
    const content = body.content === undefined ? (existing?.content ?? '') : (asText(body.content) ?? '');
    const embeds = body.embeds === undefined ? (existing?.embeds ?? []) : asList(body.embeds);
    const components =
      body.components === undefined ? (existing?.components ?? []) : asList(body.components).filter(isObject);
    checkMessage({
      body,
      isV2: (flags & messageFlag.componentsV2) !== 0,
      content,
      embeds,
      components,
      fileNames: files.map(({ name }) => name),
      unknownAttachments: unknownAttachments(body, uploads, existing),
      path,
    });
    return { content, embeds, components: withMedia(withIds(components), resolvedMedia(files)), files, flags };
  };

  return {
    read,
    edit: (message, body, uploads, path = []) => {
      const draft = read(body, uploads, path, message);
      const own = message.flags & (messageFlag.ephemeral | messageFlag.hasThread);
      message.flags = (draft.flags & ~messageFlag.ephemeral) | own;
      message.content = draft.content;
      message.embeds = draft.embeds;
      message.components = draft.components;
      world.setFiles(message, draft.files);
      message.edits += 1;
      message.editedAt = now();
      world.changed(message);
    },
  };
}
