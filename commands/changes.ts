import { action } from '../src/discord/command.ts';
import { changesOpen } from '../src/discord/custom-ids.ts';
import type { Stage } from '../src/spoilers/stages.ts';
import { changesMessages } from '../src/views/changes.ts';
import type { Command, Request } from './command.ts';
import { everywhere, filmOption, suggestFilms } from './film-option.ts';
import { type Audience, askedAudience, audienceFor, privateOption, told, uptoOf, uptoOption } from './telling.ts';

export const changes = {
  definition: everywhere((words) => words.commands.changes)
    .addStringOption(filmOption)
    .addStringOption(uptoOption)
    .addBooleanOption(privateOption),

  answers: async (options, request) => audienceFor(askedAudience(options), request),
  suggest: { film: suggestFilms },
  retry: (film, options) => changesOpen.build({ film, upto: uptoOf(options), audience: askedAudience(options) }),

  async run(request) {
    const { key } = request.catalogue.find(request.options.text('film'));
    return tell(request, key, uptoOf(request.options), askedAudience(request.options));
  },

  actions: [
    action(
      changesOpen,
      ({ audience }) => (audience === 'default' ? 'private' : audience),
      async (request: Request, { film, upto, audience }) => tell(request, film, upto, audience),
    ),
  ],
} satisfies Command;

async function tell(request: Request, key: string, upto: Stage, asked: Audience | 'default') {
  const { catalogue, words } = request;
  const audience = await audienceFor(asked, request);
  return told(changesMessages({ film: await catalogue.film(key), upto }, words), audience);
}
