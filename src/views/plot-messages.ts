import type { Film } from '../catalogue/film.ts';
import { revealAsk } from '../discord/custom-ids.ts';
import type { Message } from '../discord/message.ts';
import type { Stage } from '../spoilers/stages.ts';
import type { Words } from '../words/en.ts';
import { titleOf } from './film-names.ts';
import { card, lines, type Press, small } from './layout.ts';
import { paginate, sceneBudget } from './pages.ts';
import { type Chapter, hiddenBlocks } from './tales.ts';

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

/** What is told of a film up to a stage, every tale behind a spoiler of its own; or one card that there is nothing so early. */
export function plotMessages(
  kind: 'synopsis' | 'changes',
  { film, upto }: { readonly film: Film; readonly upto: Stage },
  chapters: readonly Chapter[],
  words: Words,
): readonly [Message, ...Message[]] {
  const title = titleOf(film, words);
  const { heading, howTo, continued, noneUpTo } = words[kind];
  const [first, ...rest] = plotPages({
    heading: lines(`## ${heading(title)}`, small(`${howTo} ${words.upTo[upto]}`)),
    continued: `## ${continued(title)}`,
    blocks: hiddenBlocks(chapters),
    buttons: [{ label: words.buttons.revealForMe, id: revealAsk.build({ film: film.key, told: { kind, upto } }) }],
  });
  return first ? [first, ...rest] : [card(noneUpTo(title, upto))];
}
