import { type Film, ourReviewKey, type Review } from '../src/catalogue/film.ts';
import type { ReviewSummary } from '../src/catalogue/summary.ts';
import { workId } from '../src/catalogue/works.ts';
import { type Answer, privately, publicly, update } from '../src/discord/answer.ts';
import { action, type Pressed } from '../src/discord/command.ts';
import { reviewNext, reviewOpen, reviewPage, reviewStills } from '../src/discord/custom-ids.ts';
import type { Message } from '../src/discord/message.ts';
import { ellipsis } from '../src/spoilers/cut.ts';
import { UserError } from '../src/user-error.ts';
import { reviewCard, type ServerTallies } from '../src/views/review-card.ts';
import { stillsCard } from '../src/views/stills.ts';
import type { Words } from '../src/words/en.ts';
import { named } from '../src/words/words.ts';
import type { Command, Request } from './command.ts';
import { everywhere, filmOption, suggestFilms } from './film-option.ts';

/** Discord's limit for the name of a suggestion. */
const maxSuggestion = 100;

export const review = {
  definition: everywhere((words) => words.commands.review)
    .addStringOption(filmOption)
    .addStringOption((option) =>
      named(option, (words) => words.options.critic)
        .setAutocomplete(true)
        .setMaxLength(200),
    ),

  answers: () => 'public',
  suggest: {
    film: suggestFilms,
    critic: (typed, { options, catalogue, words }) => {
      const { reviews } = catalogue.find(options.textIfGiven('film') ?? '');
      return criticsMatching(reviews, typed, words).map(({ key, name }) => ({ name, value: key }));
    },
  },
  retry: (film) => reviewOpen.build({ film }),

  async run(request) {
    const film = await request.catalogue.film(request.catalogue.find(request.options.text('film')).key);
    const chosen = reviewBy(request.options.textIfGiven('critic'), film, request.words);
    return publicly(await page(request, film, chosen, 0));
  },

  actions: [
    action(reviewOpen, 'public', async (request: Request, { film }) => {
      const whole = await request.catalogue.film(film);
      return publicly(await page(request, whole, whole.reviews[0], 0));
    }),
    action(reviewPage, 'update', async (request: Request, { film, review: key, page: number }, pressed) => {
      const whole = await request.catalogue.film(film);
      return turned(await page(request, whole, reviewWith(key, whole), number), pressed);
    }),
    action(reviewNext, 'update', async (request: Request, { film, review: key }, pressed) => {
      const whole = await request.catalogue.film(film);
      return turned(await page(request, whole, reviewWith(key, whole), 0), pressed);
    }),
    action(reviewStills, 'private', async ({ catalogue, words }: Request, { film }) =>
      privately(stillsCard(await catalogue.film(film), words)),
    ),
  ],
} satisfies Command;

/** Whoever asked turns pages in place; everybody else gets a card of their own. */
function turned(message: Message, { ownMessage }: Pressed): Answer {
  return ownMessage ? update(message) : privately(message);
}

async function page(request: Request, film: Film, shown: Review | undefined, number: number): Promise<Message> {
  return reviewCard({ film, review: shown, page: number, tallies: await serverTallies(request, film) }, request.words);
}

async function serverTallies({ place, ratings }: Request, film: Film): Promise<ServerTallies | undefined> {
  if (place.kind !== 'server') return undefined;
  return {
    film: await ratings.tally(place.guild, workId('film', film)),
    book: await ratings.tally(place.guild, workId('book', film)),
  };
}

function reviewWith(key: string, { reviews }: Film): Review {
  const found = reviews.find((each) => each.key === key);
  if (!found) throw new UserError({ code: 'film.gone' });
  return found;
}

/** The review that a member means: by the key of a suggestion, or by typing a name. Ours where nothing was typed. */
function reviewBy(critic: string | undefined, film: Film, words: Words): Review | undefined {
  if (critic === undefined) return film.reviews[0];
  const exact = film.reviews.find(({ key }) => key === critic);
  const [named] = criticsMatching(film.reviews, critic, words);
  const found = exact ?? film.reviews.find(({ key }) => key === named?.key);
  if (found) return found;
  throw new UserError({
    code: 'critic.unknown',
    query: critic,
    critics: film.reviews.map((each) => criticName(each, words)),
  });
}

function criticsMatching(reviews: readonly ReviewSummary[], typed: string, words: Words) {
  const wanted = typed.trim().toLocaleLowerCase();
  return reviews
    .map((each) => ({ key: each.key, name: criticName(each, words) }))
    .filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
}

function criticName({ key, byline, publication, title }: ReviewSummary, words: Words): string {
  if (key === ourReviewKey) return words.review.ours;
  const name = [byline ?? title, publication].filter((part) => part !== undefined).join(', ');
  return ellipsis(name === '' ? key : name, maxSuggestion);
}
