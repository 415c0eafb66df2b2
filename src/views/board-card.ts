import type { FilmSummary } from '../catalogue/summary.ts';
import { workId } from '../catalogue/works.ts';
import { ratingsBoard } from '../discord/custom-ids.ts';
import type { Message } from '../discord/message.ts';
import { type Board, boards, type Placed, type Standing, type Standings } from '../ratings/boards.ts';
import { escapeLineWithin } from '../spoilers/cut.ts';
import type { WorkId } from '../storage/keys.ts';
import type { Words } from '../words/en.ts';
import type { Mention } from './help.ts';
import { card, lines, rule, small } from './layout.ts';

const placesOnAPage = 10;
/** Ten titles of three bytes a character, each with its figures, are 5,000 bytes. */
const longestTitle = 100;

/** One page of one of a server's boards; a page too far shows the last. `films` are those in the catalogue. */
export function boardCard(
  {
    board,
    page,
    standings: { placed, mean },
    films,
    mention,
  }: {
    readonly board: Board;
    readonly page: number;
    readonly standings: Standings;
    readonly films: readonly FilmSummary[];
    readonly mention: Mention;
  },
  words: Words,
): Message {
  const pages = Math.max(1, Math.ceil(placed.length / placesOnAPage));
  const shown = Math.min(page, pages - 1);
  const here = placed.slice(shown * placesOnAPage, (shown + 1) * placesOnAPage);
  const titles = titlesOf(films, words);
  const turnTo = (to: number) => ratingsBoard.build({ board, page: to });
  return card(
    `## ${words.ratings.boards[board]}`,
    here.length === 0
      ? words.ratings.emptyBoard[board](mention('rate'))
      : lines(...here.map((standing) => line(standing, titles, words))),
    rule,
    lines(
      small(mean === undefined || here.length === 0 ? '' : words.ratings.how[board](mean)),
      small(hasTies(here) ? words.ratings.ties : ''),
      small(pages > 1 ? words.review.page(shown + 1, pages) : ''),
    ),
    {
      buttons: [
        ...(shown > 0 ? [{ label: words.buttons.back, id: turnTo(shown - 1) }] : []),
        ...(shown < pages - 1 ? [{ label: words.buttons.on, id: turnTo(shown + 1), style: 'primary' as const }] : []),
      ],
    },
    {
      buttons: boards
        .filter((each) => each !== board)
        .map((each) => ({ label: words.buttons.boards[each], id: ratingsBoard.build({ board: each, page: 0 }) })),
    },
  );
}

function line({ place, score, of }: Placed<Standing>, titles: ReadonlyMap<WorkId, string>, words: Words): string {
  const { ratings } = words;
  if (of.board === 'gap') {
    const title = titles.get(of.pair.film) ?? '';
    const ahead = ratings.gapScore(of.gap.difference ?? 0, score);
    return ratings.place(place, title, ahead, ratings.ratedBoth(of.gap.count));
  }
  const work = of.work.startsWith('film:') ? 'film' : 'book';
  const title = ratings.worksTitle(work, titles.get(of.work) ?? '');
  return ratings.place(place, title, ratings.score(score), ratings.averageOf(of.tally));
}

/** Escaped, by what their ratings are kept under. */
function titlesOf(films: readonly FilmSummary[], words: Words): ReadonlyMap<WorkId, string> {
  return new Map(
    films.flatMap((film) => [
      [workId('film', film), words.film.titleAndYear(escapeLineWithin(film.title, longestTitle), film.year)] as const,
      [workId('book', film), escapeLineWithin(film.book.title, longestTitle)] as const,
    ]),
  );
}

const hasTies = (places: readonly Placed<Standing>[]) => new Set(places.map(({ place }) => place)).size < places.length;
