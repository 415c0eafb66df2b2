import { describe, expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import { type Definition, differenceBetween, isNone } from '../../src/discord/registration.ts';
import { guildId } from '../../src/storage/ids.ts';

const definitions: readonly Definition[] = commands.map(({ definition }) => definition.toJSON());
const everywhere = { guild: undefined };
const oneServer = { guild: guildId.parse('123456789012345678') };
const none = { added: [], changed: [], removed: [] };

type Json = Record<string, unknown>;

/** A part of a definition as JSON carries it: without what is undefined. */
const plain = (value: object): Json => JSON.parse(JSON.stringify(value));

const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value : []);

/** An option as Discord gives it back: what is left out is filled in, or missing. */
function optionFromDiscord(option: Json): Json {
  const { required, choices, ...rest } = option;
  return {
    ...rest,
    name_localized: undefined,
    name_localizations: option.name_localizations ?? null,
    description_localizations: option.description_localizations ?? null,
    ...(required === true && { required }),
    ...(list(choices).length > 0 && {
      choices: list(choices).map((choice) => ({ ...choice, name_localizations: choice.name_localizations ?? null })),
    }),
  };
}

/** A command as Discord gives it back after it was registered. */
function fromDiscord(definition: Definition, index: number): Json & { id: string; name: string } {
  const { options, contexts, integration_types: types, ...rest } = plain(definition);
  return {
    ...rest,
    id: `90000000000000000${index}`,
    name: definition.name,
    application_id: '100000000000000000',
    version: '900000000000000100',
    type: 1,
    nsfw: false,
    dm_permission: true,
    default_member_permissions: definition.default_member_permissions ?? null,
    name_localizations: null,
    description_localizations: null,
    contexts: [...list(contexts)].reverse(),
    integration_types: [...list(types)].reverse(),
    ...(list(options).length > 0 && { options: list(options).map(optionFromDiscord) }),
    // Something new, which Discord adds now and then.
    handler: 1,
  };
}

const registered = definitions.map(fromDiscord);
const definedAs = (name: string) => definitions.find((each) => each.name === name) ?? expect.fail(`no /${name}`);

/** What registering would change, after one command was edited. */
function differenceAfter(name: string, edit: (definition: Definition) => Definition) {
  const edited = definitions.map((each) => (each.name === name ? edit(each) : each));
  return differenceBetween(edited, registered, everywhere);
}

describe('what Discord gives back of our own commands', () => {
  test('is no difference, though it fills in what we leave out, and orders things its own way', () => {
    expect(differenceBetween(definitions, registered, everywhere)).toEqual(none);
    expect(isNone(none)).toBe(true);
  });

  test('in another order is no difference', () => {
    expect(differenceBetween(definitions, [...registered].reverse(), everywhere)).toEqual(none);
  });

  test('on one server, where it says nothing of contexts and installation, is no difference', () => {
    const there = registered.map(({ contexts: _, integration_types: __, ...rest }) => ({
      ...rest,
      guild_id: oneServer.guild,
    }));
    expect(differenceBetween(definitions, there, oneServer)).toEqual(none);
  });
});

describe('a difference', () => {
  test('is a command that Discord does not have, or has and should not', () => {
    const [first, ...others] = registered;
    const stranger = { id: '900000000000000999', name: 'stranger', description: 'Not ours' };
    const difference = differenceBetween(definitions, [...others, stranger], everywhere);
    expect(difference).toEqual({ added: [first?.name], changed: [], removed: ['stranger'] });
    expect(isNone(difference)).toBe(false);
  });

  test('is everything, where nothing is registered', () => {
    const names = definitions.map(({ name }) => name);
    expect(differenceBetween(definitions, [], everywhere)).toEqual({ added: names, changed: [], removed: [] });
    expect(differenceBetween([], registered, everywhere)).toEqual({ added: [], changed: [], removed: names });
  });

  test.each<[string, (definition: Definition) => Definition]>([
    ['a description', (it) => ({ ...it, description: 'Another one' })],
    ['a name in another language', (it) => ({ ...it, name_localizations: { de: 'bewerten' } })],
    ['a description in another language', (it) => ({ ...it, description_localizations: { de: 'Gib Sterne' } })],
    ['the right that it needs', (it) => ({ ...it, default_member_permissions: '8192' })],
    ['whether it is for adults', (it) => ({ ...it, nsfw: true })],
    ['where it works', (it) => ({ ...it, contexts: [0, 1] })],
    ['who can bring it', (it) => ({ ...it, integration_types: [0, 1] })],
    ['an option less', (it) => ({ ...it, options: it.options?.slice(0, -1) ?? [] })],
    ['the order of its options', (it) => ({ ...it, options: [...(it.options ?? [])].reverse() })],
  ])('is %s', (_, edit) => {
    expect(differenceAfter('rate', edit)).toEqual({ ...none, changed: ['rate'] });
  });

  test.each([
    ['an option’s description', 'film', { description: 'Another one' }],
    ['that an option must be given', 'work', { required: true }],
    ['that one need not be', 'stars', { required: false }],
    ['that one suggests nothing any more', 'film', { autocomplete: false }],
    ['how long a text may be', 'film', { max_length: 100 }],
    ['an option’s kind', 'film', { type: 4 }],
    ['a choice’s value', 'work', { choices: [choice('Film', 'movie'), choice('Book', 'book')] }],
    ['a choice’s name', 'work', { choices: [choice('Movie', 'film'), choice('Book', 'book')] }],
    ['a choice less', 'work', { choices: [choice('Film', 'film')] }],
    ['no choices', 'work', { choices: [] }],
    ['the order of choices', 'work', { choices: [choice('Book', 'book'), choice('Film', 'film')] }],
  ])('is %s', (_, name, fields) => {
    // What Discord has is edited here, because its fields are plain JSON: a difference is one either way.
    const there = registered.map((command) => ({
      ...command,
      ...(command.name === 'rate' && {
        options: list(command.options).map((each) => (each.name === name ? { ...each, ...fields } : each)),
      }),
    }));
    expect(differenceBetween(definitions, there, everywhere)).toEqual({ ...none, changed: ['rate'] });
  });

  test('is a bound of a number', () => {
    const there = registered.map((command) => ({
      ...command,
      ...(command.name === 'bookvsfilm' && {
        options: list(command.options).map((each) => (each.name === 'hours' ? { ...each, max_value: 168 } : each)),
      }),
    }));
    expect(differenceBetween(definitions, there, everywhere)).toEqual({ ...none, changed: ['bookvsfilm'] });
  });
});

test('what we leave out and what Discord says by default mean the same', () => {
  const bare: Definition = { name: 'bare', description: 'Nothing more' };
  const filled = {
    ...bare,
    id: '900000000000000001',
    type: 1,
    options: [],
    nsfw: false,
    name_localizations: {},
    description_localizations: null,
    default_member_permissions: null,
  };
  expect(differenceBetween([bare], [filled], oneServer)).toEqual(none);
});

test('all commands say where they work and how they are installed: left to Discord, that would change', () => {
  for (const { name } of definitions) {
    expect(definedAs(name)).toMatchObject({ contexts: expect.any(Array), integration_types: expect.any(Array) });
  }
});

function choice(name: string, value: string): Json {
  return { name, value };
}
