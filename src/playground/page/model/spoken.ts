import { componentType } from '../../components.ts';
import { asObject, asObjects, asText, type JsonObject } from '../../json.ts';
import { parseMarkdown, type TextNode } from './markdown.ts';

/** Names for the ids that a text mentions. */
export interface Names {
  readonly member: (id: string) => string;
  readonly channel: (id: string) => string;
}

/** What stands for a spoiler wherever its text must not. */
export const hiddenSpoiler = '(spoiler)';

/** A text as plain words. A spoiler's own words are never among them. */
export function spokenText(nodes: readonly TextNode[], names: Names): string {
  return nodes.map((node) => spokenNode(node, names)).join('');
}

function spokenNode(node: TextNode, names: Names): string {
  switch (node.type) {
    case 'text':
    case 'code':
    case 'code-block':
    case 'everyone':
      return node.text;
    case 'spoiler':
      return hiddenSpoiler;
    case 'heading':
    case 'subtext':
    case 'quote':
      return `${spokenText(node.children, names)}\n`;
    case 'list':
      return `${node.items.map((item) => spokenText(item, names)).join('\n')}\n`;
    case 'member':
      return `@${names.member(node.id)}`;
    case 'channel':
      return `#${names.channel(node.id)}`;
    case 'role':
      return '@role';
    case 'command':
      return `/${node.path}`;
    case 'time':
      return '';
    default:
      return spokenText(node.children, names);
  }
}

/** All that a message says without opening anything: texts, and what pictures show. */
export function spokenMessage(
  { content, components }: { readonly content: string; readonly components: readonly JsonObject[] },
  names: Names,
): string {
  const text = content === '' ? [] : [spokenText(parseMarkdown(content), names)];
  return [...text, ...components.map((component) => spokenComponent(component, names))]
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\n');
}

function spokenComponent(component: JsonObject, names: Names): string {
  if (component.spoiler === true) return hiddenSpoiler;
  switch (component.type) {
    case componentType.textDisplay:
      return spokenText(parseMarkdown(asText(component.content) ?? ''), names);
    case componentType.mediaGallery:
      return asObjects(component.items).map(spokenPicture).join('\n');
    case componentType.thumbnail:
      return spokenPicture(component);
    case componentType.section:
      return [...asObjects(component.components), asObject(component.accessory)]
        .map((part) => spokenComponent(part, names))
        .join('\n');
    case componentType.container:
      return asObjects(component.components)
        .map((part) => spokenComponent(part, names))
        .filter((part) => part !== '')
        .join('\n');
    default:
      return '';
  }
}

function spokenPicture(picture: JsonObject): string {
  return picture.spoiler === true ? hiddenSpoiler : (asText(picture.description) ?? '');
}

/**
 * Letters that take about as much room as a hidden text and say nothing of it, so that the page does not hold the text
 * before it is opened: not for a search in the page, not for a screen reader.
 */
export function shapeOf(nodes: readonly TextNode[]): string {
  return [...plainText(nodes)].map((letter) => (/\s/.test(letter) ? letter : wide.test(letter) ? '口' : 'n')).join('');
}

const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

function plainText(nodes: readonly TextNode[]): string {
  return nodes
    .map((node) => {
      if ('text' in node) return node.text;
      if ('children' in node) return plainText(node.children);
      return node.type === 'list' ? node.items.map(plainText).join('\n') : 'nnnnnnnn';
    })
    .join('');
}
