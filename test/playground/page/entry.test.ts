import { describe, expect, test } from 'vitest';
import { definitionsFor } from '../../../src/playground/page/model/definitions.ts';
import {
  addOption,
  backOut,
  type CommandEntry,
  chooseCommand,
  commandFrom,
  commandsMatching,
  finish,
  optionsLeft,
  optionsMatching,
  pickChoice,
  step,
  typeBehind,
  typeInto,
  typeText,
  valuesSoFar,
} from '../../../src/playground/page/model/entry.ts';
import { commands, reader, registered } from './commands.ts';

const paths = (text: string) => commandsMatching(commands, text).map(({ path }) => path);

function entryOf(line: string): CommandEntry {
  const entry = typeText(line, commands);
  if (entry.kind === 'text') throw new Error(`"${line}" is no command`);
  return entry;
}

describe('the list of commands', () => {
  test('a slash lists them all, subcommands one by one', () => {
    expect(paths('/')).toEqual(['help', 'mydata delete', 'mydata show', 'rate', 'review']);
  });

  test('letters filter it, beginnings first', () => {
    expect(paths('/r')).toEqual(['rate', 'review']);
    expect(paths('/vie')).toEqual(['review']);
    expect(paths('/zzz')).toEqual([]);
    expect(paths('r')).toEqual([]);
  });

  test('only what is offered where one is, in one’s language', () => {
    const there = definitionsFor(registered, { ...reader, where: 'dm', locale: 'it' });
    expect(there.map(({ path }) => path)).not.toContain('rate');
    expect(there.find(({ path }) => path === 'review')?.description).toBe('Leggi una recensione');
  });
});

test('a command that needs a right is offered to those who have it, and in a talk with the bot', () => {
  const managing = [{ name: 'foyer', description: 'Settings', default_member_permissions: '32' }];
  const offered = (change: Partial<typeof reader>) => definitionsFor(managing, { ...reader, ...change }).length;
  expect(offered({ permissions: 0n })).toBe(0);
  expect(offered({ permissions: 64n })).toBe(0);
  expect(offered({ permissions: 32n })).toBe(1);
  expect(offered({ permissions: 8n })).toBe(1);
  expect(offered({ permissions: 0n, where: 'dm' })).toBe(1);
  const nobody = [{ name: 'foyer', description: 'Settings', default_member_permissions: '0' }];
  expect(definitionsFor(nobody, { ...reader, permissions: 32n })).toEqual([]);
  expect(definitionsFor(nobody, { ...reader, permissions: 8n })).toHaveLength(1);
});

describe('typing', () => {
  test('plain text and a slash alone stay text', () => {
    expect(typeText('hello', commands)).toEqual({ kind: 'text', text: 'hello' });
    expect(typeText('/revie', commands)).toEqual({ kind: 'text', text: '/revie' });
    expect(typeText('/nothing here', commands)).toEqual({ kind: 'text', text: '/nothing here' });
  });

  test('a name and a space become the command, its first required option waiting', () => {
    expect(entryOf('/rate ')).toMatchObject({ focused: 'film', fields: [{ name: 'film' }, { name: 'stars' }] });
    expect(entryOf('/help ')).toMatchObject({ focused: undefined, fields: [] });
    expect(entryOf('/mydata delete ').command.path).toBe('mydata delete');
  });

  test('a whole line fills its options', () => {
    const entry = commandFrom('/rate film:"never let me go" stars:★½ private:True', commands);
    expect(entry && finish(entry)).toEqual({
      kind: 'ready',
      options: { film: 'never let me go', stars: 3, private: true },
    });
  });

  test('a choice in a line may be written by its value', () => {
    const entry = commandFrom('/rate film:x stars:2', commands);
    expect(entry && finish(entry)).toMatchObject({ kind: 'ready', options: { stars: 2 } });
  });

  test('another option’s name with a colon goes on to that option', () => {
    const entry = typeInto(entryOf('/review '), 'film', 'Solaris critic:');
    expect(entry).toMatchObject({
      focused: 'critic',
      fields: [{ name: 'film', typed: 'Solaris' }, { name: 'critic' }],
    });
  });

  test('its own name with a colon is not taken for a value', () => {
    expect(typeInto(entryOf('/review '), 'film', 'film:').fields[0]?.typed).toBe('');
  });

  test('a colon of a title stays in it', () => {
    expect(typeInto(entryOf('/review '), 'film', 'Arrival: a').fields[0]?.typed).toBe('Arrival: a');
    expect(typeInto(entryOf('/review '), 'film', '2001:').fields[0]?.typed).toBe('2001:');
  });

  test('behind the last option, a name finds the options left', () => {
    const entry = { ...entryOf('/rate film:x stars:★'), tail: 'ho' };
    expect(optionsMatching(entry).map(({ name }) => name)).toEqual(['hours']);
    expect(typeBehind(entry, 'hours:')).toMatchObject({ focused: 'hours', tail: '' });
  });
});

