import { describe, expect, test } from 'vitest';
import { featuresOf, visibleBeforeClick, visibleText } from './discord-markdown.ts';

describe('the model of Discord shows the known ways in which a plot leaks', () => {
  test.each([
    ['bars inside do not nest', '||a ||plot|| c||'],
    ['a code span inside ends the spoiler', '||a `b` plot||'],
    ['a code span takes the bars', '||a `plot|| b`'],
    ['a link takes the closing bars', '||plot https://a.b/c||'],
    ['a list item ends with its line', '- ||a\nplot||'],
    ['a quote ends with its line', '> ||a\nplot||'],
    ['a heading inside is a block of its own', '||a\n# plot||'],
    ['an escaped bar does not close', '||plot\\||'],
  ])('%s', (_, message) => {
    expect(visibleBeforeClick(message, 'parsed')).toContain('plot');
  });

  test('a client that ignores backslashes ends a spoiler at an escaped bar', () => {
    expect(visibleBeforeClick('||a \\||plot||', 'raw')).toContain('plot');
  });

  test('a spoiler over several lines hides all of them', () => {
    expect(visibleBeforeClick('before ||a\n\nplot|| after', 'parsed')).toBe('before  after');
    expect(visibleBeforeClick('before ||a\n\nplot|| after', 'raw')).toBe('before  after');
  });
});

describe('the model of Discord finds what is not plain text', () => {
  test.each([
    ['**a**', 'bold'],
    ['*a*', 'italics'],
    ['_a_', 'italics'],
    ['__a__', 'underline'],
    ['~~a~~', 'strike'],
    ['`a`', 'code'],
    ['# a', 'heading'],
    ['-# a', 'subtext'],
    ['a\n- a', 'list'],
    ['1. a', 'list'],
    ['> a', 'quote'],
    ['>>> a', 'quote'],
    ['||a||', 'spoiler'],
    ['[a](b)', 'masked link'],
    ['see https://a.b', 'link'],
    ['<mailto:a@b.c>', 'autolink'],
    ['discord.gg/abc', 'invitation'],
    ['<@1>', 'mention'],
    ['@everyone', 'mention'],
    ['</review:1>', 'mention'],
    ['<:a:1>', 'mention'],
    ['<t:1:R>', 'timestamp'],
    [':smile:', 'emoji'],
  ])('%j', (message, feature) => {
    expect(featuresOf(message)).toContain(feature);
  });

  test('an escaped sign is text', () => {
    expect(featuresOf('\\*a\\* \\- b')).toEqual([]);
    expect(visibleText('\\*a\\* ||\\\\b||')).toBe('*a* \\b');
  });
});
