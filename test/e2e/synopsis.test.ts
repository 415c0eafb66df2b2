import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { maxBytes, maxCharacters } from '../../src/discord/limits.ts';
import type { Exchange, Member } from '../../src/playground/members.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { type Foyer, startFoyer } from '../foyer.ts';
import { readings, visibleBeforeClick } from '../spoilers/discord-markdown.ts';

const neverLetMeGo = 'never-let-me-go-2010';

const book = {
  key: 'somebody-the-novel-1950',
  title: 'The Novel',
  authors: ['A. Somebody'],
  year: 1950,
  form: 'novel',
};
/** Two paragraphs of nearly 1,500 characters together; every other one takes three bytes a character. */
function plotOf(scene: number): string {
  const script = scene % 2 === 0 ? 'secret' : '秘密の物語';
  return [700, 760].map((length) => `${script} `.repeat(200).slice(0, length).trim()).join('\n\n');
}

const filmWith = (scenes: readonly object[]) =>
  JSON.stringify({ title: 'Long Day', year: 1999, medium: 'film', directors: [{ name: 'D. Irector' }], book, scenes });
const content = {
  'long-day-1999.yaml': filmWith(
    Array.from({ length: 12 }, (_, at) => ({
      film: at < 4 ? 'setup' : at < 8 ? 'middle' : 'ending',
      book: 'setup',
      plot: plotOf(at),
    })),
  ),
  'late-day-1999.yaml': filmWith([
    { film: 'ending', book: 'absent', plot: 'A secret.' },
    { film: 'absent', book: 'middle', plot: 'Another secret.' },
  ]),
};

let foyer: Foyer;
let alice: Member;
let bob: Member;

beforeAll(async () => {
  foyer = await startFoyer({ content, limitMessages: false });
  ({ alice, bob } = foyer);
});
afterAll(() => foyer.end());

const labels = ({ buttons }: SeenMessage) => buttons.map(({ label }) => label);
const linesOf = (messages: readonly SeenMessage[]) => messages.flatMap(({ text }) => text.split('\n'));
const scenes = (messages: readonly SeenMessage[]) => linesOf(messages).filter((line) => /^\*\*.*, scene/u.test(line));

/** The messages of a synopsis, when all of them are there: the last has the button. */
async function whole(exchange: Exchange): Promise<readonly SeenMessage[]> {
  await foyer.loopback.until(() => exchange.messages.some(({ buttons }) => buttons.length > 0), 'the whole synopsis');
  return exchange.messages;
}

describe('a synopsis', () => {
  test('tells all scenes at once, each behind its own spoiler under a label that is readable', async () => {
    const messages = await whole(await alice.run('/synopsis', { film: neverLetMeGo }));
    for (const { ephemeral } of messages) expect(ephemeral).toBe(false);
    expect(linesOf(messages).slice(0, 2)).toEqual([
      '## Synopsis of Never Let Me Go (2010)',
      '-# Press a scene to open it; the others stay hidden. The labels say when it comes in the film. Told to the very end.',
    ]);
    expect(scenes(messages)).toEqual([
      '**Setup, scene 1 · not in the book**',
      ...[2, 3, 4, 5].map((scene) => `**Setup, scene ${scene}**`),
      '**Middle, scene 6 · in the book: setup**',
      ...[7, 8].map((scene) => `**Middle, scene ${scene}**`),
      ...[9, 10].map((scene) => `**Ending, scene ${scene}**`),
    ]);
    const labelled = linesOf(messages).filter((line) => /^\*\*.*\*\*$/u.test(line));
    const hidden = linesOf(messages).filter((line) => /^\|\|[^|]+\|\|$/u.test(line));
    expect(hidden).toHaveLength(labelled.length);
  });

  test('shows no word of a scene before it is pressed', async () => {
    const messages = await whole(await alice.run('/synopsis', { film: neverLetMeGo }));
    const heading = /^## Synopsis of Never Let Me Go \(2010\)(?:, continued)?$/u;
    const howTo = /^-# Press a scene/u;
    const sceneLabel =
      /^(?:Setup|Middle|Ending), scene \d+(?: · (?:not in the book|in the book: (?:setup|middle|ending)))?$/u;
    const ofOneAlone = /^Scene \d+ · only in the (?:film|book): (?:setup|middle|ending)$/u;
    const readable = [heading, howTo, sceneLabel, ofOneAlone];
    for (const { text, raw } of messages) {
      for (const reading of readings) {
        const open = visibleBeforeClick(text, reading).split('\n');
        for (const line of open.filter((each) => each !== '')) {
          expect(readable.filter((known) => known.test(line.replaceAll('**', '')))).toHaveLength(1);
        }
      }
      expect(raw).toMatchObject({ content: '' });
    }
  });

  test.each([
    ['setup', ['Setup'], 'Told up to the end of the setup.'],
    ['middle', ['Setup', 'Middle'], 'Told up to the end of the middle.'],
    ['ending', ['Setup', 'Middle', 'Ending'], 'Told to the very end.'],
  ])('goes as far as it is asked to: %s', async (upto, stages, said) => {
    const messages = await whole(await alice.run('/synopsis', { film: neverLetMeGo, upto }));
    expect(messages[0]?.text).toContain(said);
    expect(new Set(scenes(messages).map((label) => label.slice(2).split(',')[0]))).toEqual(new Set(stages));
  });

  test('counts its scenes alike however far it goes', async () => {
    const middle = await whole(await alice.run('/synopsis', { film: neverLetMeGo, upto: 'middle' }));
    const ending = await whole(await alice.run('/synopsis', { film: neverLetMeGo }));
    expect(scenes(ending).slice(0, 8)).toEqual(scenes(middle));
  });

  test('has a scene of the book alone at its stage there', async () => {
    const messages = await whole(await alice.run('/synopsis', { film: 'late-day-1999', upto: 'middle' }));
    expect(scenes(messages)).toEqual(['**Middle, scene 2 · in the book only**']);
  });

  test('that begins later than it is asked for says so', async () => {
    const { message } = await alice.run('/synopsis', { film: 'late-day-1999', upto: 'setup' });
    expect(message.text).toBe('Long Day (1999) has no scenes this early. Ask again with a later `upto` than setup.');
  });

  test('that nobody has written yet says so', async () => {
    const { message } = await alice.run('/synopsis', { film: 'the-cow-1969' });
    expect(message.text).toBe('Nobody has retold The Cow (1969) scene by scene yet.');
    expect(labels(message)).toEqual([]);
  });
});

