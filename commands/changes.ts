import { action } from '../src/discord/command.ts';
import { changesOpen } from '../src/discord/custom-ids.ts';
import type { Stage } from '../src/spoilers/stages.ts';
import { changesMessages } from '../src/views/changes.ts';
import type { Command, Request } from './command.ts';
import { everywhere, filmOption, suggestFilms } from './film-option.ts';
import { type Audience, audienceOf, privateOption, told, uptoOf, uptoOption } from './telling.ts';

export const changes = {
  definition: everywhere((words) => words.commands.changes)
    .addStringOption(filmOption)
    .addStringOption(uptoOption)
    .addBooleanOption(privateOption),

  answers: audienceOf,
  suggest: { film: suggestFilms },
  retry: (film, options) => changesOpen.build({ film, upto: uptoOf(options), audience: audienceOf(options) }),

  async run(request) {
    const { key } = request.catalogue.find(request.options.text('film'));
    return tell(request, key, uptoOf(request.options), audienceOf(request.options));
  },

  actions: [
    action(
      changesOpen,
      ({ audience }) => audience,
      async (request: Request, { film, upto, audience }) => tell(request, film, upto, audience),
    ),
  ],
} satisfies Command;

async function tell({ catalogue, words }: Request, key: string, upto: Stage, audience: Audience) {
  return told(changesMessages({ film: await catalogue.film(key), upto }, words), audience);
}
