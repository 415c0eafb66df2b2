import { describe, expect, test } from 'vitest';
import { parseMarkdown } from '../../../src/playground/page/model/markdown.ts';
import { hiddenSpoiler, shapeOf, spokenMessage, spokenText } from '../../../src/playground/page/model/spoken.ts';

const names = { member: (id: string) => `member ${id}`, channel: (id: string) => `channel ${id}` };
const spoken = (source: string) => spokenText(parseMarkdown(source), names);
const text = (words: string) => ({ type: 'text', text: words });

describe('Discord’s Markdown', () => {
  test('text in all its dresses', () => {
    expect(parseMarkdown('**b** *i* __u__ ~~s~~ `c`')).toEqual([
      { type: 'bold', children: [text('b')] },
      text(' '),
      { type: 'italic', children: [text('i')] },
      text(' '),
      { type: 'underline', children: [text('u')] },
      text(' '),
      { type: 'strike', children: [text('s')] },
      text(' '),
      { type: 'code', text: 'c' },
    ]);
  });

  test('text without Markdown is one piece, whatever stands in it', () => {
    expect(parseMarkdown('It’s 100 % (really): a – b, ¯\\_(ツ)_/¯ <b>')).toEqual([
      text('It’s 100 % (really): a – b, ¯\\_(ツ)_/¯ <b>'),
    ]);
  });

  test('an escaped mark is the mark', () => {
    expect(parseMarkdown('\\*not\\* \\|\\|hidden\\|\\|')).toEqual([text('*not* ||hidden||')]);
  });

  test('headings and small print, also after a quote', () => {
    expect(parseMarkdown('> said\n## Two\n-# small')).toEqual([
      { type: 'quote', children: [text('said\n')] },
      { type: 'heading', level: 2, children: [text('Two')] },
      { type: 'subtext', children: [text('small')] },
    ]);
  });

  test('four marks are no heading, and a mark within a line is none', () => {
    expect(parseMarkdown('#### four\nand # five')).toEqual([text('#### four\nand # five')]);
  });

  test('lists nest by indentation; bullets and numbers are two lists', () => {
    expect(parseMarkdown('- a\n  - b\n- c\n3. d')).toEqual([
      {
        type: 'list',
        from: undefined,
        items: [[text('a'), { type: 'list', from: undefined, items: [[text('b')]] }], [text('c')]],
      },
      { type: 'list', from: 3, items: [[text('d')]] },
    ]);
  });

  test('a dash within a line begins no list', () => {
    expect(parseMarkdown('a - b')).toEqual([text('a - b')]);
  });

  test('links, masked or not, and only such as a browser may open', () => {
    expect(parseMarkdown('[here](https://example.org/a) https://example.org/b')).toEqual([
      { type: 'link', url: 'https://example.org/a', children: [text('here')] },
      text(' '),
      { type: 'link', url: 'https://example.org/b', children: [text('https://example.org/b')] },
    ]);
    expect(JSON.stringify(parseMarkdown('[x](javascript:alert(1)) <file:/etc>'))).not.toContain('"link"');
  });

  test('mentions, commands and times', () => {
    const id = '12345678901234567';
    expect(parseMarkdown(`<@${id}><#${id}><@&${id}></mydata delete:${id}><t:60:R><t:60>`)).toEqual([
      { type: 'member', id },
      { type: 'channel', id },
      { type: 'role', id },
      { type: 'command', path: 'mydata delete' },
      { type: 'time', seconds: 60, style: 'R' },
      { type: 'time', seconds: 60, style: 'f' },
    ]);
  });

  test('the line end behind a code block makes no gap', () => {
    expect(parseMarkdown('```js\na\n```\nb')).toEqual([{ type: 'code-block', text: 'a' }, text('b')]);
  });
});

describe('spoilers', () => {
  test('span lines, are not greedy and do not nest', () => {
    expect(parseMarkdown('||a\nb|| c ||d ||e|| f||')).toEqual([
      { type: 'spoiler', children: [text('a\nb')] },
      text(' c '),
      { type: 'spoiler', children: [text('d ')] },
      text('e'),
      { type: 'spoiler', children: [text(' f')] },
    ]);
  });

  test('are never said aloud', () => {
    expect(spoken('Before ||**Ruth** `dies`|| after')).toBe(`Before ${hiddenSpoiler} after`);
  });

  test('leave a shape of the same length without a letter of theirs', () => {
    const shape = shapeOf(parseMarkdown('Ruth *gives* up\nthen 映画'));
    expect(shape).toBe('nnnn nnnnn nn\nnnnn 口口');
  });

  test('of cards and pictures are not said aloud either', () => {
    const said = spokenMessage(
      {
        content: '',
        components: [
          { type: 17, components: [{ type: 10, content: '## Title' }] },
          { type: 17, spoiler: true, components: [{ type: 10, content: 'secret card' }] },
          {
            type: 12,
            items: [
              { description: 'secret picture', spoiler: true },
              { description: 'A beach', spoiler: false },
            ],
          },
        ],
      },
      names,
    );
    expect(said).toBe(`Title\n${hiddenSpoiler}\n${hiddenSpoiler}\nA beach`);
  });
});