describe('reading privately', () => {
  test('can be asked for at once', async () => {
    const messages = await whole(await alice.run('/synopsis', { film: neverLetMeGo, private: true }));
    for (const { ephemeral } of messages) expect(ephemeral).toBe(true);
    expect(scenes(messages)).toHaveLength(10);
    expect(messages.flatMap(labels)).toEqual(['Reveal for me']);
  });

  test('keeps every part of a long one private', async () => {
    const messages = await longOne({ private: true });
    expect(messages.length).toBeGreaterThan(3);
    for (const message of messages) expect(message.ephemeral).toBe(true);
  });

  test('is what the Synopsis button of a review does', async () => {
    const card = await alice.run('/review', { film: neverLetMeGo });
    const messages = await whole(await bob.press(card.message, 'Synopsis'));
    for (const { ephemeral } of messages) expect(ephemeral).toBe(true);
    expect(scenes(messages)).toHaveLength(10);
  });
});

const longOne = async (options: Readonly<Record<string, string | boolean>> = {}) =>
  whole(await alice.run('/synopsis', { film: 'long-day-1999', ...options }));

describe('a synopsis that is too long for one message', () => {
  test('goes on in further ones, within the limits, in order, and only the last has the button', async () => {
    const messages = await longOne();
    expect(messages.length).toBeGreaterThan(3);
    for (const [index, { text, ephemeral, buttons }] of messages.entries()) {
      expect(ephemeral).toBe(false);
      expect(text.length).toBeLessThanOrEqual(maxCharacters);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxBytes);
      expect(text.split('\n')[0]).toBe(`## Synopsis of Long Day (1999)${index === 0 ? '' : ', continued'}`);
      expect(buttons.map(({ label }) => label)).toEqual(index === messages.length - 1 ? ['Reveal for me'] : []);
      for (const reading of readings) expect(visibleBeforeClick(text, reading)).not.toMatch(/secret|秘/u);
    }
    const numbers = scenes(messages).map((label) => Number(/scene (\d+)/u.exec(label)?.[1]));
    expect(new Set(numbers).size).toBe(12);
    expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
  });

  test('is cut between scenes or paragraphs: no word of it is lost', async () => {
    const messages = await longOne({ upto: 'setup' });
    const whole = messages.map(({ text }) => text).join('\n');
    const paragraphs = [...whole.matchAll(/\|\|([^|]+)\|\|/gu)].flatMap(([, scene = '']) => scene.split('\n\n'));
    expect(paragraphs).toEqual(Array.from({ length: 4 }, (_, at) => plotOf(at).split('\n\n')).flat());
  });
});
