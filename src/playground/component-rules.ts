import type { Checks, Path } from './checks.ts';
import { attachmentName, componentType, walkPlaced } from './components.ts';
import { asNumber, asObject, asObjects, asText, isGiven, isObject, type JsonObject } from './json.ts';

/** The types of select menus. */
export const selects: readonly unknown[] = [3, 5, 6, 7, 8];
const rowChildren: readonly unknown[] = [componentType.button, ...selects];
/** What a container may hold. */
export const containerChildren: readonly unknown[] = [
  componentType.actionRow,
  componentType.section,
  componentType.textDisplay,
  componentType.mediaGallery,
  componentType.file,
  componentType.separator,
];

/** Whether a component's type is one of those allowed at its place; an issue otherwise. */
export function choice(c: Checks, path: Path, type: unknown, allowed: readonly unknown[]): boolean {
  if (allowed.includes(type)) return true;
  c.add([...path, 'type'], 'BASE_TYPE_CHOICES', `Value must be one of {${allowed.join(', ')}}.`);
  return false;
}

// "★" and other text characters are refused: Discord takes only what Unicode calls an emoji, and keycaps.
const emojiName = /^(?:[#*0-9]\uFE0F?\u20E3|(?![#*0-9])(?:\p{Emoji}|\p{Emoji_Component})+)$/u;
const graphemes = new Intl.Segmenter();

function isEmoji(name: string): boolean {
  return emojiName.test(name) && [...graphemes.segment(name)].length === 1;
}

function checkEmoji(c: Checks, path: Path, emoji: unknown): void {
  if (!isGiven(emoji)) return;
  const { id, name } = asObject(emoji);
  if (isGiven(id)) return;
  if (!isEmoji(asText(name) ?? ''))
    c.add([...path, 'emoji', 'name'], 'BUTTON_COMPONENT_INVALID_EMOJI', 'Invalid emoji');
}

function checkUrl(c: Checks, path: Path, url: unknown, most: number, attachments: boolean): void {
  c.text(path, url, 1, most);
  const text = asText(url);
  if (!text || (attachments && attachmentName(text) !== undefined)) return;
  if (!/^(?:https?|discord):\/\/\S+$/.test(text)) {
    c.add(path, 'URL_TYPE_INVALID_SCHEME', `Scheme must be one of ('http', 'https'). Not a well formed URL.`);
  }
}

function checkButton(c: Checks, path: Path, button: JsonObject): void {
  const styles = [1, 2, 3, 4, 5, 6];
  if (!styles.includes(asNumber(button.style) ?? 0)) {
    c.add([...path, 'style'], 'BASE_TYPE_CHOICES', `Value must be one of {${styles.join(', ')}}.`);
    return;
  }
  if (button.style === 6) return;
  c.optionalText([...path, 'label'], button.label, 0, 80);
  checkEmoji(c, path, button.emoji);
  if (!button.label && !isGiven(button.emoji)) {
    c.add(path, 'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED', 'A button must have a label or an emoji.');
  }
  if (button.style === 5) {
    checkUrl(c, [...path, 'url'], button.url, 512, false);
    if (isGiven(button.custom_id)) {
      c.add(path, 'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE', 'A custom id and url cannot both be specified');
    }
  } else {
    c.text([...path, 'custom_id'], button.custom_id, 1, 100);
    if (isGiven(button.url)) {
      c.add(path, 'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE', 'A custom id and url cannot both be specified');
    }
  }
}

/** Checks the options of a select menu, a radio group or checkboxes. */
export function checkOptions(c: Checks, path: Path, options: unknown, least: number, most: number): void {
  c.count([...path, 'options'], options, least, most);
  const values = new Set<unknown>();
  for (const [index, option] of asObjects(options).entries()) {
    const at = [...path, 'options', index];
    c.text([...at, 'label'], option.label, 1, 100);
    c.text([...at, 'value'], option.value, 1, 100);
    c.optionalText([...at, 'description'], option.description, 0, 100);
    checkEmoji(c, at, option.emoji);
    if (values.has(option.value)) {
      c.add([...at, 'value'], 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED', 'The specified option value is already used');
    }
    values.add(option.value);
  }
}

/** Checks a select menu. */
export function checkSelect(c: Checks, path: Path, select: JsonObject): void {
  c.text([...path, 'custom_id'], select.custom_id, 1, 100);
  c.optionalText([...path, 'placeholder'], select.placeholder, 0, 150);
  c.optionalInteger([...path, 'min_values'], select.min_values, 0, 25);
  c.optionalInteger([...path, 'max_values'], select.max_values, 1, 25);
  if (select.type === componentType.stringSelect) checkOptions(c, path, select.options, 1, 25);
}

/** Checks an action row. */
export function checkRow(c: Checks, path: Path, row: JsonObject): void {
  const children = asObjects(row.components);
  c.count([...path, 'components'], row.components, 1, 5);
  if (children.length > 1 && children.some(({ type }) => selects.includes(type))) {
    c.add(
      [...path, 'components'],
      'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
      'The specified component exceeds the maximum width',
    );
  }
  for (const [index, child] of children.entries()) {
    const at = [...path, 'components', index];
    if (!choice(c, at, child.type, rowChildren)) continue;
    if (child.type === componentType.button) checkButton(c, at, child);
    else checkSelect(c, at, child);
  }
}

function checkSection(c: Checks, path: Path, section: JsonObject): void {
  c.count([...path, 'components'], section.components, 1, 3);
  for (const [index, child] of asObjects(section.components).entries()) {
    const at = [...path, 'components', index];
    if (choice(c, at, child.type, [componentType.textDisplay])) c.text([...at, 'content'], child.content, 1, 4000);
  }
  const at = [...path, 'accessory'];
  const { accessory } = section;
  if (!isObject(accessory)) c.add(at, 'BASE_TYPE_REQUIRED', 'This field is required');
  else if (!choice(c, at, accessory.type, [componentType.button, componentType.thumbnail])) return;
  else if (accessory.type === componentType.button) checkButton(c, at, accessory);
  else checkPicture(c, at, accessory);
}

function checkGallery(c: Checks, path: Path, gallery: JsonObject): void {
  c.count([...path, 'items'], gallery.items, 1, 10);
  for (const [index, item] of asObjects(gallery.items).entries()) checkPicture(c, [...path, 'items', index], item);
}

/** A thumbnail, or an item of a gallery. */
function checkPicture(c: Checks, path: Path, picture: JsonObject): void {
  checkUrl(c, [...path, 'media', 'url'], asObject(picture.media).url, 2048, true);
  c.optionalText([...path, 'description'], picture.description, 1, 1024);
}

function checkContainer(c: Checks, path: Path, container: JsonObject): void {
  c.optionalInteger([...path, 'accent_color'], container.accent_color, 0, 0xffffff);
  c.count([...path, 'components'], container.components, 1, 39);
  for (const [index, child] of asObjects(container.components).entries()) {
    const at = [...path, 'components', index];
    if (choice(c, at, child.type, containerChildren)) checkComponent(c, at, child);
  }
}

function checkFile(c: Checks, path: Path, component: JsonObject): void {
  if (attachmentName(asObject(component.file).url) !== undefined) return;
  c.add([...path, 'file', 'url'], 'URL_TYPE_INVALID_SCHEME', `Scheme must be one of ('attachment').`);
}

const checkOf: Readonly<Record<number, (c: Checks, path: Path, component: JsonObject) => void>> = {
  [componentType.actionRow]: checkRow,
  [componentType.section]: checkSection,
  [componentType.textDisplay]: (c, path, { content }) => c.text([...path, 'content'], content, 1, 4000),
  [componentType.mediaGallery]: checkGallery,
  [componentType.file]: checkFile,
  [componentType.separator]: (c, path, { spacing }) => c.optionalInteger([...path, 'spacing'], spacing, 1, 2),
  [componentType.container]: checkContainer,
};

/** Checks a component of a Components V2 message, with what it holds. */
export function checkComponent(c: Checks, path: Path, component: JsonObject): void {
  checkOf[asNumber(component.type) ?? 0]?.(c, path, component);
}

/** Checks that no custom id is used twice. */
export function checkUniqueIds(c: Checks, path: Path, components: readonly JsonObject[]): void {
  const seen = new Set<unknown>();
  for (const { component, path: at } of walkPlaced(components, path)) {
    if (!isGiven(component.custom_id)) continue;
    if (seen.has(component.custom_id)) {
      c.add([...at, 'custom_id'], 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
    }
    seen.add(component.custom_id);
  }
}
