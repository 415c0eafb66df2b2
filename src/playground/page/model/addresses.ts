/** Where a picture comes from: this page's own server, or somewhere that is not asked. */
export type PictureSource =
  | { readonly kind: 'here'; readonly url: string }
  | { readonly kind: 'elsewhere'; readonly host: string };

const thisMachine = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * A picture's address as the page may load it. The loopback Discord keeps attachments on a port of its own; the page's
 * server passes them on under its own name, so that nothing but that one is ever asked.
 */
export function pictureSource(url: string, pageUrl: string): PictureSource {
  const base = URL.canParse(url, pageUrl) ? new URL(url, pageUrl) : undefined;
  if (!base) return { kind: 'elsewhere', host: 'no address' };
  if (base.protocol === 'data:') return { kind: 'here', url };
  const isAttachment = thisMachine.includes(base.hostname) && base.pathname.startsWith('/attachments/');
  if (isAttachment) return { kind: 'here', url: base.pathname + base.search };
  return base.origin === new URL(pageUrl).origin
    ? { kind: 'here', url: base.href }
    : { kind: 'elsewhere', host: base.host };
}

/** The place and message that a link to a message leads to; undefined for other links. */
export function messageLink(
  url: string,
): { readonly placeId: string; readonly messageId: string | undefined } | undefined {
  const [, placeId, messageId] = /^https:\/\/discord\.com\/channels\/(?:\d+|@me)\/(\d+)(?:\/(\d+))?$/.exec(url) ?? [];
  return placeId === undefined ? undefined : { placeId, messageId };
}
