import { expect } from 'vitest';
import { z } from 'zod';
import { type Feature, featuresOf, readings, visibleBeforeClick } from '../spoilers/discord-markdown.ts';
import { plotPoint } from '../spoilers/hostile.ts';

const component = z.looseObject({
  content: z.string().optional(),
  label: z.string().optional(),
  placeholder: z.string().optional(),
  description: z.string().optional(),
  custom_id: z.string().optional(),
});

/** Everything in a message, a modal or a suggestion that a member can read. */
export interface Shown {
  /** Where Discord reads Markdown. */
  readonly texts: readonly string[];
  /** Where it does not: labels, placeholders, alt texts. */
  readonly plain: readonly string[];
}

/** What a tree of components shows. */
export function shownIn(tree: unknown): Shown {
  const texts: string[] = [];
  const plain: string[] = [];
  const look = (node: unknown): void => {
    if (Array.isArray(node)) for (const one of node) look(one);
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
    const { content, label, placeholder, description } = component.parse(node);
    if (content !== undefined) texts.push(content);
    plain.push(...[label, placeholder, description].flatMap((text) => text ?? []));
    for (const inside of Object.values(node)) look(inside);
  };
  look(tree);
  return { texts, plain };
}

/** Stands in the texts of a hostile film between marks that try to take hold of it. Kept by cleaning. */
export const bait = '\uE001';

const ourOwn: readonly Feature[] = ['bold', 'heading', 'italics', 'list', 'quote', 'spoiler', 'subtext'];

/**
 * What our own texts have of code, mentions and links: options, bars, commands, members, times, a poll. Not after a
 * backslash: there it is content that was escaped, and without it the backslash would mean what follows.
 */
const ourMarks =
  /(?<!\\)(?:`(?:film|critic|upto|work|stars|hours|decade|country|language|form|avoid|plot|work:Book|[█░]+ *[\d.,]*)`|<\/\w+(?: \w+)?:\d+>|<[@#]\d{17,19}>|<t:\d+:[Rf]>|\]\(https:\/\/discord\.com\/channels(?:\/\d+){3}\)|https:\/\/discord\.com\/channels(?:\/\d+){3})/gu;

/** No plot outside a spoiler, and no mark-up, mention or link from content. */
export function expectHarmless({ texts, plain }: Shown): void {
  for (const text of texts) {
    for (const reading of readings) expect(visibleBeforeClick(text, reading)).not.toContain(plotPoint);
    expectNoMarkUp(text);
  }
  for (const reading of readings) expect(visibleBeforeClick(texts.join('\n'), reading)).not.toContain(plotPoint);
  for (const text of plain) {
    expect(text).not.toContain(plotPoint);
    expect(text).not.toMatch(/[\u200B\u200E\u200F\u202A-\u202E\u2066\u2067]/u);
  }
}

/** No mark-up, mention or link from content, in a text that Discord reads as Markdown. */
export function expectNoMarkUp(text: string): void {
  const found = featuresOf(text.replace(ourMarks, '')).filter((feature) => !ourOwn.includes(feature));
  expect(found, text).toEqual([]);
  const muted = text.replace(/\\[^0-9A-Za-z\s]/gsu, '·');
  expect(muted).not.toMatch(/[*_~|`[<@]\uE001[*_~|`\]>@]|^(?:#{1,3}|-#|>|[-*+]|\d+\.) \uE001/mu);
}
