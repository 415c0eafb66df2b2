import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OptionValue } from '../../src/playground/commands.ts';
import type { Member } from '../../src/playground/members.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { copyProgram, type Foyer, foyerForThisTest, programWithFilms, startFoyer } from '../foyer.ts';

const book = {
  key: 'somebody-the-novel-1950',
  title: 'The Novel',
  authors: ['A. Somebody'],
  year: 1950,
  form: 'novel',
};
const filmOf = (title: string, year: number, more: object) =>
  JSON.stringify({ title, year, medium: 'film', directors: [{ name: 'D. Irector' }], book, ...more });
const poem = { ...book, key: 'somebody-the-poem-1900', title: 'The Poem', form: 'poem' };
const inIceland = { countries: ['IS'], languages: ['is'] };
const films = {
  'geyser-1961.yaml': filmOf('Geyser', 1961, { ...inIceland, contentNotes: ['Whales and whaling', 'Suicide'] }),
  'glacier-1969.yaml': filmOf('Glacier', 1969, { ...inIceland, contentNotes: ['Drowning'] }),
  'lava-1970.yaml': filmOf('Lava', 1970, { ...inIceland, book: poem }),
  'saga-1971.yaml': filmOf('Saga', 1971, {
    countries: ['SU'],
    languages: ['ru'],
    contentNotes: ['Drowning'],
    readOrWatchFirst: { advice: 'watch', reason: 'It is short.' },
  }),
  'steppe-1999.yaml': filmOf('Steppe', 1999, { countries: ['RU'], languages: ['ru'], contentNotes: ['Wolves'] }),
};

let program: Awaited<ReturnType<typeof copyProgram>>;
let foyer: Foyer;
let alice: Member;
let bob: Member;

beforeAll(async () => {
  program = await copyProgram(films);
  foyer = await startFoyer({ entry: program.entry, limitMessages: false });
  ({ alice, bob } = foyer);
});
afterAll(async () => {
  await foyer.end();
  await program.remove();
});

const labels = ({ buttons }: SeenMessage) => buttons.map(({ label }) => label);
const titleOf = ({ text }: SeenMessage) => /^## (.*) \(\d{4}\)$/mu.exec(text)?.[1];
const whyOf = ({ text }: SeenMessage) => text.split('\n')[1];
const picked = async (options: Readonly<Record<string, OptionValue>> = {}) =>
  (await alice.run('/pick', options)).message;

describe('a pick', () => {
  test('is something to watch and to read, with what to know before choosing it', async () => {
    const message = await picked({ country: 'SU' });
    expect(message.ephemeral).toBe(false);
    expect(message.text.split('\n')).toEqual([
      '## Saga (1971)',
      '-# The only one that fits: Russia',
      '-# Film · Russia · Russian',
      'Directed by **D. Irector**',
      '**The book**',
      'The Novel, by A. Somebody · novel, 1950',
      'Good to know beforehand: Drowning',
      '**Watch first.** It is short.',
    ]);
    expect(labels(message)).toEqual(['Review', 'Synopsis']);
  });

  test('comes from all films where nothing is wished for', async () => {
    const message = await picked();
    expect(whyOf(message)).toBe('-# One of 5 films here');
    expect(labels(message)).toEqual(['Another one', 'Review', 'Synopsis']);
  });

  test.each<[string, Readonly<Record<string, OptionValue>>, string, readonly string[]]>([
    ['a decade', { decade: 1960 }, 'One of 2 that fit: 1960s', ['Geyser', 'Glacier']],
    ['a country by its code', { country: 'IS' }, 'One of 3 that fit: Iceland', ['Geyser', 'Glacier', 'Lava']],
    ['a country by its name', { country: 'iceland' }, 'One of 3 that fit: Iceland', ['Geyser', 'Glacier', 'Lava']],
    ['a language', { language: 'Russ' }, 'One of 2 that fit: Russian', ['Saga', 'Steppe']],
    ['a form', { form: 'Poem' }, 'The only one that fits: poem', ['Lava']],
    [
      'something to avoid, and so no film without notes',
      { avoid: 'whale', country: 'IS' },
      'The only one that fits: Iceland · without “whale”',
      ['Glacier'],
    ],
    [
      'everything at once',
      { decade: 1960, country: 'IS', language: 'is', form: 'Novel', avoid: 'Drowning' },
      'The only one that fits: 1960s · Iceland · Icelandic · novel · without “Drowning”',
      ['Geyser'],
    ],
  ])('keeps to %s', async (_, options, why, titles) => {
    for (let time = 0; time < 4; time += 1) {
      const message = await picked(options);
      expect(whyOf(message)).toBe(`-# ${why}`);
      expect(titles).toContain(titleOf(message));
    }
  });

  test('says that it cannot promise what nobody has noted anything of', async () => {
    const message = await picked({ avoid: 'clowns', decade: 1990 });
    expect(message.text.split('\n').slice(0, 3)).toEqual([
      '## Steppe (1999)',
      '-# The only one that fits: 1990s · without “clowns”',
      '-# No content note here mentions “clowns”, so I cannot promise that it is not in there.',
    ]);
  });

  test('leads to its review, and to its synopsis for that member alone', async () => {
    const message = await picked({ country: 'SU' });
    expect((await bob.press(message, 'Review')).message.text).toContain('## Saga (1971)');
    const synopsis = await bob.press(message, 'Synopsis');
    expect(synopsis.message.ephemeral).toBe(true);
    expect(synopsis.message.text).toBe('Nobody has retold Saga (1971) scene by scene yet.');
  });

  test('is there in a direct message', async () => {
    const { message } = await alice.in('dm').run('/pick', { country: 'SU' });
    expect(titleOf(message)).toBe('Saga');
  });
});

