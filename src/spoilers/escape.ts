import { cleanLine, cleanText, isolated } from './clean.ts';

// Pairs of these format, link, mention or hide. Each is escaped wherever it stands, because the sentence around the
// field is not known here and could complete the pair. `@` and `<` are among them even where no mention follows:
// Discord drops some characters of its own accord before it looks for mentions. `\@everyone` does not ping
// (Discord's patch notes of 6 March 2026); a member's mention is broken in two places, `\<\@1>`.
const signs = /[\\*_~|`[\]<@]/gu;

// A colon makes a link before a slash or after a scheme that needs none, and an emoji as the first of `:smile:`: a
// member's client replaces that before sending, but in a bot's message it is shown as the emoji. The second colon may
// be ours, after the text. Marks are looked through, because Discord drops some.
// What comes before is looked at last: asked of every letter of a text, it takes most of the time of a card.
const colons = /:(?:(?=\p{M}*\/|[^\s:]+(?::|$))|(?<=\b(?:mailto|tel|sms|xmpp|magnet|javascript|data)\p{M}*:))/giu;

// An invitation needs no scheme: clients look for `discord.gg/…` in the message and show its card.
const invitationDot = /\.(?=\p{M}*(?:gg|gift|new|com|co)\b)(?<=discord(?:app)?\p{M}*\.)/giu;

const blockMarker = /^([^\S\n]*)([-#+>])/gmu;

const listNumber = /^([^\S\n]*\d[\d\p{M}]*)([.)])/gmu;

/**
 * Backslashes before what Discord would interpret in text that is cleaned already. For cutting, where the parts of one
 * cleaned text must not be cleaned a second time; all others want `escapeText` or `escapeLine`.
 */
export function escapeCleaned(cleaned: string): string {
  return cleaned
    .replace(signs, '\\$&')
    .replace(colons, '\\:')
    .replace(invitationDot, '\\.')
    .replace(blockMarker, '$1\\$2')
    .replace(listNumber, '$1\\$2');
}

/**
 * Several lines that somebody wrote, for a place outside spoilers where Discord reads Markdown: shown as plain text,
 * cleaned, with no formatting, link, mention, timestamp, emoji name or spoiler of their own.
 */
export function escapeText(text: string): string {
  return escapeCleaned(cleanText(text));
}

/** A title, a name or another one-line field that somebody wrote: as `escapeText`, and unable to reorder its line. */
export function escapeLine(text: string): string {
  return isolated(escapeCleaned(cleanLine(text)));
}
