import { componentType } from '../../components.ts';
import { asNumber, asObject, asObjects, asText, type JsonObject } from '../../json.ts';
import { optionsOf } from '../model/form.ts';
import { pending, pendingKey, press, select } from '../state/actions.ts';
import { channelOptions, memberOptions } from '../state/session.ts';
import { icons } from './icons.tsx';
import { Markdown } from './markdown.tsx';
import { Cover, FileCard, Gallery, Thumbnail } from './media.tsx';
import { SelectMenu } from './select-menu.tsx';

/** The components of a message, in their order. */
export function Components({ components, messageId }: { components: readonly JsonObject[]; messageId: string }) {
  return (
    <>
      {components.map((component, index) => (
        <Component key={asNumber(component.id) ?? index} component={component} messageId={messageId} />
      ))}
    </>
  );
}

function Component({ component, messageId }: { component: JsonObject; messageId: string }) {
  switch (component.type) {
    case componentType.textDisplay:
      return <Markdown source={asText(component.content) ?? ''} />;
    case componentType.container:
      return <Container component={component} messageId={messageId} />;
    case componentType.actionRow:
      return (
        <div class="action-row">
          <Components components={asObjects(component.components)} messageId={messageId} />
        </div>
      );
    case componentType.button:
      return <Button component={component} messageId={messageId} />;
    case componentType.section:
      return <Section component={component} messageId={messageId} />;
    case componentType.thumbnail:
      return <Thumbnail component={component} />;
    case componentType.mediaGallery:
      return <Gallery component={component} />;
    case componentType.file:
      return <File component={component} />;
    case componentType.separator:
      return <Separator component={component} />;
    case componentType.stringSelect:
    case componentType.userSelect:
    case componentType.roleSelect:
    case componentType.mentionableSelect:
    case componentType.channelSelect:
      return <Select component={component} messageId={messageId} />;
    default:
      return null;
  }
}

function Container({ component, messageId }: { component: JsonObject; messageId: string }) {
  const colour = asNumber(component.accent_color);
  const parts = <Components components={asObjects(component.components)} messageId={messageId} />;
  // Set through the style object, which is script and so within the content policy, as an attribute would not be.
  const style = colour === undefined ? {} : { '--accent': `#${colour.toString(16).padStart(6, '0')}` };
  return (
    <div class={colour === undefined ? 'container' : 'container container-accent'} style={style}>
      {component.spoiler === true ? <Cover what="a card">{parts}</Cover> : parts}
    </div>
  );
}

function Section({ component, messageId }: { component: JsonObject; messageId: string }) {
  return (
    <div class="section">
      <div class="section-text">
        <Components components={asObjects(component.components)} messageId={messageId} />
      </div>
      <Component component={asObject(component.accessory)} messageId={messageId} />
    </div>
  );
}

function Separator({ component }: { component: JsonObject }) {
  const size = component.spacing === 2 ? 'separator separator-large' : 'separator';
  return component.divider === false ? <div class={`${size} separator-empty`} /> : <hr class={size} />;
}

function File({ component }: { component: JsonObject }) {
  const url = asText(asObject(component.file).url) ?? '';
  const name = asText(component.name) ?? url.split('/').at(-1) ?? '';
  const card = <FileCard url={url} name={name} size={asNumber(component.size)} />;
  return component.spoiler === true ? <Cover what="a file">{card}</Cover> : card;
}

const buttonStyles: Readonly<Record<number, string>> = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'danger' };

function Button({ component, messageId }: { component: JsonObject; messageId: string }) {
  const label = asText(component.label);
  const emoji = asText(asObject(component.emoji).name);
  const url = asText(component.url);
  const face = (
    <span class="button-face">
      {emoji && <span class="button-emoji">{emoji}</span>}
      {label}
    </span>
  );
  if (url !== undefined) {
    return (
      <a class="button button-secondary" href={url} target="_blank" rel="noreferrer noopener" title={url}>
        {face}
        <icons.external />
      </a>
    );
  }
  const customId = asText(component.custom_id) ?? '';
  const isPending = pending.value.has(pendingKey(messageId, customId));
  return (
    <button
      type="button"
      class={`button button-${buttonStyles[asNumber(component.style) ?? 2] ?? 'secondary'}`}
      disabled={component.disabled === true}
      aria-busy={isPending}
      onClick={() => void press(messageId, customId)}
    >
      {face}
      {isPending && <span class="spinner" aria-hidden="true" />}
    </button>
  );
}

function Select({ component, messageId }: { component: JsonObject; messageId: string }) {
  const customId = asText(component.custom_id) ?? '';
  const options = optionsOf(component, memberOptions.value, channelOptions.value);
  const chosen = asObjects(component.options).filter((option) => option.default === true);
  const picked = [
    ...chosen.map(({ value }) => String(value)),
    ...asObjects(component.default_values).map(({ id }) => String(id)),
  ];
  return (
    <SelectMenu
      label={asText(component.placeholder) ?? 'Make a selection'}
      options={options}
      picked={picked}
      least={asNumber(component.min_values) ?? 1}
      most={asNumber(component.max_values) ?? 1}
      disabled={component.disabled === true || pending.value.has(pendingKey(messageId, customId))}
      onPick={(values) => void select(messageId, customId, values)}
    />
  );
}
