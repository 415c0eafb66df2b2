import { action } from '../src/discord/command.ts';
import { synopsisOpen } from '../src/discord/custom-ids.ts';
import { synopsisMessages } from '../src/views/synopsis.ts';
import type { Command, Request } from './command.ts';
import { everywhere, filmOption, suggestFilms } from './film-option.ts';
import { askedAudience, audienceFor, privateOption, tell, uptoOption, wishOf } from './telling.ts';

export const synopsis = {
  definition: everywhere((words) => words.commands.synopsis)
    .addStringOption(filmOption)
    .addStringOption(uptoOption)
    .addBooleanOption(privateOption),

  answers: async (options, request) => audienceFor(askedAudience(options), request),
  suggest: { film: suggestFilms },
  retry: (film, options) => synopsisOpen.build({ film, ...wishOf(options) }),

  async run(request) {
    const { key } = request.catalogue.find(request.options.text('film'));
    return tell(request, key, wishOf(request.options), synopsisMessages);
  },

  actions: [
    action(synopsisOpen, 'private', async (request: Request, { film, ...wish }) =>
      tell(request, film, wish, synopsisMessages),
    ),
  ],
} satisfies Command;
