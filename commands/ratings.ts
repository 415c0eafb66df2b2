import type { FilmSummary } from '../src/catalogue/summary.ts';
import { workId } from '../src/catalogue/works.ts';
import { privately, publicly, turned } from '../src/discord/answer.ts';
import { action } from '../src/discord/command.ts';
import { ratingsBoard, ratingsOpen, ratingsOwn } from '../src/discord/custom-ids.ts';
import type { Message } from '../src/discord/message.ts';
import { type Board, type Pair, standings } from '../src/ratings/boards.ts';
import { boardCard } from '../src/views/board-card.ts';
import { histogramsOf, ownRatings, ratingsCard } from '../src/views/ratings-card.ts';
import { named } from '../src/words/words.ts';
import { type Command, type Request, serverOf } from './command.ts';
import { filmOption, onServers, suggestFilms } from './film-option.ts';

export const ratings = {
  definition: onServers((words) => words.commands.ratings).addStringOption((option) =>
    named(filmOption(option), (words) => words.options.ratedFilm).setRequired(false),
  ),

  answers: () => 'public',
  suggest: { film: suggestFilms },
  retry: (film) => ratingsOpen.build({ film }),

  async run(request) {
    const asked = request.options.textIfGiven('film');
    if (asked === undefined) return publicly(await showBoard(request, 'highest', 0));
    return publicly(await show(request, request.catalogue.find(asked)));
  },

  actions: [
    action(ratingsOpen, 'public', async (request: Request, { film }) =>
      publicly(await show(request, request.catalogue.summary(film))),
    ),
    action(ratingsOwn, 'private', async (request: Request, { film }) =>
      privately(await showOwn(request, request.catalogue.summary(film))),
    ),
    action(ratingsBoard, 'update', async (request: Request, { board, page }, pressed) =>
      turned(await showBoard(request, board, page), pressed),
    ),
  ],
} satisfies Command;

async function show(request: Request, film: FilmSummary): Promise<Message> {
  const { guild } = serverOf(request);
  const { words, pictures } = request;
  const tallies = await request.ratings.pair(guild, pairOf(film));
  const histograms = histogramsOf(tallies, words);
  return ratingsCard({ film, tallies, picture: histograms && (await pictures.histograms(histograms)) }, words);
}

async function showOwn(request: Request, film: FilmSummary): Promise<Message> {
  const { guild } = serverOf(request);
  const { film: filmId, book: bookId } = pairOf(film);
  const [ofFilm, ofBook] = await Promise.all(
    [filmId, bookId].map(async (work) => request.ratings.of(guild, work, request.member)),
  );
  return ownRatings({ film, given: { film: ofFilm, book: ofBook } }, request.words);
}

async function showBoard(request: Request, board: Board, page: number): Promise<Message> {
  const { guild } = serverOf(request);
  const { films } = request.catalogue;
  const all = await request.ratings.onServer(guild);
  const { mention, words } = request;
  return boardCard({ board, page, standings: standings(board, all, films.map(pairOf)), films, mention }, words);
}

const pairOf = (film: FilmSummary): Pair => ({ film: workId('film', film), book: workId('book', film) });
