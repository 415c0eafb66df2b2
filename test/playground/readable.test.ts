import { expect, test } from 'vitest';
import { readable, readableModal } from '../../src/playground/readable.ts';

const message = (components: readonly { readonly [key: string]: unknown }[], text = '') => ({
  components,
  text,
  thinking: false,
});

test('a card is boxed, with its rules, buttons and pictures in words', () => {
  const shown = readable(
    message([
      {
        type: 17,
        components: [
          { type: 10, content: '# Never Let Me Go\n||She dies.||' },
          { type: 14 },
          { type: 12, items: [{ description: 'Stars as bars' }, { description: 'Secret', spoiler: true }] },
          {
            type: 9,
            components: [{ type: 10, content: 'Read it' }],
            accessory: { type: 2, style: 5, label: 'Site', url: 'https://example.org' },
          },
          {
            type: 1,
            components: [
              { type: 2, label: 'Book', emoji: { name: '📖' } },
              { type: 2, label: 'Film', disabled: true },
            ],
          },
        ],
      },
    ]),
  );
  const line = '─'.repeat(40);
  expect(shown.split('\n')).toEqual([
    `┌${line}`,
    '│ # Never Let Me Go',
    '│ ||She dies.||',
    `│ ${line}`,
    '│ [picture: Stars as bars]',
    '│ [picture: ||Secret||]',
    '│ Read it',
    '│ [ Site → https://example.org ]',
    '│ [ 📖 Book ]  [ Film (off) ]',
    `└${line}`,
  ]);
});

test('a plain message is its text, and an unfinished one says so', () => {
  expect(readable(message([], 'hello'))).toBe('hello');
  expect(readable({ ...message([]), thinking: true })).toBe('…is thinking');
});

test('a modal is its title and its fields with their choices', () => {
  const field = { customId: 'a', type: 21, value: undefined, raw: {}, label: 'Stars', required: true };
  const options = [
    { label: '★', value: '2' },
    { label: '★★', value: '4' },
  ];
  const shown = readableModal({ title: 'Rate', customId: 'm', text: '', raw: {}, fields: [{ ...field, options }] });
  expect(shown.split('\n').at(-1)).toBe('Stars: ★ | ★★');
});
