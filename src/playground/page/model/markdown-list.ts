import type { rulesExtended } from 'discord-markdown-parser';

type Rule = (typeof rulesExtended)[string];
type Parse = Parameters<Rule['parse']>[1];
type State = Parameters<Rule['parse']>[2];

const startsLine = /(?:^|\n)$/;
const item = /^( *)(?:[-*]|(\d{1,9})\.) +(.*)$/;
/** Items one after the other, each with the indented lines that go on with it. */
const wholeList = /^(?: {0,8}(?:[-*]|\d{1,9}\.) +[^\n]+(?:\n {2,}(?![-*] |\d{1,9}\. )[^\n]+)*(?:\n|$))+/;

interface Line {
  readonly indent: number;
  readonly number: string | undefined;
  text: string;
}

/** Lists, nested by indentation. The parser has none of its own that knows lines rather than paragraphs. */
export function listRule(order: number): Rule {
  return {
    order: order - 0.25,
    match: (source, _state, previous) => (startsLine.test(previous) ? wholeList.exec(source) : null),
    parse: ([source = ''], parse, state) => listFrom(linesOf(source), parse, state),
  };
}

function linesOf(source: string): readonly Line[] {
  const lines: Line[] = [];
  for (const text of source.replace(/\n$/, '').split('\n')) {
    const [, indent = '', number, rest = ''] = item.exec(text) ?? [];
    const last = lines.at(-1);
    if (item.test(text)) lines.push({ indent: indent.length, number, text: rest });
    else if (last) last.text += `\n${text.trim()}`;
  }
  return lines;
}

function listFrom(lines: readonly Line[], parse: Parse, state: State): { from: number | undefined; items: unknown[] } {
  const [first] = lines;
  const base = first?.indent ?? 0;
  const items: unknown[][] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at];
    if (!line) break;
    let end = at + 1;
    while ((lines[end]?.indent ?? -1) > base) end += 1;
    const nested = lines.slice(at + 1, end);
    const own: unknown[] = parse(line.text, state);
    items.push(nested.length > 0 ? [...own, { type: 'list', ...listFrom(nested, parse, state) }] : own);
    at = end;
  }
  return { from: first?.number === undefined ? undefined : Number(first.number), items };
}
