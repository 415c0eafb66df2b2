import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Member } from '../../src/playground/members.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { type Foyer, startFoyer } from '../foyer.ts';

const neverLetMeGo = 'never-let-me-go-2010';
const solaris = 'solaris-1972';
const doors = ['Review', 'Synopsis', 'Changes', 'Book or film?'];

const book = {
  key: 'somebody-the-novel-1950',
  title: 'The Novel',
  authors: ['A. Somebody'],
  year: 1950,
  form: 'novel',
};
const bare = { title: 'Bare Facts', year: 1999, medium: 'film', directors: [{ name: 'D. Irector' }], book };
const long = {
  ...bare,
  title: 'Long Facts',
  note: 'Shown in two versions.',
  cast: Array.from({ length: 16 }, (_, at) => ({ role: `Role ${at}`, note: 'Somebody of many words. '.repeat(6) })),
  contentNotes: ['Whales'],
  readOrWatchFirst: { advice: 'read', reason: 'The book is short.' },
  sources: [
    { title: 'The novel' },
    { title: 'Film data', publisher: 'An archive', link: 'https://example.org/data' },
    { title: 'More film data', publisher: 'An archive', link: 'https://example.org/more' },
  ],
};
const content = {
  'bare-facts-1999.yaml': JSON.stringify({ ...bare, book: { ...book, key: 'somebody-else-1950' } }),
  'long-facts-1999.yaml': JSON.stringify(long),
  'second-facts-1989.yaml': JSON.stringify({ ...bare, title: 'Second Facts', year: 1989, medium: 'series' }),
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
const doorsOf = ({ buttons }: SeenMessage) => buttons.filter(({ url }) => !url).map(({ label }) => label);

describe('the card of a film', () => {
  test('has the film and its book, other films of that book, what to know beforehand, and its sources', async () => {
    const { message } = await alice.run('/film', { film: solaris });
    expect(message.ephemeral).toBe(false);
    for (const part of [
      '## Solaris (1972)\n-# Солярис · Solyaris\n-# Film · ',
      'Directed by **Andrei Tarkovsky**',
      '**Cast**\nKris Kelvin: Donatas Banionis',
      '**The book**\nSolaris, by Stanisław Lem · novel, 1961',
      'Good to know beforehand: Suicide · ',
      '**Read first or watch first, either works.** ',
      '**Also filmed from this book**\nSolaris (2002) · film by Steven Soderbergh',
      '-# Where this was looked up\n-# ',
      '\n-# Solaris (novel, 1961)\n',
      '-# Stars on this server · Film: no ratings yet · Book: no ratings yet',
    ]) {
      expect(message.text).toContain(part);
    }
    expect(doorsOf(message)).toEqual(doors);
  });

  test('counts this server’s stars for both works', async () => {
    await alice.run('/rate', { film: 'long-facts-1999', stars: '★★★', work: 'Book' });
    const { message } = await bob.run('/film', { film: 'long-facts-1999' });
    expect(message.text).toContain('-# Stars on this server · Film: no ratings yet · Book: 1 rating');
  });

  test('turns its pages for whoever asked, and gives anybody else a card of their own', async () => {
    const { message } = await alice.run('/film', { film: 'long-facts-1999' });
    expect(message.text).toContain('-# Shown in two versions.');
    expect(message.text).toContain('-# Page 1 of 2');
    expect(labels(message)).toEqual(['Read on', ...doors]);
    const own = await bob.press(message, 'Read on');
    expect(own.outcome).toBe('message');
    expect(own.message.ephemeral).toBe(true);
    expect((await alice.press(message, 'Read on')).outcome).toBe('update');
    for (const { text } of [message, own.message]) {
      expect(text).toContain('Page 2 of 2');
      expect(text).toContain('Good to know beforehand: Whales\n**Read first.** The book is short.');
      expect(text).toContain('**Also filmed from this book**\nSecond Facts (1989) · series by D. Irector');
    }
    await alice.press(message, 'Back');
    expect(message.text).toContain('-# Page 1 of 2');
  });

  test('leads to the sources that have an address, and tells two of one publisher apart', async () => {
    const { message } = await alice.run('/film', { film: 'long-facts-1999' });
    await alice.press(message, 'Read on');
    expect(message.text).toContain('-# The novel\n-# Film data (An archive)\n-# More film data (An archive)');
    expect(message.buttons.filter(({ url }) => url).map(({ label, url }) => [label, url])).toEqual([
      ['An archive · Film data', 'https://example.org/data'],
      ['An archive · More film data', 'https://example.org/more'],
    ]);
  });

  test('is short where little is known, and has no empty part', async () => {
    const { message } = await alice.run('/film', { film: 'bare-facts-1999' });
    expect(message.text.split('\n')).toEqual([
      '## Bare Facts (1999)',
      '-# Film',
      'Directed by **D. Irector**',
      '**The book**',
      'The Novel, by A. Somebody · novel, 1950',
      '-# Stars on this server · Film: no ratings yet · Book: no ratings yet',
    ]);
    expect(labels(message)).toEqual(doors);
  });

  test('is there in a direct message, without what belongs to a server', async () => {
    const { message } = await alice.in('dm').run('/film', { film: solaris });
    expect(message.text).not.toContain('on this server');
    expect(doorsOf(message)).toEqual(['Review', 'Synopsis', 'Changes']);
  });
});

describe('its buttons', () => {
  test.each([
    ['Review', false, '## Never Let Me Go (2010)\n**★★★★** · '],
    ['Synopsis', true, '## Synopsis of Never Let Me Go (2010)\n'],
    ['Changes', true, '## What Never Let Me Go (2010) changed, and what it kept\n'],
    ['Book or film?', false, '## Book or film? Never Let Me Go (2010)\n'],
  ])('%s leads there, and what tells plot is shown to that member alone', async (button, ephemeral, begins) => {
    const { message } = await alice.run('/film', { film: neverLetMeGo });
    const there = await bob.press(message, button);
    expect(there.message.ephemeral).toBe(ephemeral);
    expect(there.message.text.slice(0, begins.length)).toBe(begins);
  });
});

test('a film that is not clear is asked about, and its button opens the card for everybody', async () => {
  const { message } = await alice.run('/film', { film: 'solaris' });
  expect(message.text).toBe('I am not sure which film “solaris” is. One of these?');
  const answer = await alice.press(message, 'Solaris (2002)');
  expect(answer.message.ephemeral).toBe(false);
  expect(answer.message.text).toContain('## Solaris (2002)');
});
