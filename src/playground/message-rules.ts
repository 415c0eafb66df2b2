import { type Checks, checks, type Path } from './checks.ts';
import { checkComponent, checkRow, checkUniqueIds, choice, containerChildren } from './component-rules.ts';
import { attachmentName, componentType, mediaOf, textsOf, walk, walkPlaced } from './components.ts';
import { asList, asNumber, asObject, isGiven, isObject, type JsonObject, lengthOf } from './json.ts';
import { refusal, refuseInvalid } from './refusals.ts';

/** Message flags that this server knows. */
export const messageFlag = { hasThread: 1 << 5, ephemeral: 1 << 6, loading: 1 << 7, componentsV2: 1 << 15 } as const;

const topLevel: readonly unknown[] = [...containerChildren, componentType.container];

function checkAttachments(c: Checks, path: Path, components: readonly JsonObject[], names: ReadonlySet<string>): void {
  for (const { component, path: at } of walkPlaced(components, path)) {
    for (const { media, path: inside } of mediaOf(component)) {
      const name = attachmentName(media.url);
      if (name === undefined || names.has(name)) continue;
      const message = `The referenced attachment was not found: ${name}`;
      c.add([...at, ...inside, 'url'], 'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND', message);
    }
  }
}

/** What a message would be after a request; `body` is the request's part of it. */
export interface MessageDraft {
  readonly body: JsonObject;
  readonly isV2: boolean;
  readonly content: string;
  readonly embeds: readonly unknown[];
  readonly components: readonly unknown[];
  readonly fileNames: readonly string[];
  /** Places in the body's list of attachments that name neither a file sent along nor one that is there. */
  readonly unknownAttachments: readonly number[];
  /** Where the message stands in the request body: `['data']` in an interaction's answer. */
  readonly path: Path;
}

function checkV2(c: Checks, draft: MessageDraft): void {
  const { body, path } = draft;
  const legacy = {
    content: draft.content !== '',
    embeds: draft.embeds.length > 0,
    poll: isGiven(body.poll),
    sticker_ids: isGiven(body.sticker_ids),
  };
  for (const [field, used] of Object.entries(legacy)) {
    const message = `The ${field} field cannot be used when using MessageFlags.IS_COMPONENTS_V2`;
    if (used) c.add([...path, field], 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2', message);
  }
  const components = draft.components.filter(isObject);
  const at = [...path, 'components'];
  if (components.length === 0) c.add(at, 'BASE_TYPE_REQUIRED', 'This field is required');
  for (const [index, component] of components.entries()) {
    if (choice(c, [...at, index], component.type, topLevel)) checkComponent(c, [...at, index], component);
  }
  const count = [...walk(components)].length;
  if (count > 40) {
    c.add(
      at,
      'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      `The maximum number of components in this message (40) was exceeded (${count})`,
    );
  }
  const texts = textsOf(components);
  if (texts.reduce((sum, text) => sum + lengthOf(text), 0) > 4000) {
    c.add(
      at,
      'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      'The components displayable text size exceeds the maximum size of 4000',
    );
  }
}

function checkLegacy(c: Checks, draft: MessageDraft): void {
  const { path } = draft;
  if (lengthOf(draft.content) > 2000) {
    c.add([...path, 'content'], 'BASE_TYPE_MAX_LENGTH', 'Must be 2000 or fewer in length.');
  }
  if (draft.embeds.length > 10) c.add([...path, 'embeds'], 'BASE_TYPE_MAX_LENGTH', 'Must be 10 or fewer in length.');
  const components = draft.components.filter(isObject);
  if (components.length > 5) {
    c.add([...path, 'components'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 5 in length.');
  }
  for (const [index, component] of components.entries()) {
    const at = [...path, 'components', index];
    // Without the flag only action rows are components at all.
    if (choice(c, at, component.type, [componentType.actionRow])) checkRow(c, at, component);
  }
}

/** Refuses a message that Discord would refuse. */
export function checkMessage(draft: MessageDraft): void {
  const c = checks();
  const components = draft.components.filter(isObject);
  if (draft.isV2) checkV2(c, draft);
  else checkLegacy(c, draft);
  checkUniqueIds(c, [...draft.path, 'components'], components);
  checkAttachments(c, [...draft.path, 'components'], components, new Set(draft.fileNames));
  for (const index of draft.unknownAttachments) {
    c.add([...draft.path, 'attachments', index], 'ATTACHMENT_NOT_FOUND', 'Attachment data not found');
  }
  refuseInvalid(c.issues);
  const bytes = textsOf(components).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes > 10_000) throw refusal.serverError();
  const empty = draft.content === '' && draft.embeds.length === 0 && components.length === 0;
  if (empty && draft.fileNames.length === 0) throw refusal.emptyMessage();
}

/** Refuses suggestions that Discord would refuse. */
export function checkSuggestions(choices: unknown, path: Path): void {
  const c = checks();
  c.count(path, choices, 0, 25);
  for (const [index, item] of asList(choices).entries()) {
    const { name, value } = asObject(item);
    c.text([...path, index, 'name'], name, 1, 100);
    if (typeof value !== 'number') c.text([...path, index, 'value'], value, 1, 100);
  }
  refuseInvalid(c.issues);
}

/** Refuses a thread that Discord would refuse. */
export function checkThread(body: JsonObject, nameRequired: boolean): void {
  const c = checks();
  if (nameRequired) c.text(['name'], body.name, 1, 100);
  else c.optionalText(['name'], body.name, 1, 100);
  const durations = [60, 1440, 4320, 10080];
  if (isGiven(body.auto_archive_duration) && !durations.includes(asNumber(body.auto_archive_duration) ?? 0)) {
    c.add(['auto_archive_duration'], 'BASE_TYPE_CHOICES', `Value must be one of {${durations.join(', ')}}.`);
  }
  refuseInvalid(c.issues);
}