describe('going through a command', () => {
  test('a pick goes on to the next option that needs a value, then behind the last', () => {
    const first = pickChoice(entryOf('/rate '), 'film', { name: 'Solaris (1972)', value: 'solaris-1972' });
    expect(first.focused).toBe('stars');
    const second = pickChoice(first, 'stars', { name: '★', value: 2 });
    expect(second.focused).toBeUndefined();
    expect(finish(second)).toEqual({ kind: 'ready', options: { film: 'solaris-1972', stars: 2 } });
  });

  test('typing on after a pick drops the picked value', () => {
    const picked = pickChoice(entryOf('/review '), 'film', { name: 'Solaris (1972)', value: 'solaris-1972' });
    expect(finish(typeInto(picked, 'film', 'Solaris (197'))).toMatchObject({ options: { film: 'Solaris (197' } });
  });

  test('steps stop at either end', () => {
    const entry = entryOf('/rate ');
    expect(step(entry, -1).focused).toBe('film');
    expect(step(step(entry, 1), 1).focused).toBeUndefined();
    expect(step(step(step(entry, 1), 1), 1).focused).toBeUndefined();
  });

  test('Backspace takes an added option away, goes back over required ones, and out to the name', () => {
    const added = addOption(entryOf('/rate film:x stars:★'), 'hours');
    const without = backOut(added);
    expect(without).toMatchObject({ focused: 'stars', fields: [{ name: 'film' }, { name: 'stars' }] });
    const back = without.kind === 'command' ? backOut(without) : without;
    expect(back).toMatchObject({ kind: 'command', focused: 'film' });
    expect(back.kind === 'command' && backOut(back)).toEqual({ kind: 'text', text: '/rate' });
  });

  test('options that were added are not offered again', () => {
    const entry = addOption(chooseCommand(entryOf('/rate ').command), 'hours');
    expect(optionsLeft(entry).map(({ name }) => name)).toEqual(['private']);
  });

  test('what is wrong is said at its option, the first of them in focus, and cured by typing', () => {
    const outcome = finish(addOption(entryOf('/rate film:x'), 'hours'));
    expect(outcome).toMatchObject({
      kind: 'wrong',
      entry: { focused: 'stars', problems: { stars: 'This option is required. Specify a value.' } },
    });
    const cured = outcome.kind === 'wrong' ? typeInto(outcome.entry, 'stars', '★') : undefined;
    expect(cured?.problems).toEqual({});
  });

  test('an added option that stays empty is left out', () => {
    const entry = addOption(entryOf('/review film:x'), 'critic');
    expect(finish(entry)).toEqual({ kind: 'ready', options: { film: 'x' } });
  });

  test('a question for suggestions carries what is typed so far', () => {
    const entry = typeInto(addOption(entryOf('/review film:solaris-1972'), 'critic'), 'critic', 'eb');
    expect(valuesSoFar(entry)).toEqual({ film: 'solaris-1972', critic: 'eb' });
  });
});
