import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Member } from '../../src/playground/members.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { type Foyer, startFoyer } from '../foyer.ts';

const pair = {
  year: 1999,
  medium: 'film',
  directors: [{ name: 'D. Irector' }],
  book: { key: 'somebody-the-novel-1950', title: 'The Novel', authors: ['A. Somebody'], year: 1950, form: 'novel' },
};
const content = {
  'two-ways-1999.yaml': JSON.stringify({
    title: 'Two Ways',
    ...pair,
    scenes: [
      { film: 'setup', book: 'setup', plot: 'Both begin.' },
      { film: 'middle', book: 'absent', plot: 'The film invents.' },
      { film: 'absent', book: 'middle', plot: 'The book digresses.' },
      { film: 'ending', book: 'ending', plot: 'Both end.', inFilm: 'It rains.', inBook: 'It snows.' },
    ],
    changes: [
      { aspect: 'plot', film: 'setup', book: 'ending', inBook: 'The book waits.', inFilm: 'The film hurries.' },
      { aspect: 'tone', film: 'middle', book: 'absent', inBook: 'Nobody laughs.', inFilm: 'All laugh.' },
    ],
    kept: [{ aspect: 'theme', film: 'ending', book: 'middle', plot: 'Both forgive.' }],
    reviews: [
      {
        key: 'foyer',
        verdict: 'Good.',
        sections: [
          { about: 'story', plot: 'A critic tells it.' },
          { about: 'book and film', plot: 'A critic compares.' },
          { about: 'themes', text: 'Time.' },
        ],
      },
      { key: 'other', verdict: 'Bad.', sections: [{ about: 'story', text: 'No plot.' }] },
    ],
  }),
  'short-ways-1999.yaml': JSON.stringify({
    title: 'Short Ways',
    ...pair,
    book: { ...pair.book, key: 'somebody-the-story-1951', title: 'The Story' },
    scenes: [
      { film: 'setup', book: 'setup', plot: 'It starts.' },
      { film: 'setup', book: 'ending', plot: 'It stops.', inBook: 'On the page, in tears.' },
    ],
  }),
};

let foyer: Foyer;
let count = 0;
/** Somebody whose progress nobody has heard of, for each test. */
let carol: Member;

beforeAll(async () => {
  foyer = await startFoyer({ content, limitMessages: false });
});
afterAll(() => foyer.end());
beforeEach(() => {
  count += 1;
  carol = foyer.loopback.addMember(`Carol ${count}`, { server: foyer.server });
});

const film = 'two-ways-1999';
const lines = ({ text }: SeenMessage) => text.split('\n');
const labels = ({ buttons }: SeenMessage) => buttons.map(({ label }) => label);
/** Every plot of the film, which no label repeats. */
const plots = ['Both begin.', 'The film invents.', 'The book digresses.', 'Both end.', 'It rains.', 'It snows.'];
const told = (messages: readonly SeenMessage[]) =>
  plots.filter((plot) => messages.some((message) => lines(message).includes(plot)));

async function says(member: Member, watched: string | undefined, read: string | undefined) {
  const options = { film, ...(watched && { watched }), ...(read && { read }) };
  return (await member.run('/progress', options)).message;
}

async function synopsis(options: Readonly<Record<string, string | boolean>> = {}) {
  return (await foyer.alice.run('/synopsis', { film, ...options })).message;
}

/** All that a press brings, once its last message is there. */
async function reveal(member: Member, message: SeenMessage, messages: number) {
  const exchange = await member.press(message, 'Reveal for me');
  await foyer.loopback.until(() => exchange.messages.length === messages, 'all of the answer');
  return exchange.messages;
}

