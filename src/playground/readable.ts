import { componentType } from './components.ts';
import { asObject, asObjects, asText, isObject, type JsonObject } from './json.ts';
import type { SeenMessage, SeenModal } from './seen.ts';

const ruleWidth = 40;

function button(component: JsonObject): string {
  const emoji = asText(asObject(component.emoji).name);
  const words = [emoji, asText(component.label)].filter(Boolean).join(' ');
  const url = asText(component.url);
  return `[ ${words}${url === undefined ? '' : ` → ${url}`}${component.disabled === true ? ' (off)' : ''} ]`;
}

function select(component: JsonObject): string {
  const options = asObjects(component.options).map(({ label, default: picked }) => (picked ? `*${label}` : `${label}`));
  const list = options.length > 0 ? `: ${options.join(' | ')}` : '';
  return `[ ${asText(component.placeholder) ?? 'Choose'} ▾${list} ]`;
}

function picture(item: JsonObject): string {
  const alt = asText(item.description) ?? 'no description';
  return `[picture: ${item.spoiler === true ? `||${alt}||` : alt}]`;
}

function linesOf(component: JsonObject): readonly string[] {
  const children = asObjects(component.components);
  switch (component.type) {
    case componentType.textDisplay:
      return (asText(component.content) ?? '').split('\n');
    case componentType.actionRow:
      return [
        children.map((child) => (child.type === componentType.button ? button(child) : select(child))).join('  '),
      ];
    case componentType.section: {
      const { accessory } = component;
      const beside =
        isObject(accessory) && (accessory.type === componentType.button ? button(accessory) : picture(accessory));
      return [...children.flatMap(linesOf), ...(beside ? [beside] : [])];
    }
    case componentType.mediaGallery:
      return asObjects(component.items).map(picture);
    case componentType.file:
      return [`[file: ${asText(asObject(component.file).url)?.split('/').at(-1) ?? ''}]`];
    case componentType.separator:
      return [component.divider === false ? '' : '─'.repeat(ruleWidth)];
    case componentType.container: {
      const inside = children.flatMap(linesOf).map((line) => `│ ${line}`.trimEnd());
      const head = component.spoiler === true ? '┌ (spoiler)' : '┌';
      return [`${head}${'─'.repeat(ruleWidth)}`, ...inside, `└${'─'.repeat(ruleWidth)}`];
    }
    default:
      return [];
  }
}

/** A message as plain text for a terminal: containers boxed, text as it was written, buttons as `[ Label ]`. */
export function readable(message: Pick<SeenMessage, 'components' | 'text' | 'thinking'>): string {
  if (message.thinking) return '…is thinking';
  if (message.components.length === 0) return message.text;
  const isV2 = message.components.some(({ type }) => type !== componentType.actionRow);
  const plain = isV2 || message.text === '' ? [] : [message.text];
  return [...plain, ...message.components.flatMap(linesOf)].join('\n');
}

/** A modal as plain text for a terminal: its title, then each field with its choices. */
export function readableModal(modal: SeenModal): string {
  const fields = modal.fields.map(({ label, required, options, value }) => {
    const choices = options.map((option) => option.label).join(' | ');
    return `${label}${required ? '' : ' (optional)'}: ${choices || value || '…'}`;
  });
  return [`${modal.title}`, '─'.repeat(ruleWidth), ...(modal.text ? [modal.text] : []), ...fields].join('\n');
}
