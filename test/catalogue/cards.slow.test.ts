import { describe, expect, test } from 'vitest';
import type { Scene } from '../../src/catalogue/film.ts';
import { loadFilms } from '../../src/catalogue/load.ts';
import { runsOf, speaksOf } from '../../src/catalogue/prose.ts';
import { summaryOf } from '../../src/catalogue/summary.ts';
import { works } from '../../src/catalogue/works.ts';
import { type TextKind, textAt, textsIn } from '../../src/catalogue/written-texts.ts';
import { checkLimits, maxBytes, maxCharacters, maxComponents, weightOf } from '../../src/discord/limits.ts';
import type { Message } from '../../src/discord/message.ts';
import { everyCard } from '../../src/every-card.ts';
import { stages, type WhenInWork } from '../../src/spoilers/stages.ts';
import { changesMessages } from '../../src/views/changes.ts';
import { suggestionsFor } from '../../src/views/film-names.ts';
import { helpCard } from '../../src/views/help.ts';
import { talkTexts } from '../../src/views/matchup-card.ts';
import { ratingForm } from '../../src/views/rating.ts';
import { synopsisMessages } from '../../src/views/synopsis.ts';
import { wordsFor } from '../../src/words/words.ts';
import { readings, visibleBeforeClick, visibleText } from '../spoilers/discord-markdown.ts';

/*
 * Every card of every film that we ship: within Discord's limits, and with no plot where everybody reads. What plot is,
 * is taken from the files as their authors wrote them.
 */

const { films, mistakes } = await loadFilms(['data/films']);
const words = wordsFor('en-GB');

/** A JSON tree's text displays, and all other words in it that are shown: labels, alt texts, names. */
function shownIn(part: unknown): { readonly texts: readonly string[]; readonly labels: readonly string[] } {
  if (Array.isArray(part)) return joined(part.map(shownIn));
  if (typeof part !== 'object' || part === null) return { texts: [], labels: [] };
  const own = Object.entries(part).map(([name, value]: [string, unknown]) => {
    if (typeof value !== 'string') return shownIn(value);
    if (name === 'content') return { texts: [value], labels: [] };
    return { texts: [], labels: name === 'custom_id' || name === 'url' || name === 'value' ? [] : [value] };
  });
  return joined(own);
}

function joined(parts: readonly ReturnType<typeof shownIn>[]): ReturnType<typeof shownIn> {
  return { texts: parts.flatMap(({ texts }) => texts), labels: parts.flatMap(({ labels }) => labels) };
}

/** What a card shows to everybody, in the reading of each kind of client. */
function openTextsOf(card: unknown): readonly string[] {
  const { texts, labels } = shownIn(card);
  return [...labels, ...texts.flatMap((text) => readings.map((reading) => visibleBeforeClick(text, reading)))];
}

const telling = 6;

/**
 * What nobody may read in the open: the words that give the turn away, and every six words in a row of plot, save those
 * that its author wrote in the open too (`check:data` allows that of a setup alone).
 */
function secretsOf(written: unknown) {
  const texts = textsIn(written);
  const of = (kind: TextKind) => texts.filter((each) => each.kind === kind).map(({ text }) => text);
  const runs = (kind: TextKind) => new Set(of(kind).flatMap((text) => runsOf(text, telling)));
  const open = runs('open');
  return { runs: new Set([...runs('plot')].filter((run) => !open.has(run))), terms: of('term') };
}

function expectNoPlot(card: unknown, { runs, terms }: ReturnType<typeof secretsOf>): void {
  for (const text of openTextsOf(card)) {
    expect.soft(runsOf(text, telling).filter((run) => runs.has(run))).toEqual([]);
    expect.soft(terms.filter((term) => speaksOf(text, term))).toEqual([]);
  }
}

function expectSendable(card: Message): void {
  expect.soft(() => checkLimits(card)).not.toThrow();
  const { components, characters, bytes } = weightOf(card);
  expect
    .soft([components <= maxComponents, characters <= maxCharacters, bytes <= maxBytes])
    .toEqual([true, true, true]);
  const { texts } = shownIn(card);
  expect.soft(texts.filter((text) => visibleText(text).trim() === '')).toEqual([]);
}

const comesLater = (one: WhenInWork, other: WhenInWork) =>
  [...stages, 'absent'].indexOf(one) > [...stages, 'absent'].indexOf(other);

const summaries = films.map(({ film }) => summaryOf(film));

test('every shipped film is loaded', () => {
  expect(mistakes).toEqual([]);
  expect(films.length).toBeGreaterThan(4);
});

