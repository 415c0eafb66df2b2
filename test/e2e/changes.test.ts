import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { maxBytes, maxCharacters } from '../../src/discord/limits.ts';
import type { Member } from '../../src/playground/members.ts';
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
const filmWith = (more: object) =>
  JSON.stringify({ title: 'Two Ways', year: 1999, medium: 'film', directors: [{ name: 'D. Irector' }], book, ...more });
const change = (
  aspect: string,
  film: string,
  inBook: string,
  texts = ['Secret of the book.', 'Secret of the film.'],
) => ({
  aspect,
  film,
  book: inBook,
  inBook: texts[0],
  inFilm: texts[1],
});
const content = {
  'two-ways-1999.yaml': filmWith({
    changes: [
      change('theme', 'absent', 'middle'),
      change('plot', 'setup', 'setup'),
      change('plot', 'setup', 'ending'),
      change('ending', 'ending', 'absent'),
    ],
    kept: [
      { aspect: 'tone', film: 'middle', book: 'setup', plot: 'Secret of both.' },
      { aspect: 'setting', film: 'setup', book: 'setup', plot: 'Secret of both.' },
    ],
  }),
  'late-ways-1999.yaml': filmWith({ title: 'Late Ways', changes: [change('plot', 'setup', 'ending')] }),
  'long-ways-1999.yaml': filmWith({
    title: 'Long Ways',
    changes: Array.from({ length: 20 }, () =>
      change('plot', 'setup', 'setup', ['secret '.repeat(110), '秘密 '.repeat(200)]),
    ),
  }),
};

let foyer: Foyer;
let alice: Member;

beforeAll(async () => {
  foyer = await startFoyer({ content, limitMessages: false });
  ({ alice } = foyer);
});
afterAll(() => foyer.end());

const labels = ({ buttons }: SeenMessage) => buttons.map(({ label }) => label);
const entries = ({ text }: SeenMessage) => text.split('\n').filter((line) => /^\*\*\d+\. /u.test(line));

describe('what a film changed and kept', () => {
  test('is told by aspect, the book and the film each behind a spoiler of its own', async () => {
    const { message } = await alice.run('/changes', { film: 'two-ways-1999' });
    expect(message.ephemeral).toBe(false);
    expect(message.text.split('\n')).toEqual([
      '## What Two Ways (1999) changed, and what it kept',
      '-# Press to open; the rest stays hidden. Each label says which work it tells, and how far in. Told to the very end.',
      '### Changed',
      '**1. Plot · in the book: setup**',
      '||Secret of the book.||',
      '**1. Plot · in the film: setup**',
      '||Secret of the film.||',
      '**2. Plot · in the book: ending**',
      '||Secret of the book.||',
      '**2. Plot · in the film: setup**',
      '||Secret of the film.||',
      '**3. Ending · not in the book (film: ending)**',
      '||Secret of the book.||',
      '**3. Ending · in the film: ending**',
      '||Secret of the film.||',
      '**4. Theme · in the book: middle**',
      '||Secret of the book.||',
      '**4. Theme · not in the film (book: middle)**',
      '||Secret of the film.||',
      '### Kept',
      '**5. Setting · in the book and the film: setup**',
      '||Secret of both.||',
      '**6. Tone · in the book: setup, in the film: middle**',
      '||Secret of both.||',
    ]);
  });

  test.each([
    ['setup', ['1', '1', '5'], 'Told up to the end of the setup.'],
    ['middle', ['1', '1', '4', '4', '5', '6'], 'Told up to the end of the middle.'],
    ['ending', ['1', '1', '2', '2', '3', '3', '4', '4', '5', '6'], 'Told to the very end.'],
  ])('goes no further than %s in either work, and keeps its numbers', async (upto, numbers, said) => {
    const { message } = await alice.run('/changes', { film: 'two-ways-1999', upto });
    expect(message.text).toContain(said);
    expect(entries(message).map((line) => /\d+/u.exec(line)?.[0])).toEqual(numbers);
  });

  test('shows nothing of a real film before it is pressed', async () => {
    const { message } = await alice.run('/changes', { film: neverLetMeGo });
    expect(entries(message).length).toBeGreaterThanOrEqual(8);
    const label =
      /^\d+\. [A-Z][a-z ]+ · (?:(?:in the (?:book|film|book and the film): (?:setup|middle|ending)(?:, )?)+|not in the (?:book|film) \((?:book|film): (?:setup|middle|ending)\))$/u;
    for (const reading of readings) {
      const open = visibleBeforeClick(message.text, reading).split('\n');
      for (const line of open.filter((each) => each.trim() !== '' && !/^(?:#|-#)/u.test(each))) {
        expect(line.replaceAll('**', '')).toMatch(label);
      }
    }
  });

  test('that nobody has written yet says so', async () => {
    const { message } = await alice.run('/changes', { film: 'the-cow-1969' });
    expect(message.text).toBe('Nobody has held The Cow (1969) against its book yet.');
    expect(labels(message)).toEqual([]);
  });

  test('that all comes later than it is asked for says so', async () => {
    const { message } = await alice.run('/changes', { film: 'late-ways-1999', upto: 'middle' });
    expect(message.text).toBe(
      'Nothing to compare in Late Ways (1999) this early. Ask again with a later `upto` than middle.',
    );
    expect(labels(message)).toEqual([]);
  });

  test('goes on in further messages, within the limits, and only the last has the button', async () => {
    const exchange = await alice.run('/changes', { film: 'long-ways-1999' });
    const isThere = () => exchange.messages.some(({ text }) => text.includes('**20. Plot · in the film'));
    await foyer.loopback.until(isThere, 'the last part');
    const { messages } = exchange;
    expect(messages.length).toBeGreaterThan(3);
    for (const [index, message] of messages.entries()) {
      expect(message.text.length).toBeLessThanOrEqual(maxCharacters);
      expect(Buffer.byteLength(message.text)).toBeLessThanOrEqual(maxBytes);
      expect(message.text.split('\n')[0]).toBe(
        `## What Long Ways (1999) changed, ${index === 0 ? 'and what it kept' : 'continued'}`,
      );
      expect(labels(message)).toEqual(index === messages.length - 1 ? ['Reveal for me'] : []);
      for (const reading of readings) expect(visibleBeforeClick(message.text, reading)).not.toMatch(/secret|秘/u);
    }
  });
});

test('what a film changed can be asked for privately', async () => {
  const { message } = await alice.run('/changes', { film: neverLetMeGo, private: true });
  expect(message.ephemeral).toBe(true);
  expect(labels(message)).toEqual(['Reveal for me']);
});

test.each([true, false])(
  'a film that was not clear is told as far, and as privately (%s), as was meant',
  async (alone) => {
    const { message } = await alice.run('/changes', { film: 'solaris', upto: 'middle', private: alone });
    const answer = await alice.press(message, 'Solaris (2002)');
    expect(answer.message.ephemeral).toBe(alone);
    expect(answer.message.text).toContain('## What Solaris (2002) changed');
    expect(answer.message.text).toContain('Told up to the end of the middle.');
  },
);
