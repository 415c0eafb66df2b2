import { type APIMessageTopLevelComponent, ButtonStyle, ComponentType } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { checkLimits, maxBytes, maxCharacters, maxComponents, weightOf } from '../../src/discord/limits.ts';

const text = (content: string) => ({ type: ComponentType.TextDisplay as const, content });
const button = (custom_id: string) => ({
  type: ComponentType.Button as const,
  style: ButtonStyle.Secondary as const,
  label: 'Press',
  custom_id,
});
const row = (...ids: readonly string[]) => ({ type: ComponentType.ActionRow as const, components: ids.map(button) });
const container = (...components: (ReturnType<typeof text> | ReturnType<typeof row>)[]) => ({
  type: ComponentType.Container as const,
  components,
});
const check = (...components: readonly APIMessageTopLevelComponent[]) => checkLimits({ components });

test('a message weighs all its components and texts, however deep they stand', () => {
  const section = {
    type: ComponentType.Section as const,
    components: [text('żółć')],
    accessory: button('one'),
  };
  const inside = { type: ComponentType.Container as const, components: [text('🎬'), section, row('two', 'three')] };
  expect(weightOf({ components: [text('ab'), inside] })).toEqual({ components: 9, characters: 8, bytes: 14 });
});

test('an empty message weighs nothing', () => {
  expect(weightOf({ components: [] })).toEqual({ components: 0, characters: 0, bytes: 0 });
});

describe('a message may have', () => {
  test('forty components, and not one more', () => {
    const texts = (count: number) => Array.from({ length: count }, () => text('.'));
    check(container(...texts(maxComponents - 1)));
    expect(() => check(container(...texts(maxComponents)))).toThrow('a message of 41 components, of 40');
  });

  test('4,000 characters over all its texts, and not one more', () => {
    check(text('a'.repeat(1000)), container(text('b'.repeat(maxCharacters - 1000))));
    expect(() => check(text('a'.repeat(1000)), container(text('b'.repeat(maxCharacters - 999))))).toThrow(
      'a message of 4001 characters, of 4000',
    );
  });

  test('10,000 bytes, which Japanese has long before 4,000 characters', () => {
    check(text('私'.repeat(Math.floor(maxBytes / 3))));
    expect(() => check(text('私'.repeat(Math.ceil(maxBytes / 3))))).toThrow('a message of 10002 bytes, of 10000');
  });

  test('each custom_id once', () => {
    check(row('one', 'two'), container(row('three')));
    expect(() => check(row('one', 'two'), container(row('one')))).toThrow(
      'a message with a custom_id twice: one two one',
    );
  });

  test('custom_ids of a hundred characters, and not one more', () => {
    check(row('x'.repeat(100)));
    expect(() => check(row('x'.repeat(101)))).toThrow('a custom_id of 101 characters, of 100');
  });

  describe('pictures of its own', () => {
    const picture = (url: string, description?: string) => ({
      type: ComponentType.MediaGallery as const,
      items: [{ media: { url }, ...(description !== undefined && { description }) }],
    });
    const file = (name: string) => ({ name, bytes: new Uint8Array() });
    const checkWith = (files: readonly string[], ...components: readonly APIMessageTopLevelComponent[]) =>
      checkLimits({ components, files: files.map(file) });

    test('each shown and described, beside pictures from elsewhere', () => {
      checkWith(['a.png'], picture('attachment://a.png', 'x'.repeat(1024)), picture('https://example.org/b.png'));
    });

    test('none that it does not have, and none that it does not show', () => {
      expect(() => checkWith([], picture('attachment://a.png', 'A'))).toThrow(
        'a message that shows a file which it does not have: a.png',
      );
      expect(() => checkWith(['a.png', 'b.png'], picture('attachment://a.png', 'A'))).toThrow(
        'a message with a file that it does not show: b.png',
      );
    });

    test('none twice, and none with a name that Discord changes', () => {
      expect(() => checkWith(['a.png', 'a.png'], picture('attachment://a.png', 'A'))).toThrow(
        'a message with a file twice: a.png a.png',
      );
      expect(() => checkWith(['ä b.png'], picture('attachment://ä b.png', 'A'))).toThrow(
        'a file with a name that Discord would change: ä b.png',
      );
    });

    test('and files to keep, each with a component that names it', () => {
      const toKeep = (url: string) => ({ type: ComponentType.File as const, file: { url } });
      checkWith(['a.json', 'b.csv'], toKeep('attachment://a.json'), toKeep('attachment://b.csv'));
      expect(() => checkWith(['a.json', 'b.csv'], toKeep('attachment://a.json'))).toThrow(
        'a message with a file that it does not show: b.csv',
      );
      expect(() => checkWith([], toKeep('attachment://a.json'))).toThrow(
        'a message that shows a file which it does not have: a.json',
      );
      expect(() => checkWith(['a.exe'], toKeep('attachment://a.exe'))).toThrow(
        'a file with a name that Discord would change: a.exe',
      );
    });

    test('none without words, and none with too many', () => {
      expect(() => checkWith(['a.png'], picture('attachment://a.png'))).toThrow(
        'a picture described in 0 characters, of 1 to 1024',
      );
      expect(() => checkWith(['a.png'], picture('attachment://a.png', 'x'.repeat(1025)))).toThrow(
        'a picture described in 1025 characters, of 1 to 1024',
      );
    });
  });
});