describe('Reveal for me', () => {
  test('shows a reader who finished the book what the book tells, not what the film invented', async () => {
    await says(carol, 'not started', 'finished');
    const messages = await reveal(carol, await synopsis(), 2);
    expect(messages.map(({ text }) => text)).toEqual([
      [
        '## Safe for you: Synopsis of Two Ways (1999)',
        '-# You have not started the film, and you have finished the book.',
        '**Setup, scene 1**',
        'Both begin.',
        '**Middle, scene 3 · in the book only**',
        'The book digresses.',
        '**Ending, scene 4**',
        'Both end.',
        '**Scene 4 · only in the book: ending**',
        'It snows.',
      ].join('\n'),
      'You have not started the film: show the middle and the ending all the same?',
    ]);
    expect(labels(messages[1] as SeenMessage)).toEqual(['Show it', 'I have finished it', 'No']);
    for (const { ephemeral } of messages) expect(ephemeral).toBe(true);
  });

  test('shows a viewer who has not read what the film tells', async () => {
    await says(carol, 'finished', 'not started');
    const messages = await reveal(carol, await synopsis(), 2);
    expect(told(messages)).toEqual(['Both begin.', 'The film invents.', 'Both end.', 'It rains.']);
    expect(messages[1]?.text).toBe('You have not started the book: show the middle and the ending all the same?');
  });

  test('shows somebody in the middle of both what lies behind them', async () => {
    await says(carol, 'middle', 'middle');
    const messages = await reveal(carol, await synopsis(), 2);
    expect(told(messages)).toEqual(['Both begin.', 'The film invents.', 'The book digresses.']);
    expect(messages[1]?.text).toBe(
      'You are in the middle of the film and are in the middle of the book: show the rest all the same?',
    );
    expect(labels(messages[1] as SeenMessage)).toEqual([
      'Show it',
      'I have finished the film',
      'I have finished the book',
      'No',
    ]);
  });

  test('asks for the ending, where that is what is left', async () => {
    await says(carol, 'finished', 'middle');
    const [, question] = await reveal(carol, await synopsis(), 2);
    expect(question?.text).toBe('You are in the middle of the book: show the ending all the same?');
  });

  test('shows nothing to somebody who has started neither, and asks', async () => {
    await says(carol, 'not started', 'not started');
    const [question] = await reveal(carol, await synopsis(), 1);
    expect(lines(question as SeenMessage)).toEqual([
      'Nothing here is safe for you yet.',
      'You have not started the film and have not started the book: show the rest all the same?',
    ]);
  });

  test('shows all, and asks nothing, to somebody who has finished both', async () => {
    await says(carol, 'finished', 'finished');
    const messages = await reveal(carol, await synopsis(), 1);
    expect(told(messages)).toEqual(plots);
  });

  test('goes no further than was told', async () => {
    await says(carol, 'finished', 'finished');
    const messages = await reveal(carol, await synopsis({ upto: 'middle' }), 1);
    expect(told(messages)).toEqual(['Both begin.', 'The film invents.', 'The book digresses.']);
    expect(labels(messages[0] as SeenMessage)).toEqual([]);
  });

  test('gives each who presses their own answer, under one public message', async () => {
    const dave = foyer.loopback.addMember(`Dave ${count}`, { server: foyer.server });
    await says(carol, 'finished', 'not started');
    await says(dave, 'not started', 'finished');
    const message = await synopsis();
    expect(told(await reveal(carol, message, 2))).not.toContain('It snows.');
    expect(told(await reveal(dave, message, 2))).not.toContain('It rains.');
  });

  test('is under a private synopsis, too', async () => {
    const { message } = await carol.run('/synopsis', { film, private: true });
    expect(labels(message)).toEqual(['Reveal for me']);
  });

  test('judges each change by the work that it tells', async () => {
    await says(carol, 'setup', 'not started');
    const { message } = await foyer.alice.run('/changes', { film });
    const [open] = await reveal(carol, message, 2);
    expect(lines(open as SeenMessage)).toEqual([
      '## Safe for you: What Two Ways (1999) changed, and what it kept',
      '-# You are in the setup of the film, and you have not started the book.',
      '### Changed',
      '**1. Plot · in the film: setup**',
      'The film hurries.',
    ]);
    await says(carol, 'finished', undefined);
    const [more] = await reveal(carol, message, 2);
    expect(more?.text).toContain('All laugh.');
    expect(more?.text).toContain('Both forgive.');
    // What the book has instead is told by those who know the book.
    expect(more?.text).not.toContain('Nobody laughs.');
  });

  test('opens the plot of a review to those who have seen the film, and its comparison to those who know both', async () => {
    await says(carol, 'finished', 'middle');
    const { message } = await foyer.alice.run('/review', { film });
    const [open, question] = await reveal(carol, message, 2);
    expect(lines(open as SeenMessage)).toEqual([
      '## Safe for you: the plot in a review of Two Ways (1999)',
      '-# You have finished the film, and you are in the middle of the book.',
      '**Story**',
      'A critic tells it.',
    ]);
    expect(question?.text).toBe('You are in the middle of the book: show the rest all the same?');
    const rest = await carol.press(question as SeenMessage, 'Show it');
    expect(rest.message.text).toContain('A critic compares.');
  });

  test('is not under a review that tells no plot', async () => {
    const { message } = await foyer.alice.run('/review', { film, critic: 'other' });
    expect(labels(message)).not.toContain('Reveal for me');
  });
});

