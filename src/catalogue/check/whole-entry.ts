import { ourReviewKey } from '../ids.ts';
import type { Path } from '../mistakes.ts';
import { type Finding, listAt, type Read, valueAt } from './entries.ts';

/*
 * An entry is facts alone, or it is whole: then a club finds in it all that it looks for, and no card is a wall of text
 * or an empty room. The measures are those that the house writes by.
 */

/** From so many up to so many. */
type Measure = readonly [number, number];

/** What tells of a film. */
const telling = ['reviews', 'scenes', 'changes'];
/** What belongs to that, once it is there. */
const aboutIt = ['countries', 'languages', 'cast', 'contentNotes', 'readOrWatchFirst', 'themes', 'prompts'];
const besides = ['endingTerms', 'sources'];

const lists: Readonly<Record<string, Measure>> = { cast: [3, 12], scenes: [6, 12], changes: [4, 8] };
const wordsOfOurs: Measure = [180, 350];
const wordsOfScene: Measure = [25, 90];
const openPrompts: Measure = [3, 3];
const plotPrompts: Measure = [2, 3];
/** What our own review speaks of, whatever else it has. */
const topics = ['story', 'characters', 'look and sound'];

/** What an entry that is not of facts alone still lacks, or has too much of. */
export function unfinished({ entry, written }: Read): readonly Finding[] {
  const has = (field: string): boolean =>
    field === 'reviews' ? ourReview(written) !== undefined : isFilled(valueAt(written, field));
  if (!telling.some(has)) return [];
  const missing = [...telling, ...aboutIt, ...besides].filter((field) => !has(field));
  if (missing.length > 0) {
    const named = missing.map((field) => (field === 'reviews' ? `reviews with the key ${ourReviewKey}` : field));
    const problem = `an entry has facts alone, or all that a club asks for: here is no ${named.join(', no ')}`;
    return [{ entry, path: [], problem }];
  }
  return [
    ...Object.entries(lists).flatMap(([field, measure]) => counted(listAt(written, field).length, measure, field)),
    ...ourOwn(written),
    ...scenesOf(written),
    ...promptsOf(written),
  ].map((place) => ({ entry, ...place }));
}

const isFilled = (value: unknown): boolean =>
  value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);

interface Place {
  readonly path: Path;
  readonly problem: string;
}

function counted(count: number, measure: Measure, field: string, path: Path = [field]): readonly Place[] {
  if (isWithin(count, measure)) return [];
  return [{ path, problem: `${field}: ${count} here, of ${inWords(measure)}` }];
}

const isWithin = (count: number, [least, most]: Measure): boolean => count >= least && count <= most;
const inWords = ([least, most]: Measure): string => (least === most ? String(least) : `${least} to ${most}`);

function ourReview(written: unknown): { readonly review: unknown; readonly path: Path } | undefined {
  const at = listAt(written, 'reviews').findIndex((review) => valueAt(review, 'key') === ourReviewKey);
  return at < 0 ? undefined : { review: valueAt(written, 'reviews', at), path: ['reviews', at] };
}

function ourOwn(written: unknown): readonly Place[] {
  const { review, path } = ourReview(written) ?? { review: undefined, path: [] };
  const sections = listAt(review, 'sections');
  const about = sections.map((section) => valueAt(section, 'about'));
  const story = about.indexOf('story');
  const at = [...path, 'sections'];
  return [
    ...(valueAt(review, 'stars') === undefined ? [{ path, problem: 'stars: our own review gives some' }] : []),
    ...measured('sections', 'our review, with its verdict', [...sections.map(textOf), valueAt(review, 'verdict')], {
      measure: wordsOfOurs,
      path: at,
    }),
    ...topics
      .filter((topic) => !about.includes(topic))
      .map((topic) => ({ path: at, problem: `sections: our own review has one about ${topic}` })),
    ...(valueAt(sections[story], 'plot') === undefined
      ? []
      : [{ path: [...at, story, 'plot'], problem: 'plot: our own review tells none about the story: write text' }]),
  ];
}

const textOf = (part: unknown): unknown => valueAt(part, 'text') ?? valueAt(part, 'plot');

function measured(
  field: string,
  what: string,
  texts: readonly unknown[],
  { measure, path }: { readonly measure: Measure; readonly path: Path },
): readonly Place[] {
  const words = texts.flatMap((text) => (typeof text === 'string' ? text.split(/\s+/u).filter(Boolean) : [])).length;
  return isWithin(words, measure)
    ? []
    : [{ path, problem: `${field}: ${what}: ${words} words, of ${inWords(measure)}` }];
}

const order = ['setup', 'middle', 'ending'];

function scenesOf(written: unknown): readonly Place[] {
  const scenes = listAt(written, 'scenes');
  const inFilm = scenes
    .map((scene, at) => ({ at, stage: order.indexOf(String(valueAt(scene, 'film'))) }))
    .filter(({ stage }) => stage >= 0);
  return [
    ...scenes.flatMap((scene, at) =>
      measured('plot', 'this scene', textsOfScene(scene), { measure: wordsOfScene, path: ['scenes', at, 'plot'] }),
    ),
    ...inFilm
      .filter(({ stage }, at) => stage < (inFilm[at - 1]?.stage ?? 0))
      .map(({ at, stage }) => ({
        path: ['scenes', at, 'film'],
        problem: `film: a scene of the ${order[stage]} comes after one of a later stage of the film`,
      })),
    ...order
      .filter((_, stage) => !inFilm.some((scene) => scene.stage === stage))
      .map((stage) => ({ path: ['scenes'], problem: `scenes: none is in the ${stage} of the film` })),
  ];
}

const textsOfScene = (scene: unknown) => ['plot', 'inFilm', 'inBook'].map((field) => valueAt(scene, field));

function promptsOf(written: unknown): readonly Place[] {
  const prompts = listAt(written, 'prompts');
  const having = (field: string) => prompts.filter((prompt) => valueAt(prompt, field) !== undefined).length;
  return [
    ...counted(having('text'), openPrompts, 'prompts without plot', ['prompts']),
    ...counted(having('plot'), plotPrompts, 'prompts with plot', ['prompts']),
  ];
}