describe('another one', () => {
  test('takes the place of the first, by the same wishes, and is never the same twice in a row', async () => {
    const message = await picked({ country: 'IS', language: 'is' });
    for (let time = 0; time < 12; time += 1) {
      const before = titleOf(message);
      expect((await alice.press(message, 'Another one')).outcome).toBe('update');
      expect(titleOf(message)).not.toBe(before);
      expect(whyOf(message)).toBe('-# One of 3 that fit: Iceland · Icelandic');
    }
  });

  test('is a card of their own for anybody else', async () => {
    const message = await picked({ decade: 1960 });
    const before = titleOf(message);
    const own = await bob.press(message, 'Another one');
    expect(own.message.ephemeral).toBe(true);
    expect(titleOf(message)).toBe(before);
    expect(titleOf(own.message)).not.toBe(before);
  });

  test('is there after a restart, too, and keeps what is to be avoided', async () => {
    const message = await picked({ avoid: 'Whales and whaling' });
    expect(whyOf(message)).toBe('-# One of 3 that fit: without “Whales and whaling”');
    await foyer.bot().stop();
    await foyer.restart();
    await alice.press(message, 'Another one');
    expect(whyOf(message)).toBe('-# One of 3 that fit: without “Whales and whaling”');
    expect(['Glacier', 'Saga', 'Steppe']).toContain(titleOf(message));
  });
});

describe('where nothing fits', () => {
  test.each<[Readonly<Record<string, OptionValue>>, string]>([
    [{ decade: 1920 }, 'Nothing here fits: 1920s.\nLeave `decade` out first: then 5 films fit.'],
    [
      { decade: 1960, country: 'RU' },
      'Nothing here fits: 1960s · Russia.\nLeave `country` out first: then 2 films fit.',
    ],
    [
      { country: 'IS', form: 'Poem', avoid: 'clowns' },
      'Nothing here fits: Iceland · poem · without “clowns”.\nLeave `form` out first: then 2 films fit.',
    ],
    [
      { decade: 1920, form: 'Memoir' },
      'Nothing here fits: 1920s · memoir.\nNot even with one wish less. Begin again with one or two.',
    ],
  ])('for %j, the member is told which wish to give up first', async (options, said) => {
    const message = await picked(options);
    expect(message.ephemeral).toBe(true);
    expect(message.text).toBe(said);
    expect(labels(message)).toEqual([]);
  });

  test.each([
    ['country', 'Atlantis'],
    ['language', 'Elvish'],
    ['avoid', '!!!'],
    ['avoid', 'spiders, snakes, clowns, needles, heights, storms, knives, wolves'],
  ])('a %s that is none is asked for again: %s', async (option, value) => {
    const message = await picked({ [option]: value });
    expect(message.ephemeral).toBe(true);
    expect(message.text).toBe(`\`${option}\` needs another value. Pick one from the list, and send it again.`);
  });

  test('because there are no films at all, it says who can mend that', async () => {
    const empty = await foyerForThisTest({ entry: await programWithFilms({}) });
    for (const options of [{}, { decade: 1960 }]) {
      const { message } = await empty.alice.run('/pick', options);
      expect(message.ephemeral).toBe(true);
      expect(message.text).toBe(
        'There are no films here yet. Whoever runs this bot can add some: see CONTRIBUTING in its repository.',
      );
    }
    expect(await empty.alice.complete('/pick', { country: '' }, 'country')).toEqual([]);
  });
});

describe('suggestions', () => {
  const suggested = (member: Member, option: string, typed: string) =>
    member.complete('/pick', { [option]: typed }, option);

  test('are the countries and languages of the catalogue, the most frequent first, namesakes told apart', async () => {
    expect(await suggested(alice, 'country', '')).toEqual([
      { name: 'Iceland', value: 'IS' },
      { name: 'Russia · RU', value: 'RU' },
      { name: 'Russia · SU', value: 'SU' },
    ]);
    expect(await suggested(alice, 'language', 'ice')).toEqual([{ name: 'Icelandic', value: 'is' }]);
  });

  test('are in the member’s language, and found by it, by English and by code', async () => {
    const carla = foyer.loopback.addMember('Carla', { server: foyer.server, locale: 'de' });
    for (const typed of ['isl', 'ice', 'IS']) {
      expect(await suggested(carla, 'country', typed)).toEqual([{ name: 'Island', value: 'IS' }]);
    }
    expect(titleOf((await carla.run('/pick', { country: 'Russland', decade: 1990 })).message)).toBe('Steppe');
  });

  test('are the content notes of the catalogue', async () => {
    expect((await suggested(alice, 'avoid', '')).map(({ name }) => name)).toEqual([
      'Drowning',
      'Wolves',
      'Suicide',
      'Whales and whaling',
    ]);
    expect(await suggested(alice, 'avoid', 'whal')).toEqual([
      { name: 'Whales and whaling', value: 'Whales and whaling' },
    ]);
    expect(await suggested(alice, 'avoid', 'clowns')).toEqual([]);
  });
});
