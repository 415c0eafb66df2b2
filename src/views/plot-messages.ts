import type { Message } from '../discord/message.ts';
import { card, type Press } from './layout.ts';
import { paginate, sceneBudget } from './pages.ts';

/** Plot that may take several messages. */
export interface PlotPages {
  readonly heading: string;
  /** The heading of every message but the first. */
  readonly continued: string;
  readonly blocks: readonly string[];
  /** Under the last message. */
  readonly buttons?: readonly Press[];
}

/** All blocks over as many messages as they need: none where there are no blocks. */
export function plotPages({ heading, continued, blocks, buttons = [] }: PlotPages): readonly Message[] {
  const pages = paginate(blocks, sceneBudget);
  return pages.map((page, index) =>
    card(index === 0 ? heading : continued, ...page, { buttons: index === pages.length - 1 ? buttons : [] }),
  );
}
