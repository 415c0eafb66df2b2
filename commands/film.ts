import { publicly, turned } from '../src/discord/answer.ts';
import { action } from '../src/discord/command.ts';
import { filmOpen, filmPage } from '../src/discord/custom-ids.ts';
import type { Message } from '../src/discord/message.ts';
import { filmCard } from '../src/views/film-card.ts';
import type { Command, Request } from './command.ts';
import { everywhere, filmOption, suggestFilms } from './film-option.ts';
import { serverTallies } from './server-tallies.ts';

export const film = {
  definition: everywhere((words) => words.commands.film).addStringOption(filmOption),

  answers: () => 'public',
  suggest: { film: suggestFilms },
  retry: (key) => filmOpen.build({ film: key }),

  run: async (request) => publicly(await page(request, request.catalogue.find(request.options.text('film')).key, 0)),

  actions: [
    action(filmOpen, 'public', async (request: Request, { film: key }) => publicly(await page(request, key, 0))),
    action(filmPage, 'update', async (request: Request, { film: key, page: number }, pressed) =>
      turned(await page(request, key, number), pressed),
    ),
  ],
} satisfies Command;

async function page(request: Request, key: string, number: number): Promise<Message> {
  const { catalogue, words } = request;
  const whole = await catalogue.film(key);
  const adaptations = catalogue.adaptationsOf(whole.book.key);
  return filmCard({ film: whole, adaptations, page: number, tallies: await serverTallies(request, whole) }, words);
}
