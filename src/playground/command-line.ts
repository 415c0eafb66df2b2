/** A command as a member types it, taken apart. */
export interface CommandLine {
  /** The command's name and its subcommands'. */
  readonly path: readonly string[];
  readonly options: Readonly<Record<string, string>>;
}

/** An option's name with its colon, at the start of a word. */
const optionStart = /(?:^|\s)([\p{L}\p{N}_-]{1,32}):/gu;

/** The words before the first option: `/mydata delete film:x` is `mydata delete`. */
export function commandPath(line: string): readonly string[] {
  const start = line.search(/\s[\p{L}\p{N}_-]{1,32}:/u);
  const words = start < 0 ? line : line.slice(0, start);
  return words.trim().replace(/^\//, '').split(/\s+/).filter(Boolean);
}

/** Where the quoted text that starts at `from` ends; -1 where it does not. A quote inside is written `\"`. */
function closingQuote(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return -1;
}

/**
 * Takes a typed command apart. A value is quoted (`film:"never let me go"`) or goes on to the next option's name.
 * `isOption` says which names are options, so that a colon inside an unquoted value stays part of it.
 */
export function parseCommandLine(line: string, isOption: (name: string) => boolean = () => true): CommandLine {
  const path = commandPath(line);
  const options: Record<string, string> = {};
  let name: string | undefined;
  let valueFrom = 0;
  const finish = (end: number): void => {
    if (name !== undefined) options[name] = line.slice(valueFrom, end).trim();
    name = undefined;
  };
  const pattern = new RegExp(optionStart);
  for (let match = pattern.exec(line); match; match = pattern.exec(line)) {
    const found = match[1] ?? '';
    if (!isOption(found)) continue;
    finish(match.index);
    valueFrom = pattern.lastIndex;
    if (line[valueFrom] !== '"') {
      name = found;
      continue;
    }
    const end = closingQuote(line, valueFrom);
    if (end < 0) throw new Error(`The quote after "${found}:" is never closed`);
    options[found] = line.slice(valueFrom + 1, end).replaceAll(/\\(["\\])/g, '$1');
    pattern.lastIndex = end + 1;
  }
  finish(line.length);
  return { path, options };
}
