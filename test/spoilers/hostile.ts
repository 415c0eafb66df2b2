import fc from 'fast-check';

/** Stands in every hostile plot between its pieces: where it is visible, the plot is. Kept by cleaning. */
export const plotPoint = '\uE000';

// biome-ignore format: one line a family of fragments
const fragments = [
  '||', '|', '||||', '`', '``', '```', '\\', '\\\\', '\\|', '\n', '\n\n', '\n\n\n', '\r\n', '\t', '\u2028', '\u0085',
  '>>> ', '> ', '-# ', '- ', '* ', '+ ', '# ', '## ', '### ', '1. ', '2) ', ' ', '   ', '\u00A0', '\u3000', '\u2800',
  '*', '**', '***', '_', '__', '~~', '[', ']', '](', '[a](https://b.c)', '(', ')', '<', '>', ':', '::', '@', '#', '/',
  '@everyone', '@here', '<@1>', '<@!12>', '<@&123>', '<#1234>', '</review:1>', '<t:1700000000:R>',
  '<:a:1>', '<a:b:12>',
  '<id:home>', ':smile:', ':+1:', 'https://a.b/c', 'http://', 'HTTPS://A.B', 'discord://x',
  'steam://run', '<https://a.b>',
  'mailto:a@b.c', '<mailto:a@b.c>', 'discord.gg/abc', 'discord.com/invite/abc', 'www.a.b', '¯\\_(ツ)_/¯',
  '\u200B', '\u200C', '\u200D', '\u200E', '\u200F', '\u202A', '\u202E', '\u202C', '\u2060', '\u2066', '\u2067', '\u2068',
  '\u2069', '\u061C', '\uFEFF', '\u00AD', '\u180E', '\u115F', '\u1160', '\u3164', '\uFFA0', '\u034F', '\u{E0001}',
  '\u{E0041}', '\u0000', '\u001B', '\u007F', '\u009C', '\uD83D', '\uDE00', '\u1FEF', '\u2223', '\u02CB', '\uFF5C',
  '\u0300', '\u0301\u0302', '\u0300'.repeat(9), '\u20E3', '\uFE0F', '\uFE0E', '\u{E0100}', '\u0338', '\u094D',
  'a', 'b1', 'the end', 'Dr. No. ', '1', '12:30:45', 'שלום', 'فیلم', 'می\u200Cخواهم', '電影', 'ภาพยนตร์',
  'क्षि', '각', '\u1100', '\u0600電',
  '👨\u200D👩\u200D👧', '🏳️\u200D🌈', '🇫🇷', '👍🏽', '1️⃣', 'é', 'e\u0301', '\u{1F469}\u200D',
];

/** Text as a member with bad intentions would type it, and arbitrary Unicode between. */
export const hostileText = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...fragments) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
      { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 4 }) },
    ),
    { maxLength: 24 },
  )
  .map((pieces) => pieces.join(''));

/** A hostile plot in which every gap between two pieces holds the plot point. */
export const hostilePlot = fc
  .array(fc.oneof(fc.constantFrom(...fragments), fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 16 })
  .map((pieces) => [plotPoint, ...pieces.map((piece) => piece + plotPoint)].join(''));

/** Longer prose with hostile pieces in it, for cuts. */
export const longText = fc
  .array(fc.oneof(hostileText, fc.constantFrom('She knew. ', 'It was raining, ', 'and then\n\n', 'nobody came back')), {
    maxLength: 30,
  })
  .map((pieces) => pieces.join(' '));
