import type { Message } from '../discord/message.ts';
import type { Words } from '../words/en.ts';
import { card, rule } from './layout.ts';

/** Writes a command so that it can be clicked. */
export type Mention = (command: string) => string;

/** What Foyer does and what it keeps, on one card. */
export function helpCard(
  { films, mention }: { readonly films: number; readonly mention: Mention },
  words: Words,
): Message {
  return card(
    `## ${words.help.heading}`,
    `${words.help.intro} ${words.help.films(films)}`,
    words.help.commands(mention),
    rule,
    `**${words.help.privacyHeading}**`,
    words.help.privacy(mention),
  );
}
