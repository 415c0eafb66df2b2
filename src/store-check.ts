import { z } from 'zod';
import { contentManifest, contentPointer, hashOf } from './catalogue/content.ts';
import { type FilmFileInput, filmFile } from './catalogue/film.ts';
import { filmKey } from './catalogue/ids.ts';
import { filesRecord, indexRecord, summariesRecord } from './catalogue/memory.ts';
import { readIndex } from './catalogue/search/kept-index.ts';
import { ballotRecord } from './matchups/ballot.ts';
import { dueRecord } from './matchups/closing.ts';
import { matchupRecord } from './matchups/matchup.ts';
import { heldTakeRecord, takeRecord } from './matchups/takes.ts';
import { progressRecord } from './progress/progress.ts';
import { ratingRecord } from './ratings/ratings.ts';
import { residence } from './servers/residence.ts';
import { settingsRecord } from './servers/settings.ts';
import { restoredRecord } from './storage/restoring.ts';
import type { Entry, KeptStore } from './storage/store.ts';
import { versionRecord } from './storage/versions.ts';

/** What is wrong at one key, in words for the host. */
export interface Finding {
  readonly key: string;
  readonly problem: string;
}

/** What is found while all entries pass by once, in the order of their keys. */
interface Passage {
  readonly findings: Finding[];
  readonly matchups: Set<string>;
  /** Matchups that something refers to, with the first key that does. */
  readonly referredTo: Map<string, string>;
  readonly complete: Set<string>;
  readonly filmsOf: Map<string, [key: string, written: unknown][]>;
  current?: string;
}

const unreadable = 'cannot be read: it is no such record';

const member = '\\d{17,20}';
const work = '(?:film|book):[a-z0-9-]+';

/** Of these, only that they are there is read. */
const mark = z.literal(true);

/** A kind of entry: how its key is built, and with what its value is read. */
interface Kind {
  readonly key: RegExp;
  readonly schema: z.ZodType;
  readonly note?: (passage: Passage, entry: Entry, parts: readonly string[]) => void;
}

const kinds: readonly Kind[] = [
  { key: new RegExp(`^rating:${member}:${work}:${member}$`), schema: ratingRecord },
  { key: new RegExp(`^progress:${member}:${work}:${member}$`), schema: progressRecord },
  { key: new RegExp(`^ballot:(${member}:[a-z0-9]+):${member}$`), schema: ballotRecord, note: refersToMatchup },
  { key: new RegExp(`^stale-card:(${member}:[a-z0-9]+)$`), schema: mark, note: refersToMatchup },
  { key: new RegExp(`^due:(${member}:[a-z0-9]+)$`), schema: dueRecord, note: refersToMatchup },
  { key: new RegExp(`^take:(${member}:[a-z0-9]+):${member}$`), schema: takeRecord, note: refersToMatchup },
  { key: new RegExp(`^held-take:(${member}:[a-z0-9]+):${member}$`), schema: heldTakeRecord, note: refersToMatchup },
  { key: new RegExp(`^matchup:(${member}):([a-z0-9]+)$`), schema: matchupRecord, note: isMatchup },
  { key: new RegExp(`^server:${member}$`), schema: residence },
  { key: new RegExp(`^settings:${member}$`), schema: settingsRecord },
  { key: /^content:current$/, schema: contentPointer, note: isPointer },
  { key: /^content-manifest:([0-9a-f]+)$/, schema: contentManifest, note: isManifest },
  { key: /^content-files:[0-9a-f]+$/, schema: filesRecord },
  { key: /^content:[0-9a-f]+:index$/, schema: indexRecord.refine(({ index }) => readIndex(index) !== undefined) },
  { key: /^content:[0-9a-f]+:summaries:\d+$/, schema: summariesRecord },
  { key: /^content:([0-9a-f]+):film:([a-z0-9-]+)$/, schema: filmFile, note: isFilm },
  { key: /^store:version$/, schema: versionRecord },
  { key: /^store:restored$/, schema: restoredRecord },
  { key: /^unscrubbed$/, schema: mark },
  // Nobody reads what an opening has left, nor one from before formats were numbered.
  { key: /^(?:opened|proof:.*)$/, schema: z.unknown() },
];

/** Whether what is derived agrees with what is stored, and whether everything can be read. In the order of the keys. */
export async function checkStore(store: KeptStore, onProgress: (entries: number) => void): Promise<readonly Finding[]> {
  const passage: Passage = {
    findings: [],
    matchups: new Set(),
    referredTo: new Map(),
    complete: new Set(),
    filmsOf: new Map(),
  };
  let entries = 0;
  for await (const page of store.pages((key) => find(passage, key, unreadable))) {
    for (const entry of page) look(passage, entry);
    entries += page.length;
    onProgress(entries);
  }
  for (const [matchup, key] of passage.referredTo) {
    if (!passage.matchups.has(matchup))
      find(passage, key, `belongs to the poll matchup:${matchup}, which is not there`);
  }
  checkContent(passage);
  return passage.findings.sort((one, other) => (one.key < other.key ? -1 : 1));
}

function find({ findings }: Passage, key: string, problem: string): void {
  findings.push({ key, problem });
}

function look(passage: Passage, entry: Entry): void {
  for (const { key, schema, note } of kinds) {
    const match = key.exec(entry.key);
    if (!match) continue;
    if (!schema.safeParse(entry.value).success) {
      find(passage, entry.key, unreadable);
    } else {
      note?.(passage, entry, match.slice(1));
    }
    return;
  }
  find(passage, entry.key, 'is nothing that this Foyer keeps');
}

function refersToMatchup({ referredTo }: Passage, { key }: Entry, [matchup = '']: readonly string[]): void {
  if (!referredTo.has(matchup)) referredTo.set(matchup, key);
}

function isMatchup(passage: Passage, { key, value }: Entry, [guild, id]: readonly string[]): void {
  passage.matchups.add(`${guild}:${id}`);
  const matchup = matchupRecord.parse(value);
  if (matchup.guild !== guild || matchup.id !== id)
    find(passage, key, 'says that it is another poll than its key does');
}

function isPointer(passage: Passage, { value }: Entry): void {
  passage.current = contentPointer.parse(value).hash;
}

function isManifest({ complete }: Passage, { value }: Entry, [hash = '']: readonly string[]): void {
  if (contentManifest.parse(value).complete) complete.add(hash);
}

function isFilm({ filmsOf }: Passage, { value }: Entry, [hash = '', key = '']: readonly string[]): void {
  const films = filmsOf.get(hash);
  if (films) films.push([key, value]);
  else filmsOf.set(hash, [[key, value]]);
}

/** Content lies under the hash of what its authors wrote, so that it can be told whether all of it is there. */
function checkContent(passage: Passage): void {
  const { complete, filmsOf, current } = passage;
  for (const hash of complete) {
    // Parsed above; the hash is of what was written, before the schema filled in what was left out.
    const films = (filmsOf.get(hash) ?? []).map(([key, written]): [ReturnType<typeof filmKey.parse>, FilmFileInput] => [
      filmKey.parse(key),
      written as FilmFileInput,
    ]);
    if (hashOf(films) !== hash) {
      find(
        passage,
        `content-manifest:${hash}`,
        'promises films that are not all there as they were written: a restart with other content, and back, writes them again',
      );
    }
  }
  for (const hash of filmsOf.keys()) {
    if (!complete.has(hash))
      find(
        passage,
        `content:${hash}:`,
        'are films that no complete manifest names: the next start with this content completes it',
      );
  }
  if (current !== undefined && !complete.has(current))
    find(passage, 'content:current', `points to content ${current}, which is not complete`);
}
