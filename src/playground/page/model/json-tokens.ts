/** A piece of JSON text and what it is, for its colour. */
export interface JsonToken {
  readonly kind: 'name' | 'text' | 'number' | 'word' | 'plain';
  readonly text: string;
}

const pattern = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)|\b(true|false|null)\b/g;

/** Takes indented JSON apart for colouring. The pieces put together are the text again. */
export function tokensOf(json: string): readonly JsonToken[] {
  const tokens: JsonToken[] = [];
  let end = 0;
  for (const match of json.matchAll(pattern)) {
    const [whole, quoted, colon, number] = match;
    if (match.index > end) tokens.push({ kind: 'plain', text: json.slice(end, match.index) });
    if (quoted !== undefined) tokens.push({ kind: colon === undefined ? 'text' : 'name', text: quoted });
    else tokens.push({ kind: number === undefined ? 'word' : 'number', text: whole });
    if (colon !== undefined) tokens.push({ kind: 'plain', text: colon });
    end = match.index + whole.length;
  }
  if (end < json.length) tokens.push({ kind: 'plain', text: json.slice(end) });
  return tokens;
}
