import { relative } from 'node:path';
import { mergeFolders, type ParsedFile, readFolders } from './load.ts';
import { inOrder, type Mistake } from './mistakes.ts';
import { type Entry, type Finding, findingsIn } from './rules.ts';

/* `npm run check:data [folder…]`: every mistake of every content file as `path:line:column problem`. */

const shipped = 'data/films';

async function check(folders: readonly string[]): Promise<number> {
  const perFolder = await readFolders(folders);
  const files = perFolder.flat();
  const mistakes = inOrder([...mergeFolders(perFolder).mistakes, ...brokenRules(files)]);
  for (const mistake of mistakes) print(`${placeOf(mistake)} ${mistake.problem}`);
  print(`${counted(files.length, 'file')}, ${counted(mistakes.length, 'mistake')}.`);
  return mistakes.length > 0 ? 1 : 0;
}

function brokenRules(files: readonly ParsedFile[]): readonly Mistake[] {
  const fileOf = new Map<Entry, ParsedFile>(
    files.filter(({ written }) => written !== undefined).map((parsed) => [parsed, parsed]),
  );
  return findingsIn([...fileOf.keys()]).flatMap(
    (finding) => fileOf.get(finding.entry)?.mistakeAt(inFull(finding)) ?? [],
  );

  function inFull({ problem, beside, ...place }: Finding) {
    const other = beside && fileOf.get(beside.entry)?.mistakeAt({ ...beside, problem: '' });
    return { ...place, problem: other ? `${problem} (${placeOf(other)})` : problem };
  }
}

const placeOf = ({ file, line, column }: Mistake) => `${relative('.', file)}:${line}:${column}`;
const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const given = process.argv.slice(2);
try {
  process.exitCode = await check(given.length > 0 ? given : [shipped]);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
