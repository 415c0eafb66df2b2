/**
 * Text as its writer meant it, without what only deceives: controls, invisible characters, direction overrides and
 * towers of marks. Discord strips such characters itself before it looks for pings and links (discord-api-docs issues
 * 1189 and 1241), so whatever is looked for in a text must be looked for after this.
 */

const lineBreaks = /\r\n?|[\v\f\u0085\u2028\u2029]/gu;

// U+2800, the empty braille cell, is a space to the eye: a name made of it would be a blank.
const disguisedSpaces = /[\t\u2800]/gu;

const controls = /(?!\n)\p{Cc}/gu;

const loneSurrogates = /\p{Cs}/gu;

// Default_Ignorable_Code_Point (Unicode, DerivedCoreProperties) is the standard's own list of what renders as nothing:
// direction marks and isolates, zero-width spaces, the soft hyphen, Hangul fillers, tags. Joiners and variation
// selectors are on it too; they shape Persian and emoji, and are weighed one by one below.
const invisible = /(?![\p{Join_Control}\p{Variation_Selector}])[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]/gu;

// U+1FEF is a backtick by canonical equivalence: anything on the way that normalises the text would make it one.
const backtickInDisguise = /\u1FEF/gu;

// Four marks carry every stack of a living script on one base; towers above that cover the lines around them.
const towersOfMarks = /([\p{M}\p{Join_Control}]{4})[\p{M}\p{Join_Control}]+/gu;

const marksWithoutBase = /(^|\s)[\p{M}\p{Join_Control}]+/gu;

const strayVariations = /(?<![^\p{ASCII}\s\p{Join_Control}])\p{Variation_Selector}+(?!\u20E3)/gu;

const repeatedJoiners = /(\p{Join_Control})\p{Join_Control}+/gu;

const strayJoiners = /(?<![^\p{ASCII}\s])\p{Join_Control}|\p{Join_Control}(?![^\p{ASCII}\s])/gu;

const manyBreaks = /\n{3,}/gu;

// Not by a pattern, which would try a long run of spaces from each of its spaces.
function withoutSpacesBeforeBreaks(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

// Whole Latin letters, digits and the punctuation of prose, of which nothing above takes anything. Most texts have no
// others, and a card cleans dozens of them.
const harmless = /^[\n\x20-\x7e\xa0-\xac\xae-\u02ff\u2013\u2014\u2018-\u201d\u2026]*$/u;

/** Several lines of text, cleaned: one blank line in a row at most, none at the ends, nothing that deceives. */
export function cleanText(text: string): string {
  const shown = harmless.test(text) ? text : withoutDeceit(text);
  return withoutSpacesBeforeBreaks(shown).replace(manyBreaks, '\n\n').trim();
}

function withoutDeceit(text: string): string {
  const visible = text
    .replace(lineBreaks, '\n')
    .replace(disguisedSpaces, ' ')
    .replace(controls, '')
    .replace(loneSurrogates, '\uFFFD')
    .replace(invisible, '')
    .replace(backtickInDisguise, '`');
  return visible
    .replace(towersOfMarks, '$1')
    .replace(marksWithoutBase, '$1')
    .replace(strayVariations, '')
    .replace(repeatedJoiners, '$1')
    .replace(strayJoiners, '');
}

/** The text of a one-line field, cleaned: every run of white space, line breaks included, is one space. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/gu, ' ');
}

// The blocks in which Unicode assigns right-to-left letters (UAX 9, table 4: defaults R and AL).
const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/**
 * A one-line field that cannot reorder the words beside it: with right-to-left letters in it, it is set between
 * U+2068 and U+2069 (UAX 9, first strong isolate). Expects a cleaned line, which has no isolates of its own.
 */
export function isolated(line: string): string {
  return rightToLeft.test(line) ? `\u2068${line}\u2069` : line;
}

/**
 * A one-line field for places where Discord reads no Markdown: labels, options, thread names, alt text. Cleaned and
 * isolated, not escaped, since a backslash would be shown there.
 */
export function plainLine(text: string): string {
  return isolated(cleanLine(text));
}