describe('the question', () => {
  async function asked(watched: string, read: string, options: Readonly<Record<string, string | boolean>> = {}) {
    await says(carol, watched, read);
    const [, question] = await reveal(carol, await synopsis(options), 2);
    if (!question) throw new Error('nothing was asked');
    return question;
  }

  test('answered with Show it is followed in its place by what was hidden, and by that alone', async () => {
    const question = await asked('not started', 'finished');
    const { message } = await carol.press(question, 'Show it');
    expect(message.id).toBe(question.id);
    expect(message.ephemeral).toBe(true);
    expect(lines(message)).toEqual([
      '## The rest: Synopsis of Two Ways (1999)',
      '**Middle, scene 2 · not in the book**',
      'The film invents.',
      '**Scene 4 · only in the film: ending**',
      'It rains.',
    ]);
    expect(labels(message)).toEqual([]);
  });

  test('never shows more than was told in the first place', async () => {
    const question = await asked('not started', 'finished', { upto: 'middle' });
    const { message } = await carol.press(question, 'Show it');
    expect(told([message])).toEqual(['The film invents.']);
  });

  test('answered with No goes away', async () => {
    const question = await asked('middle', 'middle');
    const { message } = await carol.press(question, 'No');
    expect(message.id).toBe(question.id);
    expect(message.text).toBe('Then it stays hidden. Reveal for me asks you again whenever you like.');
    expect(labels(message)).toEqual([]);
  });

  test('answered with I have finished it is remembered, and what is safe now is shown', async () => {
    const question = await asked('finished', 'middle');
    const { message } = await carol.press(question, 'I have finished it');
    expect(told([message])).toEqual(['It snows.']);
    expect((await says(carol, undefined, undefined)).text).toContain(
      'You have finished the film, and you have finished the book.',
    );
  });

  test('answered for one of two works asks about the other', async () => {
    const question = await asked('middle', 'middle');
    const exchange = await carol.press(question, 'I have finished the book');
    await foyer.loopback.until(() => exchange.messages.length === 2, 'the next question');
    expect(told(exchange.messages)).toEqual(['Both end.', 'It snows.']);
    expect(exchange.messages[1]?.text).toBe('You are in the middle of the film: show the ending all the same?');
  });

  test('can be answered after a restart', async () => {
    await says(carol, 'finished', 'middle');
    const message = await synopsis();
    await foyer.bot().kill();
    await foyer.restart();
    const [, question] = await reveal(carol, message, 2);
    const rest = await carol.press(question as SeenMessage, 'I have finished it');
    expect(told([rest.message])).toEqual(['It snows.']);
  });
});

