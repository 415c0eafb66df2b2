import type { SlashCommandStringOption } from '@discordjs/builders';
import type { FilmSummary } from '../src/catalogue/summary.ts';
import { privately, privatelyInPlace } from '../src/discord/answer.ts';
import { action } from '../src/discord/command.ts';
import { progressSet } from '../src/discord/custom-ids.ts';
import type { Options } from '../src/discord/options.ts';
import type { Said } from '../src/spoilers/gate.ts';
import { reaches } from '../src/spoilers/reached.ts';
import { progressCard } from '../src/views/progress.ts';
import { choice, named } from '../src/words/words.ts';
import type { Command, Request } from './command.ts';
import { filmOption, onServers, suggestFilms } from './film-option.ts';
import { keepSaid, keptSaid } from './how-far.ts';
import { revealActions } from './reveal.ts';

export const progress = {
  definition: onServers((words) => words.commands.progress)
    .addStringOption(filmOption)
    .addStringOption((option) => withReaches(named(option, (words) => words.options.watched)))
    .addStringOption((option) => withReaches(named(option, (words) => words.options.read))),

  answers: () => 'private',
  suggest: { film: suggestFilms },
  retry: (film, options) => progressSet.build({ film, said: saidIn(options) }),

  async run(request) {
    const film = request.catalogue.find(request.options.text('film'));
    return privately(await set(request, film, saidIn(request.options)));
  },

  actions: [
    action(progressSet, 'update', async (request: Request, { film, said }, pressed) =>
      privatelyInPlace([await set(request, request.catalogue.summary(film), said)], pressed),
    ),
    ...revealActions,
  ],
} satisfies Command;

function withReaches(option: SlashCommandStringOption): SlashCommandStringOption {
  return option.addChoices(reaches.map((reached) => choice(reached, (words) => words.choices.reached[reached])));
}

function saidIn(options: Options): Said {
  return { film: options.choiceIfGiven('watched', reaches), book: options.choiceIfGiven('read', reaches) };
}

async function set(request: Request, film: FilmSummary, said: Said) {
  await keepSaid(request, film, said);
  return progressCard({ film, said: await keptSaid(request, film) }, request.words);
}
