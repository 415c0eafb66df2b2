import type { FilmSummary } from '../src/catalogue/summary.ts';
import { type Work, workId } from '../src/catalogue/works.ts';
import { type Answer, ask, privately, update } from '../src/discord/answer.ts';
import { action, type Pressed } from '../src/discord/command.ts';
import { rateAsk, rateForm, rateFormFields, rateGive, rateShare, rateTakeBack } from '../src/discord/custom-ids.ts';
import type { Message } from '../src/discord/message.ts';
import { type Options, readOptions } from '../src/discord/options.ts';
import { allHalfSteps, type HalfSteps, halfSteps, stars } from '../src/ratings/half-steps.ts';
import { UserError } from '../src/user-error.ts';
import { ratingAnswer, ratingForm, ratingShared, ratingTakenBack, sharedRating } from '../src/views/rating.ts';
import { choice, named } from '../src/words/words.ts';
import { type Command, type Request, serverOf } from './command.ts';
import { filmOption, onServers, suggestFilms } from './film-option.ts';

export const rate = {
  definition: onServers((words) => words.commands.rate)
    .addStringOption(filmOption)
    .addIntegerOption((option) =>
      named(option, (words) => words.options.stars)
        .setRequired(true)
        .addChoices(
          allHalfSteps.map((steps) => choice<number>(steps, (words) => words.choices.stars(stars(steps), steps / 2))),
        ),
    )
    .addStringOption((option) =>
      named(option, (words) => words.options.work).addChoices(
        choice('film', (words) => words.choices.work.film),
        choice('book', (words) => words.choices.work.book),
      ),
    ),

  answers: () => 'private',
  suggest: { film: suggestFilms },
  retry: (film, options) => rateGive.build({ film, work: workOf(options), steps: stepsOf(options) }),

  async run(request) {
    const film = request.catalogue.find(request.options.text('film'));
    return privately(await give(request, film, workOf(request.options), stepsOf(request.options)));
  },

  actions: [
    action(rateAsk, 'form', async (request: Request, { film, work, steps, from }) => {
      const { guild } = serverOf(request);
      const pair = request.catalogue.summary(film);
      // The button may be everybody's, or stand on a card from before the stars were last changed.
      const given = await request.ratings.of(guild, workId(work, pair), request.member);
      return ask(ratingForm({ film: pair, work, steps: given ?? steps, from }, request.words));
    }),
    // Deferred as an update where it takes long: that leaves open whether a message changes or a new one comes.
    action(rateForm, 'update', async (request: Request, { film, from }, { fields }: Pressed): Promise<Answer> => {
      const work = readOptions(fields).choice(rateFormFields.work, ['film', 'book']);
      const steps = halfSteps.safeParse(Number(fields[rateFormFields.stars]));
      if (!steps.success) throw new UserError({ code: 'option.unusable', option: rateFormFields.stars });
      const answer = await give(request, request.catalogue.summary(film), work, steps.data);
      return from === 'answer' ? update(answer) : privately(answer);
    }),
    action(rateGive, 'private', async (request: Request, { film, work, steps }) =>
      privately(await give(request, request.catalogue.summary(film), work, steps)),
    ),
    action(rateTakeBack, 'update', async (request: Request, { film, work }) =>
      update(await takeBack(request, request.catalogue.summary(film), work)),
    ),
    action(rateShare, 'update', share, { once: true, mustBePublic: true }),
  ],
} satisfies Command;

async function give(request: Request, film: FilmSummary, work: Work, steps: HalfSteps): Promise<Message> {
  const { guild } = serverOf(request);
  const { ratings, member, words } = request;
  await ratings.put(guild, workId(work, film), member, steps);
  return ratingAnswer({ film, work, steps }, await ratings.tally(guild, workId(work, film)), words);
}

async function takeBack(request: Request, film: FilmSummary, work: Work): Promise<Message> {
  const { guild } = serverOf(request);
  const { ratings, member, words } = request;
  const id = workId(work, film);
  const hadOne = (await ratings.of(guild, id, member)) !== undefined;
  await ratings.takeBack(guild, id, member);
  return ratingTakenBack({ film, work, hadOne }, await ratings.tally(guild, id), words);
}

/** Shows everybody what the member gives now, and brings the private card up to date. */
async function share(request: Request, fields: { film: string; work: Work }): Promise<Answer> {
  const { guild } = serverOf(request);
  const { ratings, member, words } = request;
  const { work } = fields;
  const film = request.catalogue.summary(fields.film);
  const id = workId(work, film);
  const steps = await ratings.of(guild, id, member);
  const tally = await ratings.tally(guild, id);
  if (steps === undefined) return update(ratingTakenBack({ film, work, hadOne: false }, tally, words));
  return update(ratingShared({ film, work, steps }, tally, words), {
    audience: 'public',
    message: sharedRating(member, { film, work, steps }, words),
  });
}

function workOf(options: Options): Work {
  return options.choice('work', ['film', 'book']);
}

function stepsOf(options: Options): HalfSteps {
  return halfSteps.parse(options.whole('stars', { min: 1, max: 10 }));
}