describe('a member who has never said how far they are', () => {
  test('is asked first, work by work, and then answered; it is remembered', async () => {
    const message = await synopsis();
    const [ask] = await reveal(carol, message, 1);
    if (!ask) throw new Error('nothing was asked');
    expect(ask.ephemeral).toBe(true);
    expect(lines(ask)).toEqual([
      '## How far are you with Two Ways (1999)?',
      'Then I open what tells you nothing new, and ask before I show more.',
      '**Film** · Two Ways (1999)',
      '**Book** · The Novel, by A. Somebody',
      '-# Setup and middle mean: to the end of that part. Only you see this; it opens spoilers for you alone.',
    ]);
    expect(labels(ask)).toEqual([...four, ...four]);
    const next = await carol.press(ask, idIn(ask, 'film', 'Setup'));
    expect(next.message.id).toBe(ask.id);
    const done = await carol.press(next.message, idIn(next.message, 'book', 'Finished'));
    expect(told([done.message])).toEqual(['Both begin.', 'The book digresses.', 'Both end.', 'It snows.']);
    expect((await says(carol, undefined, undefined)).text).toContain(
      'You are in the setup of the film, and you have finished the book.',
    );
  });

  test('about one of the works is told by the other, and asked about it', async () => {
    await says(carol, 'finished', undefined);
    const [open, question] = await reveal(carol, await synopsis(), 2);
    expect(told([open as SeenMessage])).toEqual(['Both begin.', 'The film invents.', 'Both end.', 'It rains.']);
    expect(question?.text).toBe(
      'You have not said how far you are with the book: show the middle and the ending all the same?',
    );
    const rest = await carol.press(question as SeenMessage, 'I have finished it');
    expect(told([rest.message])).toEqual(['The book digresses.', 'It snows.']);
  });

  test('is asked each time in a direct message, where nothing is kept', async () => {
    const here = carol.in('dm');
    for (const _ of ['once', 'again']) {
      const { message } = await here.run('/synopsis', { film });
      const ask = await here.press(message, 'Reveal for me');
      expect(ask.message.text).toContain('Nothing is kept about it here.');
      const next = await here.press(ask.message, idIn(ask.message, 'book', 'Finished'));
      const exchange = await here.press(next.message, idIn(next.message, 'film', 'Not started'));
      await foyer.loopback.until(() => exchange.messages.length === 2, 'the question');
      expect(told(exchange.messages)).toEqual(['Both begin.', 'The book digresses.', 'Both end.', 'It snows.']);
      const rest = await here.press(exchange.messages[1] as SeenMessage, 'I have finished it');
      expect(told([rest.message])).toEqual(['The film invents.', 'It rains.']);
    }
  });
});

describe('a forged custom_id', () => {
  test('opens nothing in a message that others see', async () => {
    const message = await synopsis();
    for (const id of [
      `reveal.show/v1/${film}/s/ending/00`,
      `reveal.say/v1/${film}/s/ending/00/33`,
      `reveal.leave/v1/${film}`,
    ]) {
      const before = message.text;
      const answer = await foyer.alice.pressForged(message, id);
      expect(answer.message.ephemeral).toBe(true);
      expect(message.text).toBe(before);
      expect(told([message])).toEqual([]);
    }
  });

  test('of a film or a review that is not there is answered kindly', async () => {
    const message = await synopsis();
    const gone = await carol.pressForged(message, 'reveal.ask/v1/unknown-film-1999/s/ending');
    expect(gone.message.text).toBe('That film is not in the catalogue any more. Ask for another one.');
    await says(carol, 'finished', 'finished');
    const nothing = await carol.pressForged(message, `reveal.ask/v1/${film}/r/nobody`);
    expect(nothing.message.text).toBe('There is nothing more to show.');
  });
});

const four = ['Not started', 'Setup', 'Middle', 'Finished'];

/** The custom_id of one of the four buttons of a work: the film's come first. */
function idIn({ buttons }: SeenMessage, work: 'film' | 'book', label: string): string {
  const same = buttons.filter((button) => button.label === label);
  const id = same[work === 'film' ? 0 : 1]?.customId;
  if (!id) throw new Error(`no button ${label} for the ${work}`);
  return id;
}
