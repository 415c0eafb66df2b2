import { asList, asObject, asObjects, asText, isObject, type JsonObject } from './json.ts';

/** Component types by name, as Discord numbers them. */
export const componentType = {
  actionRow: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  userSelect: 5,
  roleSelect: 6,
  mentionableSelect: 7,
  channelSelect: 8,
  section: 9,
  textDisplay: 10,
  thumbnail: 11,
  mediaGallery: 12,
  file: 13,
  separator: 14,
  container: 17,
  label: 18,
  fileUpload: 19,
  radioGroup: 21,
  checkboxGroup: 22,
  checkbox: 23,
} as const;

/** A component with its place in the message or modal. */
export interface Placed {
  readonly component: JsonObject;
  readonly path: readonly (string | number)[];
}

/** Every component with its place, nested ones after the one that holds them. */
export function* walkPlaced(list: readonly JsonObject[], path: Placed['path'] = []): Generator<Placed> {
  for (const [index, component] of list.entries()) {
    const at = [...path, index];
    yield { component, path: at };
    yield* walkPlaced(asObjects(component.components), [...at, 'components']);
    // An accessory and a label's field stand alone: their place has no number.
    for (const field of ['accessory', 'component']) {
      const inner = component[field];
      if (isObject(inner)) yield { component: inner, path: [...at, field] };
    }
  }
}

/** Every component, nested ones after the one that holds them. */
export function* walk(components: readonly JsonObject[]): Generator<JsonObject> {
  for (const { component } of walkPlaced(components)) yield component;
}

/** The raw Markdown of all text displays, one after the other. */
export function textsOf(components: readonly JsonObject[]): readonly string[] {
  const texts: string[] = [];
  for (const component of walk(components)) {
    if (component.type === componentType.textDisplay) texts.push(asText(component.content) ?? '');
  }
  return texts;
}

/** Rebuilds components with `change` applied to each, innermost last. */
function mapComponents(components: readonly unknown[], change: (component: JsonObject) => JsonObject): JsonObject[] {
  return components.filter(isObject).map((component) => {
    const changed = change(component);
    return {
      ...changed,
      ...(Array.isArray(changed.components) && { components: mapComponents(changed.components, change) }),
      ...(isObject(changed.accessory) && { accessory: mapComponents([changed.accessory], change)[0] }),
      ...(isObject(changed.component) && { component: mapComponents([changed.component], change)[0] }),
    };
  });
}

/** Numbers the components that came without an id, as Discord does. */
export function withIds(components: readonly unknown[]): JsonObject[] {
  const taken = new Set([...walk(components.filter(isObject))].map(({ id }) => id));
  let last = 0;
  const nextId = (): number => {
    do last += 1;
    while (taken.has(last));
    return last;
  };
  return mapComponents(components, (component) => (component.id ? component : { ...component, id: nextId() }));
}

/** The file name in an `attachment://…` address. */
export function attachmentName(url: unknown): string | undefined {
  const prefix = 'attachment://';
  return asText(url)?.startsWith(prefix) ? asText(url)?.slice(prefix.length) : undefined;
}

/** The media a component shows itself, with the place of each in the component. */
export function mediaOf(
  component: JsonObject,
): readonly { readonly media: JsonObject; readonly path: readonly (string | number)[] }[] {
  if (component.type === componentType.thumbnail) return [{ media: asObject(component.media), path: ['media'] }];
  if (component.type === componentType.file) return [{ media: asObject(component.file), path: ['file'] }];
  if (component.type !== componentType.mediaGallery) return [];
  return asList(component.items).map((item, index) => ({
    media: asObject(asObject(item).media),
    path: ['items', index, 'media'],
  }));
}

/** Replaces the addresses of shown media, as Discord does when it takes a message in. */
export function withMedia(components: readonly JsonObject[], resolve: (media: JsonObject) => JsonObject): JsonObject[] {
  return mapComponents(components, (component) => {
    if (component.type === componentType.thumbnail) return { ...component, media: resolve(asObject(component.media)) };
    if (component.type === componentType.file) return { ...component, file: resolve(asObject(component.file)) };
    if (component.type !== componentType.mediaGallery) return component;
    const items = asObjects(component.items).map((item) => ({ ...item, media: resolve(asObject(item.media)) }));
    return { ...component, items };
  });
}
