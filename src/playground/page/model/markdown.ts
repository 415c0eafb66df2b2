import { rulesExtended, SimpleMarkdown } from 'discord-markdown-parser';
import { asList, asNumber, asObjects, asText, type JsonObject } from '../../json.ts';
import { listRule } from './markdown-list.ts';

/** A piece of a message's text, ready to be drawn. */
export type TextNode =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler' | 'quote' | 'subtext';
      readonly children: readonly TextNode[];
    }
  | { readonly type: 'heading'; readonly level: 1 | 2 | 3; readonly children: readonly TextNode[] }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'code-block'; readonly text: string }
  | {
      readonly type: 'list';
      /** The number it begins with; undefined for bullets. */
      readonly from: number | undefined;
      readonly items: readonly (readonly TextNode[])[];
    }
  | { readonly type: 'link'; readonly url: string; readonly children: readonly TextNode[] }
  | { readonly type: 'member' | 'channel' | 'role'; readonly id: string }
  | { readonly type: 'everyone'; readonly text: string }
  | { readonly type: 'command'; readonly path: string }
  | { readonly type: 'time'; readonly seconds: number; readonly style: TimeStyle };

/** How a time stamp is written: Discord's letters. */
export type TimeStyle = 't' | 'T' | 'd' | 'D' | 'f' | 'F' | 'R';

const timeStyles: readonly TimeStyle[] = ['t', 'T', 'd', 'D', 'f', 'F', 'R'];
const startsLine = /(?:^|\n)$/;
const headingLine = /^(#{1,3}) +([^\n]+?)(?:\n|$)/;
const subtextLine = /^-# +([^\n]+?)(?:\n|$)/;

type Rule = (typeof rulesExtended)[string];

const order = SimpleMarkdown.defaultRules.heading.order;

// The parser's own heading and subtext are not recognised after a quote, and it has no lists.
const heading: Rule = {
  order,
  match: (source, _state, previous) => (startsLine.test(previous) ? headingLine.exec(source) : null),
  parse: ([, marks = '', text = ''], parse, state) => ({ level: marks.length, content: parse(text.trim(), state) }),
};

const subtext: Rule = {
  order: order - 0.5,
  match: (source, _state, previous) => (startsLine.test(previous) ? subtextLine.exec(source) : null),
  parse: ([, text = ''], parse, state) => ({ content: parse(text.trim(), state) }),
};

const parser = SimpleMarkdown.parserFor({ ...rulesExtended, heading, subtext, list: listRule(order) });

/** Discord's Markdown as a tree. Text that is no Markdown comes back as text, whatever it holds. */
export function parseMarkdown(source: string): readonly TextNode[] {
  return nodesFrom(parser(source, { inline: true }));
}

function nodesFrom(parsed: unknown): readonly TextNode[] {
  const nodes: TextNode[] = [];
  for (const one of asObjects(parsed)) {
    const last = nodes.at(-1);
    for (const node of nodeFrom(one)) {
      // A block brings its own line end; the one that was typed after a code block would make a gap.
      if (node.type === 'text' && node.text === '\n' && last?.type === 'code-block') continue;
      const previous = nodes.at(-1);
      if (node.type === 'text' && previous?.type === 'text') {
        nodes[nodes.length - 1] = { type: 'text', text: previous.text + node.text };
      } else nodes.push(node);
    }
  }
  return nodes;
}

function nodeFrom(parsed: JsonObject): readonly TextNode[] {
  const { type, content } = parsed;
  const text = asText(content) ?? '';
  const inside = (): readonly TextNode[] => nodesFrom(content);
  switch (type) {
    case 'text':
      return [{ type: 'text', text }];
    case 'br':
    case 'newline':
      return [{ type: 'text', text: '\n' }];
    case 'strong':
      return [{ type: 'bold', children: inside() }];
    case 'em':
      return [{ type: 'italic', children: inside() }];
    case 'underline':
      return [{ type: 'underline', children: inside() }];
    case 'strikethrough':
      return [{ type: 'strike', children: inside() }];
    case 'spoiler':
      return [{ type: 'spoiler', children: inside() }];
    case 'blockQuote':
      return [{ type: 'quote', children: inside() }];
    case 'subtext':
      return [{ type: 'subtext', children: inside() }];
    case 'heading':
      return [{ type: 'heading', level: levelFrom(parsed.level), children: inside() }];
    case 'inlineCode':
      return [{ type: 'code', text }];
    case 'codeBlock':
      return [{ type: 'code-block', text }];
    case 'list':
      return [{ type: 'list', from: asNumber(parsed.from), items: asList(parsed.items).map(nodesFrom) }];
    case 'link':
    case 'url':
    case 'autolink':
      return linkFrom(asText(parsed.target) ?? '', inside());
    case 'user':
      return [{ type: 'member', id: asText(parsed.id) ?? '' }];
    case 'channel':
      return [{ type: 'channel', id: asText(parsed.id) ?? '' }];
    case 'role':
      return [{ type: 'role', id: asText(parsed.id) ?? '' }];
    case 'everyone':
    case 'here':
      return [{ type: 'everyone', text: `@${type}` }];
    case 'emoji':
      return [{ type: 'text', text: `:${asText(parsed.name) ?? ''}:` }];
    case 'twemoji':
      return [{ type: 'text', text: asText(parsed.name) ?? '' }];
    case 'slashCommand':
      return [{ type: 'command', path: asText(parsed.fullName) ?? '' }];
    case 'timestamp':
      return [{ type: 'time', seconds: Number(parsed.timestamp), style: styleFrom(parsed.format) }];
    default:
      return [];
  }
}

/** Only what a browser may open: anything else stays the text it was. */
function linkFrom(url: string, children: readonly TextNode[]): readonly TextNode[] {
  return /^https?:\/\//i.test(url) ? [{ type: 'link', url, children }] : children;
}

function levelFrom(level: unknown): 1 | 2 | 3 {
  return level === 1 || level === 2 ? level : 3;
}

function styleFrom(format: unknown): TimeStyle {
  return timeStyles.find((style) => style === format) ?? 'f';
}
