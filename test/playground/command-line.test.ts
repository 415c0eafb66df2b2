import { expect, test } from 'vitest';
import { parseCommandLine } from '../../src/playground/command-line.ts';

test.each([
  ['/ping', { path: ['ping'], options: {} }],
  ['/mydata delete', { path: ['mydata', 'delete'], options: {} }],
  [
    '/review film:"never let me go" stars:"★★★½"',
    { path: ['review'], options: { film: 'never let me go', stars: '★★★½' } },
  ],
  ['/review film:never let me go stars:8', { path: ['review'], options: { film: 'never let me go', stars: '8' } }],
  ['/review film:"say \\"hi\\""', { path: ['review'], options: { film: 'say "hi"' } }],
  ['/review film:"a stars:b" stars:c', { path: ['review'], options: { film: 'a stars:b', stars: 'c' } }],
  ['/review film:', { path: ['review'], options: { film: '' } }],
])('%s is taken apart', (line, parts) => {
  expect(parseCommandLine(line)).toEqual(parts);
});

test('a colon in a value is part of it unless an option has that name', () => {
  const names = new Set(['film', 'stars']);
  const { options } = parseCommandLine('/review film:Mission: Impossible is: fun stars:8', (name) => names.has(name));
  expect(options).toEqual({ film: 'Mission: Impossible is: fun', stars: '8' });
});

test('a quote that is never closed is said so', () => {
  expect(() => parseCommandLine('/review film:"never')).toThrow('"film:" is never closed');
});
