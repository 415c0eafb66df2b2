import type { Message } from '../discord/message.ts';
import type { Words } from '../words/en.ts';
import { card, type Press } from './layout.ts';
import { paginate, sceneBudget } from './pages.ts';

/** Plot that may take several messages. */
export interface PlotMessages {
  readonly heading: string;
  /** The heading of every message but the first. */
  readonly continued: string;
  readonly blocks: readonly string[];
  /** What is said where there are no blocks. */
  readonly none: string;
  readonly audience: 'public' | 'private';
  /** The custom_id of a button that tells the same to one member alone. */
  readonly aside: string;
}

/** All blocks over as many messages as they need. The last has a way to read them privately where they are public. */
export function plotMessages(
  { heading, continued, blocks, none, audience, aside }: PlotMessages,
  words: Words,
): readonly [Message, ...Message[]] {
  const [first, ...rest] = paginate(blocks, sceneBudget);
  if (!first) return [card(none)];
  const press: Press = { label: words.buttons.readPrivately, id: aside };
  const atTheEnd = { buttons: audience === 'public' ? [press] : [] };
  return [
    card(heading, ...first, ...(rest.length === 0 ? [atTheEnd] : [])),
    ...rest.map((page, index) => card(continued, ...page, ...(index === rest.length - 1 ? [atTheEnd] : []))),
  ];
}
