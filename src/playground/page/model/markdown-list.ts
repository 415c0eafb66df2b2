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
    parse: ([source = ''], parse, state) => listsFrom(linesOf(source), parse, state),
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

interface List {
  readonly type: 'list';
  readonly from: number | undefined;
  readonly items: unknown[][];
}

/** Bullets and numbers side by side are two lists. */
function listsFrom(lines: readonly Line[], parse: Parse, state: State): List[] {
  const base = lines[0]?.indent ?? 0;
  const lists: List[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at];
    if (!line) break;
    let end = at + 1;
    while ((lines[end]?.indent ?? -1) > base) end += 1;
    const nested = listsFrom(lines.slice(at + 1, end), parse, state);
    const item = [...parse(line.text, state), ...nested];
    const from = line.number === undefined ? undefined : Number(line.number);
    const last = lists.at(-1);
    if (last && (last.from === undefined) === (from === undefined)) last.items.push(item);
    else lists.push({ type: 'list', from, items: [item] });
    at = end;
  }
  return lists;
}
