import { useComputed, useSignal } from '@preact/signals';
import { Fragment } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { messageLink } from '../model/addresses.ts';
import { parseMarkdown, type TextNode, type TimeStyle } from '../model/markdown.ts';
import { shapeOf } from '../model/spoken.ts';
import { writtenTime } from '../model/times.ts';
import { now } from '../state/clock.ts';
import { fillCommand } from '../state/composer.ts';
import { actingId, goTo, locale, nameOf, placeNameOf } from '../state/session.ts';
import { showMessage } from './show-message.ts';

/** A text of Discord's Markdown. Another text is another thing: what was revealed of the old one is hidden again. */
export function Markdown({ source }: { source: string }) {
  return <Text key={source} source={source} />;
}

function Text({ source }: { source: string }) {
  const nodes = useMemo(() => parseMarkdown(source), [source]);
  return (
    <div class="markup">
      <Nodes nodes={nodes} />
    </div>
  );
}

function Nodes({ nodes }: { nodes: readonly TextNode[] }) {
  return (
    <>
      {nodes.map((node, index) => (
        <Node key={index} node={node} />
      ))}
    </>
  );
}

function Node({ node }: { node: TextNode }) {
  switch (node.type) {
    case 'text':
      return <Fragment>{node.text}</Fragment>;
    case 'bold':
      return (
        <strong>
          <Nodes nodes={node.children} />
        </strong>
      );
    case 'italic':
      return (
        <em>
          <Nodes nodes={node.children} />
        </em>
      );
    case 'underline':
      return (
        <u>
          <Nodes nodes={node.children} />
        </u>
      );
    case 'strike':
      return (
        <s>
          <Nodes nodes={node.children} />
        </s>
      );
    case 'spoiler':
      return <Spoiler nodes={node.children} />;
    case 'quote':
      return (
        <blockquote>
          <Nodes nodes={node.children} />
        </blockquote>
      );
    case 'subtext':
      return (
        <small class="subtext">
          <Nodes nodes={node.children} />
        </small>
      );
    case 'heading':
      return <Heading level={node.level} nodes={node.children} />;
    case 'code':
      return <code>{node.text}</code>;
    case 'code-block':
      return (
        <pre>
          <code>{node.text}</code>
        </pre>
      );
    case 'list':
      return <List from={node.from} items={node.items} />;
    case 'link':
      return <Link url={node.url} nodes={node.children} />;
    case 'member':
      return <span class={node.id === actingId.value ? 'mention mention-self' : 'mention'}>@{nameOf(node.id)}</span>;
    case 'role':
      return <span class="mention">@role</span>;
    case 'everyone':
      return <span class="mention">{node.text}</span>;
    case 'channel':
      return <PlaceLink id={node.id} />;
    case 'command':
      return (
        <button type="button" class="mention mention-button" onClick={() => fillCommand(node.path)}>
          /{node.path}
        </button>
      );
    case 'time':
      return <Time seconds={node.seconds} style={node.style} />;
  }
}

// Messages stand below the place's name, which is the page's first heading.
const headings = { 1: 'h2', 2: 'h3', 3: 'h4' } as const;

function Heading({ level, nodes }: { level: 1 | 2 | 3; nodes: readonly TextNode[] }) {
  const Tag = headings[level];
  return (
    <Tag class={`heading heading-${level}`}>
      <Nodes nodes={nodes} />
    </Tag>
  );
}

function List({ from, items }: { from: number | undefined; items: readonly (readonly TextNode[])[] }) {
  const rows = items.map((item, index) => (
    <li key={index}>
      <Nodes nodes={item} />
    </li>
  ));
  return from === undefined ? <ul>{rows}</ul> : <ol start={from}>{rows}</ol>;
}

function Link({ url, nodes }: { url: string; nodes: readonly TextNode[] }) {
  const target = messageLink(url);
  if (target && placeNameOf(target.placeId) !== undefined)
    return <PlaceLink id={target.placeId} messageId={target.messageId} />;
  return (
    <a href={url} target="_blank" rel="noreferrer noopener" title={url}>
      <Nodes nodes={nodes} />
    </a>
  );
}

function PlaceLink({ id, messageId }: { id: string; messageId?: string | undefined }) {
  const name = placeNameOf(id);
  if (name === undefined) return <span class="mention">#unknown</span>;
  const go = (): void => {
    goTo(id);
    // Another place's messages are there after it was drawn.
    if (messageId !== undefined) setTimeout(() => showMessage(messageId), 50);
  };
  return (
    <button type="button" class="mention mention-button" onClick={go}>
      #{name}
      {messageId !== undefined && ' › message'}
    </button>
  );
}

function Time({ seconds, style }: { seconds: number; style: TimeStyle }) {
  const at = seconds * 1000;
  // The text is computed apart, so that a second that changes no word draws nothing.
  const text = useComputed(() => writtenTime(at, style, now.value, locale.value));
  return (
    <time class="stamp" dateTime={new Date(at).toISOString()} title={writtenTime(at, 'F', at, locale.value)}>
      {text.value}
    </time>
  );
}

function Spoiler({ nodes }: { nodes: readonly TextNode[] }) {
  const isOpen = useSignal(false);
  const opened = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (isOpen.value) opened.current?.focus({ preventScroll: true });
  }, [isOpen.value]);
  if (isOpen.value) {
    return (
      <span class="spoiler-open" ref={opened} tabIndex={-1}>
        <Nodes nodes={nodes} />
      </span>
    );
  }
  const open = (): void => {
    isOpen.value = true;
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a real button does not break over lines as text does
    <span
      class="spoiler"
      role="button"
      tabIndex={0}
      aria-label="Spoiler, press to reveal"
      aria-expanded="false"
      onClick={open}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        open();
      }}
    >
      <span class="spoiler-shape" aria-hidden="true">
        {shapeOf(nodes)}
      </span>
    </span>
  );
}
