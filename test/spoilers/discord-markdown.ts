/**
 * A small model of how Discord reads a message, written apart from src/spoilers so that the two cannot share a mistake.
 * Where clients differ it takes the reading that shows more.
 */

/** What a message can contain besides plain text. */
export type Feature =
  | 'autolink'
  | 'bold'
  | 'code'
  | 'emoji'
  | 'heading'
  | 'invitation'
  | 'italics'
  | 'link'
  | 'list'
  | 'masked link'
  | 'mention'
  | 'quote'
  | 'spoiler'
  | 'strike'
  | 'subtext'
  | 'timestamp'
  | 'underline';

/** `raw` matches bars as they stand, backslashes or not; `parsed` honours escapes, then code, then links. */
export type Reading = 'raw' | 'parsed';

export const readings: readonly Reading[] = ['raw', 'parsed'];

interface Token {
  readonly kind: 'sign' | 'text' | 'code';
  readonly shown: string;
}

const tokenRules: readonly { kind: Token['kind']; pattern: RegExp; shown: (found: string) => string }[] = [
  { kind: 'text', pattern: /\\[^0-9A-Za-z\s]/suy, shown: (found) => found.slice(1) },
  { kind: 'code', pattern: /```.+?```|(`+)(?!`).*?[^`]\1(?!`)/suy, shown: (found) => found },
  { kind: 'text', pattern: /(?:https?|steam|discord):\/\/[^\s<]+[^<.,:;"'\]\s]/suy, shown: (found) => found },
  { kind: 'sign', pattern: /./suy, shown: (found) => found },
];

function tokenAt(text: string, offset: number): { token: Token; end: number } {
  for (const { kind, pattern, shown } of tokenRules) {
    pattern.lastIndex = offset;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return { token: { kind, shown: shown(found) }, end: offset + found.length };
  }
  throw new Error('every character is at least a sign');
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let offset = 0; offset < text.length; ) {
    const { token, end } = tokenAt(text, offset);
    tokens.push(token);
    offset = end;
  }
  return tokens;
}

function isBar(token: Token | undefined): boolean {
  return token?.kind === 'sign' && token.shown === '|';
}

/** The offsets of every `||`, from left to right, none taken twice. */
function barsIn(tokens: readonly Token[]): readonly number[] {
  const bars: number[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    if (!isBar(tokens[at]) || !isBar(tokens[at + 1])) continue;
    bars.push(at);
    at += 1;
  }
  return bars;
}

interface Spoiler {
  readonly from: number;
  readonly to: number;
}

/** Spoilers of a block: bars in pairs, with something between them. */
function spoilersIn(tokens: readonly Token[]): readonly Spoiler[] {
  const spoilers: Spoiler[] = [];
  let open: number | undefined;
  for (const bar of barsIn(tokens)) {
    if (open === undefined) open = bar;
    else if (bar > open + 2) {
      spoilers.push({ from: open, to: bar + 2 });
      open = undefined;
    }
  }
  return spoilers;
}

// A code span inside closes a spoiler early: what follows the code is open to all, the code too.
function hiddenUpTo(tokens: readonly Token[], { from, to }: Spoiler): number {
  const code = tokens.slice(from, to).findIndex(({ kind }) => kind === 'code');
  return code < 0 ? to : from + code;
}

function openText(tokens: readonly Token[]): string {
  const hidden = spoilersIn(tokens).map((spoiler) => ({ from: spoiler.from, to: hiddenUpTo(tokens, spoiler) }));
  return tokens
    .filter((_, at) => !hidden.some(({ from, to }) => from <= at && at < to))
    .map(({ shown }) => shown)
    .join('');
}

const blockStart = /^[\s\u2066-\u2069]*(?:#{1,3}\s|-#\s|[-*+]\s|\d+[.)]\s|>(?:>>)?\s)/u;

/** Headings, quotes and list items end with their line, and a spoiler ends with its block. */
function blocksOf(message: string): readonly string[] {
  const blocks: string[] = [];
  let paragraph: string[] = [];
  for (const line of message.split('\n')) {
    if (!blockStart.test(line)) {
      paragraph.push(line);
      continue;
    }
    blocks.push(paragraph.join('\n'), line);
    paragraph = [];
  }
  return [...blocks, paragraph.join('\n')];
}

/** What a message shows before anybody has clicked on a spoiler. */
export function visibleBeforeClick(message: string, reading: Reading): string {
  if (reading === 'raw') return message.replace(/\|\|([\s\S]+?)\|\|/gu, '');
  return blocksOf(message)
    .map((block) => openText(tokensOf(block)))
    .join('\n');
}

/** What a message shows once every spoiler is open. */
export function visibleText(message: string): string {
  return blocksOf(message)
    .map((block) => {
      const tokens = tokensOf(block);
      const bars = new Set(spoilersIn(tokens).flatMap(({ from, to }) => [from, from + 1, to - 2, to - 1]));
      return tokens.filter((_, at) => !bars.has(at)).map(({ shown }) => shown);
    })
    .map((shown) => shown.join(''))
    .join('\n');
}

// What an escape shows takes part in nothing, so a dot stands in for it.
function withEscapesMuted(message: string): string {
  return message.replace(/\\[^0-9A-Za-z\s]/gsu, '·');
}

const formats: readonly [Feature, RegExp][] = [
  ['autolink', /<[^: >]+:[^ >]+>|<[^ >]+@[^ >]+>/u],
  ['bold', /\*\*[\s\S]+?\*\*/u],
  ['code', /`[\s\S]+?`/u],
  ['emoji', /:[^\s:·\u2066-\u2069]+?:/u],
  ['heading', /^[\s\u2066-\u2069]*#{1,3}\s/mu],
  ['italics', /\*[\s\S]+?\*|_[\s\S]+?_/u],
  ['list', /^[\s\u2066-\u2069]*(?:[-*+]|\d+[.)])\s/mu],
  ['masked link', /\[[\s\S]*?\]\([\s\S]*?\)/u],
  ['mention', /<(?:@[!&]?|#|a?:\w+:|\/[^>]*:|id:|sound:)[^>]*>|@everyone|@here/u],
  ['quote', /^[\s\u2066-\u2069]*>(?:>>)?\s/mu],
  ['spoiler', /\|\|[\s\S]+?\|\|/u],
  ['strike', /~~[\s\S]+?~~/u],
  ['subtext', /^[\s\u2066-\u2069]*-#\s/mu],
  ['timestamp', /<t:-?\d+(?::\w)?>/u],
  ['underline', /__[\s\S]+?__/u],
];

// Looked for in the message as it stands: by the server, and by clients that look for addresses before they parse.
const rawFormats: readonly [Feature, RegExp][] = [
  ['link', /\w+:\/\/|\bmailto:/iu],
  ['invitation', /discord(?:app)?\.(?:gg|com\/invite|gift|new)/iu],
  ['mention', /<@[!&]?\d+>|(?<!\\)@(?:everyone|here)/u],
  ['spoiler', /\|\|[\s\S]+?\|\|/u],
];

/** Everything in a message that is not plain text. */
export function featuresOf(message: string): readonly Feature[] {
  const muted = withEscapesMuted(message);
  const found = [
    ...formats.filter(([, pattern]) => pattern.test(muted)),
    ...rawFormats.filter(([, pattern]) => pattern.test(message)),
  ];
  return [...new Set(found.map(([feature]) => feature))].sort();
}
