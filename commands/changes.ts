import { action } from '../src/discord/command.ts';
import { changesOpen } from '../src/discord/custom-ids.ts';
import { changesMessages } from '../src/views/changes.ts';
import type { Command, Request } from './command.ts';
import { everywhere, filmOption, suggestFilms } from './film-option.ts';
import { askedAudience, audienceFor, privateOption, tell, uptoOption, wishOf } from './telling.ts';

export const changes = {
  definition: everywhere((words) => words.commands.changes)
    .addStringOption(filmOption)
    .addStringOption(uptoOption)
    .addBooleanOption(privateOption),

  answers: async (options, request) => audienceFor(askedAudience(options), request),
  suggest: { film: suggestFilms },
  retry: (film, options) => changesOpen.build({ film, ...wishOf(options) }),

  async run(request) {
    const { key } = request.catalogue.find(request.options.text('film'));
    return tell(request, key, wishOf(request.options), changesMessages);
  },

  actions: [
    action(
      changesOpen,
      ({ audience }) => (audience === 'default' ? 'private' : audience),
      async (request: Request, { film, ...wish }) => tell(request, film, wish, changesMessages),
    ),
  ],
} satisfies Command;
