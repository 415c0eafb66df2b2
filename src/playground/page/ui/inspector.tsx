import { useSignal } from '@preact/signals';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { InspectionView, RequestView } from '../../protocol.ts';
import { tokensOf } from '../model/json-tokens.ts';
import { closeInspector, inspected } from '../state/panels.ts';
import { icons } from './icons.tsx';

/** What stands behind a message, for authors. */
export function Inspector() {
  const now = inspected.value;
  const head = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => head.current?.focus(), [now?.messageId]);
  if (!now) return null;
  return (
    <section
      class="inspector"
      aria-label="Inspector"
      onKeyDown={(event) => {
        if (event.key === 'Escape') closeInspector();
      }}
    >
      <header class="inspector-head">
        <h2 ref={head} tabIndex={-1}>
          Inspector
        </h2>
        <code>{now.messageId}</code>
        <button
          type="button"
          class="bar-button"
          aria-label="Close the inspector"
          title="Close"
          onClick={closeInspector}
        >
          <icons.close />
        </button>
      </header>
      <div class="inspector-body">
        {now.state === 'loading' && <p class="quiet">Looking…</p>}
        {now.state === 'failed' && <p class="failed">{now.reason}</p>}
        {now.state === 'none' && <p class="quiet">Nothing is known about this message.</p>}
        {now.state === 'shown' && <Inspection key={now.messageId} inspection={now.inspection} />}
      </div>
    </section>
  );
}

function Inspection({ inspection }: { inspection: InspectionView }) {
  const { dispatch, requests, message, sizes } = inspection;
  return (
    <>
      {sizes.length > 0 && <h3>Size against Discord’s limits</h3>}
      <ul class="sizes">
        {sizes.map((size) => (
          <li key={size.what}>
            <Size {...size} />
          </li>
        ))}
      </ul>
      <h3>What happened</h3>
      {isThere(dispatch) && <Block title="The interaction, as Discord sent it" value={dispatch} />}
      {requests.map((request, index) => (
        <RequestBlocks key={`${request.at} ${request.path}`} request={request} isOpen={index === 0} />
      ))}
      {requests.length === 0 && <p class="quiet">The bot sent nothing for this message.</p>}
      {isThere(message) && <Block title="The message now" value={message} />}
    </>
  );
}

function Size({ what, value, limit }: InspectionView['sizes'][number]) {
  const share = limit > 0 ? Math.min(1, value / limit) : 0;
  const level = share >= 1 ? 'full' : share > 0.8 ? 'high' : 'fine';
  const count = new Intl.NumberFormat('en');
  return (
    <div class={`size size-${level}`}>
      <span>{what}</span>
      <span class="size-count">
        {count.format(value)} <small>of {count.format(limit)}</small>
      </span>
      <meter class="unseen" aria-label={what} value={value} max={limit} />
      <div class="size-bar" aria-hidden="true">
        <div style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
}

function RequestBlocks({ request, isOpen }: { request: RequestView; isOpen: boolean }) {
  const { method, path, status, body, response } = request;
  return (
    <details class="request" open={isOpen}>
      <summary>
        <b>{method}</b>
        <span class="request-path">{shortPath(path)}</span>
        <span class={status < 400 ? 'status' : 'status status-bad'}>{status}</span>
      </summary>
      {isThere(body) && <Block title="Request" value={body} isOpen />}
      {isThere(response) && <Block title="Answer" value={response} />}
      {!isThere(body) && !isThere(response) && <p class="quiet">No body either way.</p>}
    </details>
  );
}

/** Interaction tokens are long and say nothing to anybody. */
function shortPath(path: string): string {
  return path.replace(/[\w-]{40,}/g, (token) => `${token.slice(0, 8)}…`);
}

function Block({ title, value, isOpen = false }: { title: string; value: unknown; isOpen?: boolean }) {
  const text = useMemo(() => JSON.stringify(value, null, 2), [value]);
  const isCopied = useSignal(false);
  const copy = (): void => {
    void navigator.clipboard.writeText(text).then(() => {
      isCopied.value = true;
      setTimeout(() => {
        isCopied.value = false;
      }, 1500);
    });
  };
  return (
    <details class="json" open={isOpen}>
      <summary>{title}</summary>
      <div class="json-box">
        <button type="button" class="json-copy" aria-label={`Copy: ${title}`} onClick={copy}>
          {isCopied.value ? <icons.check /> : <icons.copy />}
          <span>{isCopied.value ? 'Copied' : 'Copy'}</span>
        </button>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reached by the keyboard */}
        <pre tabIndex={0}>
          <code>
            {tokensOf(text).map(({ kind, text: part }, index) =>
              kind === 'plain' ? (
                part
              ) : (
                <span key={index} class={`json-${kind}`}>
                  {part}
                </span>
              ),
            )}
          </code>
        </pre>
      </div>
    </details>
  );
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}