describe.each(films.map((loaded) => [loaded.film.key, loaded] as const))('%s', (_, { film, written }) => {
  const secrets = secretsOf(written);
  const summary = summaryOf(film);

  test('every card that it is in', () => {
    const adaptations = summaries.filter((each) => each.book.key === film.book.key);
    for (const { card } of everyCard(film, adaptations, words)) {
      expectSendable(card);
      expectNoPlot(card, secrets);
    }
  });

  test.each(stages)('the synopsis up to %s', (upto) => {
    const texts = textsIn(written);
    const parts = [
      ['plot', ({ film, book }: Scene) => (film === 'absent' ? book : film)],
      ['inFilm', ({ film }: Scene) => film],
      ['inBook', ({ film, book }: Scene) => (comesLater(book, film) ? book : film)],
    ] as const;
    const told = synopsisMessages({ film, upto }, words)
      .flatMap((card) => shownIn(card).texts)
      .map(visibleText)
      .join('\n');
    const runsTold = new Set(runsOf(told, telling));
    for (const [index, scene] of film.scenes.entries()) {
      for (const [part, whenOf] of parts) {
        const when = whenOf(scene);
        const isTold = when !== 'absent' && stages.indexOf(when) <= stages.indexOf(upto);
        const runs = runsOf(textAt(texts, 'scenes', index, part) ?? '', telling);
        const shown = runs.filter((run) => runsTold.has(run)).length;
        // A scene that goes on in a further message loses the runs that its cut goes through.
        expect.soft(isTold ? shown >= runs.length * 0.8 : shown === 0, `scene ${index + 1}, ${part}`).toBe(true);
      }
    }
  });

  test.each(stages)('what it changed and kept, up to %s', (upto) => {
    const texts = textsIn(written);
    const textOf = (...path: readonly (string | number)[]) => textAt(texts, ...path) ?? '';
    const shown = changesMessages({ film, upto }, words)
      .flatMap((card) => shownIn(card).texts)
      .map(visibleText)
      .join('\n');
    const runsShown = new Set(runsOf(shown, telling));
    const entries = [
      ...film.changes.map((each, at) => ({ each, told: ['inBook', 'inFilm'].map((f) => textOf('changes', at, f)) })),
      ...film.kept.map((each, at) => ({ each, told: [textOf('kept', at, 'plot')] })),
    ];
    for (const { each, told } of entries) {
      const reached = [each.film, each.book].every(
        (when) => when === 'absent' || stages.indexOf(when) <= stages.indexOf(upto),
      );
      const runs = told.flatMap((text) => runsOf(text, telling));
      expect.soft(runs.length).toBeGreaterThan(0);
      const found = runs.filter((run) => runsShown.has(run)).length;
      expect.soft(reached ? found >= runs.length * 0.8 : found === 0, each.aspect).toBe(true);
    }
  });

  test('the name of its thread, and the form for ratings', () => {
    const { name } = talkTexts(summary, film.prompts, words);
    expect(name.length).toBeLessThanOrEqual(100);
    const forms = works.map((work) => ratingForm({ film: summary, work, steps: 'none', from: 'card' }, words));
    for (const form of forms) expect(form.title.length).toBeLessThanOrEqual(45);
    expectNoPlot([{ name }, ...forms], secrets);
  });

  test('its suggestion', () => {
    const suggestions = suggestionsFor([summary, summary], words);
    for (const { name } of suggestions) {
      expect(name.length).toBeLessThanOrEqual(100);
      expect(name).toMatch(/^.+ \(\d{4}\)/u);
    }
    expectNoPlot(suggestions, secrets);
  });
});

test('help', () => {
  const card = helpCard({ films: films.length, mention: (command) => `</${command}:100000000000000005>` }, words);
  expectSendable(card);
  for (const { written } of films) expectNoPlot(card, secretsOf(written));
});

describe('the check itself', () => {
  const secrets = { runs: new Set(['the butler did it all along']), terms: ['butler'] };

  test.each([
    ['in a text', { content: 'The butler did it all along.' }],
    ['after a spoiler', { content: '||nothing|| the butler did it' }],
    ['where a code span ends a spoiler early', { content: '||it `was` the butler||' }],
    ['in a label', { label: 'The butler' }],
    ['in alt text', { items: [{ description: 'The butler, dead' }] }],
  ])('sees plot %s', (_, card) => {
    const open = openTextsOf(card);
    expect(open.some((text) => speaksOf(text, 'butler'))).toBe(true);
  });

  test('sees none behind a spoiler', () => {
    expectNoPlot({ content: 'Ending: ||The butler did it all along.||' }, secrets);
  });
});
