import type { Message } from '../discord/message.ts';
import type { Tally } from '../ratings/tally.ts';
import type { Words } from '../words/en.ts';
import { card, dotted, type Link, lines, type Press, rule, small } from './layout.ts';

/** What a server thinks of both works. Undefined where there is no server: then nothing is asked of it either. */
export interface ServerTallies {
  readonly film: Tally;
  readonly book: Tally;
}

/** A card that may take several pages, one of which is shown. */
export interface PagedCard {
  /** At most 1,000 characters: see the budget of a page. */
  readonly heading: string;
  /** As `paginate` lays them out. */
  readonly pages: readonly (readonly string[])[];
  /** From 0; a page too far shows the last. */
  readonly page: number;
  readonly tallies: ServerTallies | undefined;
  /** The custom_id of a button that turns to a page. */
  readonly turnTo: (page: number) => string;
  readonly doors: readonly (Press | Link)[];
  /** What the last page alone has. */
  readonly links?: readonly Link[];
}

/** One page of a card about a film, with its server's tallies, and the ways to other pages and to other cards. */
export function pagedCard({ heading, pages, page, tallies, turnTo, doors, links }: PagedCard, words: Words): Message {
  const shown = Math.min(page, pages.length - 1);
  const isLast = shown === pages.length - 1;
  return card(
    heading,
    ...(pages[shown] ?? []),
    rule,
    lines(
      small(tallies && dotted(words.review.starsHere, ...tallyLines(tallies, words))),
      small(pages.length > 1 ? words.review.page(shown + 1, pages.length) : ''),
    ),
    {
      buttons: [
        ...(shown > 0 ? [{ label: words.buttons.back, id: turnTo(shown - 1) }] : []),
        ...(isLast ? [] : [{ label: words.buttons.on, id: turnTo(shown + 1), style: 'primary' as const }]),
      ],
    },
    { buttons: doors },
    { buttons: (isLast && links) || [] },
  );
}

function tallyLines({ film, book }: ServerTallies, words: Words): readonly string[] {
  return [words.review.tallyLine('film', film), words.review.tallyLine('book', book)];
}
