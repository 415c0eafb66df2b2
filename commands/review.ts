import type { Film, Review } from '../src/catalogue/film.ts';
import type { ReviewSummary } from '../src/catalogue/summary.ts';
import { privately, publicly, turned } from '../src/discord/answer.ts';
import { action } from '../src/discord/command.ts';
import { reviewNext, reviewOpen, reviewPage, reviewStills } from '../src/discord/custom-ids.ts';
import type { Message } from '../src/discord/message.ts';
import { UserError } from '../src/user-error.ts';
import { criticNames } from '../src/views/critic-names.ts';
import { reviewCard } from '../src/views/review-card.ts';
import { stillsCard } from '../src/views/stills.ts';
import type { Words } from '../src/words/en.ts';
import { named } from '../src/words/words.ts';
import type { Command, Request } from './command.ts';
import { everywhere, filmOption, suggestFilms } from './film-option.ts';
import { matching } from './matching.ts';
import { serverTallies } from './server-tallies.ts';

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

async function page(request: Request, film: Film, shown: Review | undefined, number: number): Promise<Message> {
  return reviewCard({ film, review: shown, page: number, tallies: await serverTallies(request, film) }, request.words);
}

/** The review that a card was about; the first where that one is not in the catalogue any more. */
function reviewWith(key: string, { reviews }: Film): Review | undefined {
  return reviews.find((each) => each.key === key) ?? reviews[0];
}

/** The review that a member means: by the key of a suggestion, or by typing a name. Ours where nothing was typed. */
function reviewBy(critic: string | undefined, { reviews }: Film, words: Words): Review | undefined {
  if (critic === undefined) return reviews[0];
  const [nearest] = criticsMatching(reviews, critic, words);
  const found = reviews.find(({ key }) => key === critic.trim()) ?? reviews.find(({ key }) => key === nearest?.key);
  if (found) return found;
  throw new UserError({ code: 'critic.unknown', query: critic, critics: criticNames(reviews, words) });
}

/** Under the names by which members choose them. */
function criticsMatching(reviews: readonly ReviewSummary[], typed: string, words: Words) {
  const names = criticNames(reviews, words);
  const byName = reviews.map(({ key }, index) => ({ key, name: names[index] ?? key }));
  return matching(byName, typed, ({ name }) => [name]);
}
