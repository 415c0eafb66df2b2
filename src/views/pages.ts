import { fitsIn, sizeOf, type TextSize } from '../spoilers/cut.ts';

/** How much may stand on one page. */
export interface PageBudget extends TextSize {
  /** Texts, each a component of its own. */
  readonly blocks: number;
}

/**
 * Leaves room in a message of 4,000 characters, 10,000 bytes and 40 components for the longest heading and footer
 * (1,300 characters, 3,900 bytes) and for two rows of buttons.
 */
export const pageBudget: PageBudget = { characters: 2600, bytes: 6000, blocks: 18 };

/** The same where the longest heading takes 600 characters and 800 bytes, and there is no footer and one button. */
export const sceneBudget: PageBudget = { characters: 3300, bytes: 9000, blocks: 30 };

/** Lays blocks out over as many pages as they need, in order. No block may be larger than a page. */
export function paginate(blocks: readonly string[], budget: PageBudget = pageBudget): readonly (readonly string[])[] {
  const pages: string[][] = [];
  let page: string[] = [];
  let room: TextSize = budget;
  for (const block of blocks) {
    if (page.length > 0 && (page.length === budget.blocks || !fitsIn(block, room))) {
      pages.push(page);
      page = [];
      room = budget;
    }
    page.push(block);
    const { characters, bytes } = sizeOf(block);
    room = { characters: room.characters - characters, bytes: room.bytes - bytes };
  }
  return page.length > 0 ? [...pages, page] : pages;
}

/** What is left of a page's budget when it begins with `text`. */
export function roomBeside(text: string, budget: PageBudget = pageBudget): TextSize {
  const { characters, bytes } = sizeOf(text);
  return { characters: budget.characters - characters, bytes: budget.bytes - bytes };
}

/** Lines as blocks that fit a page each, as few as possible. No line may be larger than a page. */
export function stack(lines: readonly (string | undefined)[]): readonly string[] {
  const blocks: string[] = [];
  for (const line of lines) {
    if (line === undefined || line === '') continue;
    const joined = `${blocks.at(-1)}\n${line}`;
    if (blocks.length > 0 && fitsIn(joined, pageBudget)) blocks[blocks.length - 1] = joined;
    else blocks.push(line);
  }
  return blocks;
}

/** What a list may take of a page: longer than any film's, and less than {@link pageBudget} in characters or bytes. */
const listBytes = 2500;

/** The first items that have room on a page together, and `…` in place of the rest. */
export function itemsWithin(items: readonly string[]): readonly string[] {
  let left = listBytes;
  const fitting = items.filter((item) => {
    left -= sizeOf(item).bytes;
    return left >= 0;
  });
  return fitting.length < items.length ? [...fitting, '…'] : items;
}
