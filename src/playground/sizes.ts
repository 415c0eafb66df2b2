import { componentType, textsOf, walk } from './components.ts';
import { asList, asNumber, asObject, asObjects, asText, type JsonObject, lengthOf } from './json.ts';
import { messageFlag } from './message-rules.ts';
import type { StoredMessage } from './world.ts';

/** How large something in a message is, and how large Discord lets it be. */
export interface Size {
  readonly what: string;
  readonly value: number;
  readonly limit: number;
}

/** A message's sizes against Discord's limits. Only what the message has is listed. */
export function sizesOf(message: Pick<StoredMessage, 'flags' | 'content' | 'components' | 'files'>): readonly Size[] {
  const { content, components, files } = message;
  const all = [...walk(components)];
  const texts = textsOf(components);
  const isV2 = (message.flags & messageFlag.componentsV2) !== 0;
  const buttons = all.filter(({ type }) => type === componentType.button);
  const options = all.flatMap((one) => asObjects(one.options));
  const galleries = all.filter(({ type }) => type === componentType.mediaGallery);
  const shown = [...all, ...galleries.flatMap(({ items }) => asObjects(items))];
  const textsIn = (list: readonly JsonObject[], field: string) => list.flatMap((one) => asText(one[field]) ?? []);
  const sizes: Size[] = [];
  const add = (what: string, values: readonly number[], limit: number): void => {
    if (values.length > 0) sizes.push({ what, value: Math.max(...values), limit });
  };
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const lengths = (list: readonly string[]) => list.map(lengthOf);
  const counts = (list: readonly JsonObject[], field: string) =>
    list.flatMap((one) => (asList(one[field]).length > 0 ? [asList(one[field]).length] : []));
  const ofType = (type: number) => all.filter((one) => asNumber(one.type) === type);

  if (isV2) {
    add('components', [all.length], 40);
    add('characters of text', [sum(lengths(texts))], 4000);
    add('bytes of text', [sum(texts.map((text) => Buffer.byteLength(text)))], 10_000);
  } else {
    add('characters of text', [lengthOf(content)], 2000);
  }
  add('longest custom_id', lengths(textsIn(all, 'custom_id')), 100);
  add('longest button label', lengths(textsIn(buttons, 'label')), 80);
  add('longest address of a link', lengths(textsIn(buttons, 'url')), 512);
  add('most buttons in a row', counts(ofType(componentType.actionRow), 'components'), 5);
  add('most texts in a section', counts(ofType(componentType.section), 'components'), 3);
  add('most pictures in a gallery', counts(galleries, 'items'), 10);
  add('most options in a menu', counts(ofType(componentType.stringSelect), 'options'), 25);
  add('longest option label', lengths(textsIn(options, 'label')), 100);
  add('longest option value', lengths(textsIn(options, 'value')), 100);
  add('longest option description', lengths(textsIn(options, 'description')), 100);
  add('longest placeholder', lengths(textsIn(all, 'placeholder')), 150);
  add(
    'longest alt text',
    lengths(
      textsIn(
        shown.filter((one) => asObject(one.media).url !== undefined),
        'description',
      ),
    ),
    1024,
  );
  if (files.length > 0) {
    add('files', [files.length], 10);
    add('bytes of files', [sum(files.map(({ bytes }) => bytes.byteLength))], 10 * 1024 * 1024);
  }
  return sizes;
}
