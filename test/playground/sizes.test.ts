import { expect, test } from 'vitest';
import { sizesOf } from '../../src/playground/sizes.ts';

const sizes = (message: Partial<Parameters<typeof sizesOf>[0]>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    sizesOf({ flags: 0, content: '', components: [], files: [], ...message }).map(({ what, value, limit }) => [
      what,
      `${value}/${limit}`,
    ]),
  );

test('plain text is measured in characters, not in units of storage', () => {
  expect(sizes({ content: '🎬🎬' })).toEqual({ 'characters of text': '2/2000' });
});

test('a card is measured with everything that is nested in it', () => {
  const card = {
    type: 17,
    components: [
      { type: 10, content: 'größer' },
      {
        type: 9,
        components: [{ type: 10, content: 'a' }],
        accessory: { type: 11, media: { url: 'https://x.example/a.png' }, description: 'alt text' },
      },
      { type: 12, items: [{ media: { url: 'x' }, description: 'a longer alt text' }, { media: { url: 'y' } }] },
      {
        type: 1,
        components: [
          { type: 2, style: 1, label: 'Book', custom_id: 'matchup.cast/v1/x/book' },
          { type: 2, style: 5, label: 'Read it', url: 'https://x.example' },
        ],
      },
      {
        type: 1,
        components: [
          {
            type: 3,
            custom_id: 'choose',
            placeholder: 'Which',
            options: [{ label: 'One', value: '1', description: 'The first' }],
          },
        ],
      },
    ],
  };
  expect(sizes({ flags: 1 << 15, components: [card] })).toEqual({
    components: '11/40',
    'characters of text': '7/4000',
    'bytes of text': '9/10000',
    'longest custom_id': '22/100',
    'longest button label': '7/80',
    'longest address of a link': '17/512',
    'most buttons in a row': '2/5',
    'most texts in a section': '1/3',
    'most pictures in a gallery': '2/10',
    'most options in a menu': '1/25',
    'longest option label': '3/100',
    'longest option value': '1/100',
    'longest option description': '9/100',
    'longest placeholder': '5/150',
    'longest alt text': '17/1024',
  });
});
