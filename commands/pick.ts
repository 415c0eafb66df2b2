import type { Book } from '../src/catalogue/film.ts';
import { bookForms } from '../src/catalogue/kinds.ts';
import {
  type Avoided,
  avoidedIn,
  decades,
  fitting,
  loosenFirst,
  pickOne,
  type Wishes,
} from '../src/catalogue/picking.ts';
import { type Answer, privately, publicly, turned } from '../src/discord/answer.ts';
import { action } from '../src/discord/command.ts';
import { pickAgain } from '../src/discord/custom-ids.ts';
import type { Message } from '../src/discord/message.ts';
import type { Options } from '../src/discord/options.ts';
import { UserError } from '../src/user-error.ts';
import { noteSuggestions, type Origin, originNames, originSuggestions } from '../src/views/offers.ts';
import { nothingFits, pickCard } from '../src/views/pick-card.ts';
import type { Words } from '../src/words/en.ts';
import { choice, named } from '../src/words/words.ts';
import type { Command, Request } from './command.ts';
import { everywhere } from './film-option.ts';
import { matching, meant } from './matching.ts';

const longestName = 100;

export const pick = {
  definition: everywhere((words) => words.commands.pick)
    .addIntegerOption((option) =>
      named(option, (words) => words.options.decade).addChoices(
        decades.map((decade) => choice(decade, (words) => words.choices.decade(decade))),
      ),
    )
    .addStringOption((option) =>
      named(option, (words) => words.options.country)
        .setAutocomplete(true)
        .setMaxLength(longestName),
    )
    .addStringOption((option) =>
      named(option, (words) => words.options.language)
        .setAutocomplete(true)
        .setMaxLength(longestName),
    )
    .addStringOption((option) =>
      named(option, (words) => words.options.form).addChoices(
        bookForms.map((form) => choice<Book['form']>(form, (words) => words.choices.form[form])),
      ),
    )
    .addStringOption((option) =>
      named(option, (words) => words.options.avoid)
        .setAutocomplete(true)
        .setMaxLength(longestName),
    ),

  answers: () => 'public',
  suggest: {
    country: (typed, request) => suggestOrigins('country', typed, request),
    language: (typed, request) => suggestOrigins('language', typed, request),
    avoid: (typed, { catalogue }) => noteSuggestions(matching(catalogue.offers.contentNotes, typed, (note) => [note])),
  },

  run: async (request) => pickFor(request, wishesOf(request.options, request), publicly),

  actions: [
    action(pickAgain, 'update', async (request: Request, { last, wishes }, pressed) =>
      pickFor(request, wishes, (message) => turned(message, pressed), last),
    ),
  ],
} satisfies Command;

async function pickFor(
  { catalogue, random, words }: Request,
  wishes: Wishes,
  shown: (message: Message) => Answer,
  last?: string,
): Promise<Answer> {
  const { films, offers } = catalogue;
  const wished = { wishes, notes: offers.contentNotes };
  const fit = fitting(films, wishes);
  const picked = pickOne(fit, random(), last);
  if (picked) return shown(pickCard({ ...wished, film: await catalogue.film(picked.key), count: fit.length }, words));
  const loosen = films.length > 0 ? loosenFirst(films, wishes) : undefined;
  if (!loosen) throw new UserError({ code: 'film.unclear', query: '', nearest: [] });
  return privately(nothingFits({ ...wished, loosen }, words));
}

function wishesOf(options: Options, { catalogue: { offers }, words }: Request): Wishes {
  return {
    decade: options.choiceIfGiven('decade', decades),
    country: originOf(options, 'country', offers.countries, words),
    language: originOf(options, 'language', offers.languages, words),
    form: options.choiceIfGiven('form', bookForms),
    avoid: avoidOf(options),
  };
}

function suggestOrigins(kind: Origin, typed: string, { catalogue: { offers }, words }: Request) {
  const codes = kind === 'country' ? offers.countries : offers.languages;
  return originSuggestions(
    kind,
    matching(codes, typed, (code) => originNames(kind, code, words)),
    words,
  );
}

/** The code that a member means: by a suggestion, or by typing a name. */
function originOf(options: Options, kind: Origin, codes: readonly string[], words: Words): string | undefined {
  const typed = options.textIfGiven(kind)?.trim() ?? '';
  if (typed === '') return undefined;
  const code = meant(codes, typed, (each) => originNames(kind, each, words));
  if (code === undefined) throw new UserError({ code: 'option.unusable', option: kind });
  return code;
}

function avoidOf(options: Options): Avoided | undefined {
  const typed = options.textIfGiven('avoid')?.trim() ?? '';
  const avoid = avoidedIn(typed);
  if (typed !== '' && avoid === undefined) throw new UserError({ code: 'option.unusable', option: 'avoid' });
  return avoid;
}
