import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { asNumber, asObject, asObjects, asText, type JsonObject } from '../../json.ts';
import { pictureSource } from '../model/addresses.ts';
import { enlarged } from '../state/panels.ts';
import { icons } from './icons.tsx';

/** Covers something until it is asked for. What is covered is not in the page at all. */
export function Cover({ what, children }: { what: string; children: ComponentChildren }) {
  const isOpen = useSignal(false);
  if (isOpen.value) return <>{children}</>;
  return (
    <button
      type="button"
      class="cover"
      aria-label={`Spoiler: ${what}, press to reveal`}
      onClick={() => {
        isOpen.value = true;
      }}
    >
      <span class="cover-tag" aria-hidden="true">
        Spoiler
      </span>
    </button>
  );
}

function Picture({ url, alt }: { url: string; alt: string }) {
  const source = pictureSource(url, location.href);
  if (source.kind === 'elsewhere') {
    return (
      <figure class="picture-elsewhere">
        <icons.picture />
        <figcaption>
          <span>{alt || 'A picture without a description'}</span>
          <small>From {source.host}; the playground loads nothing from outside.</small>
        </figcaption>
      </figure>
    );
  }
  return (
    <button
      type="button"
      class="picture"
      aria-label={alt ? `Enlarge: ${alt}` : 'Enlarge the picture'}
      onClick={() => {
        enlarged.value = { url: source.url, alt };
      }}
    >
      <img src={source.url} alt={alt} title={alt} loading="lazy" decoding="async" />
    </button>
  );
}

function MediaItem({ item }: { item: JsonObject }) {
  const picture = <Picture url={asText(asObject(item.media).url) ?? ''} alt={asText(item.description) ?? ''} />;
  return item.spoiler === true ? <Cover what="a picture">{picture}</Cover> : picture;
}

/** Pictures side by side. */
export function Gallery({ component }: { component: JsonObject }) {
  const items = asObjects(component.items);
  const columns = items.length === 1 ? 1 : items.length === 2 || items.length === 4 ? 2 : 3;
  return (
    <ul class={`gallery gallery-${columns}`}>
      {items.map((item) => (
        <li key={asText(asObject(item.media).url)}>
          <MediaItem item={item} />
        </li>
      ))}
    </ul>
  );
}

/** A small picture beside a text. */
export function Thumbnail({ component }: { component: JsonObject }) {
  return (
    <div class="thumbnail">
      <MediaItem item={component} />
    </div>
  );
}

/** A file to save. */
export function FileCard({ url, name, size }: { url: string; name: string; size: number | undefined }) {
  const source = pictureSource(url, location.href);
  return (
    <div class="file">
      <icons.file />
      <span class="file-text">
        {source.kind === 'here' ? (
          <a href={source.url} download={name}>
            {name}
          </a>
        ) : (
          <span>{name}</span>
        )}
        {size !== undefined && <small>{writtenSize(size)}</small>}
      </span>
    </div>
  );
}

/** What came with a message beside its text. */
export function Attachment({ attachment }: { attachment: JsonObject }) {
  const url = asText(attachment.url) ?? '';
  const name = asText(attachment.filename) ?? url.split('/').at(-1) ?? '';
  const isPicture = asText(attachment.content_type)?.startsWith('image/') === true;
  const shown = isPicture ? (
    <Picture url={url} alt={asText(attachment.description) ?? ''} />
  ) : (
    <FileCard url={url} name={name} size={asNumber(attachment.size)} />
  );
  return name.startsWith('SPOILER_') ? <Cover what={isPicture ? 'a picture' : 'a file'}>{shown}</Cover> : shown;
}

function writtenSize(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB'];
  const at = Math.min(units.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1024)));
  return `${Number((bytes / 1024 ** at).toFixed(1))} ${units[at]}`;
}
