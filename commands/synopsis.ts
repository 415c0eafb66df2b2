import { privately, publicly } from '../src/discord/answer.ts';
import { action } from '../src/discord/command.ts';
import { synopsisOpen } from '../src/discord/custom-ids.ts';
import type { Options } from '../src/discord/options.ts';
import type { Stage } from '../src/spoilers/stages.ts';
import { stages } from '../src/spoilers/stages.ts';
import { synopsisMessages } from '../src/views/synopsis.ts';
import { choice, named } from '../src/words/words.ts';
import type { Command, Request } from './command.ts';
import { everywhere, filmOption, suggestFilms } from './film-option.ts';

type Audience = 'public' | 'private';

export const synopsis = {
  definition: everywhere((words) => words.commands.synopsis)
    .addStringOption(filmOption)
    .addStringOption((option) =>
      named(option, (words) => words.options.upto).addChoices(
        stages.map((stage) => choice(stage, (words) => words.choices.upto[stage])),
      ),
    )
    .addBooleanOption((option) => named(option, (words) => words.options.private)),

  answers: audienceOf,
  suggest: { film: suggestFilms },
  retry: (film, options) => synopsisOpen.build({ film, upto: uptoOf(options), audience: audienceOf(options) }),

  async run(request) {
    const { key } = request.catalogue.find(request.options.text('film'));
    return tell(request, key, uptoOf(request.options), audienceOf(request.options));
  },

  actions: [
    action(synopsisOpen, 'private', async (request: Request, { film, upto, audience }) =>
      tell(request, film, upto, audience),
    ),
  ],
} satisfies Command;

async function tell({ catalogue, words }: Request, key: string, upto: Stage, audience: Audience) {
  const film = await catalogue.film(key);
  const messages = synopsisMessages({ film, upto, audience }, words);
  return audience === 'public' ? publicly(...messages) : privately(...messages);
}

function uptoOf(options: Options): Stage {
  return options.choice('upto', ['ending', 'middle', 'setup']);
}

function audienceOf(options: Options): Audience {
  return options.flag('private') ? 'private' : 'public';
}
