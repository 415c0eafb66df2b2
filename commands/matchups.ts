import { privately, update } from '../src/discord/answer.ts';
import { action } from '../src/discord/command.ts';
import { matchupsPage } from '../src/discord/custom-ids.ts';
import type { Message } from '../src/discord/message.ts';
import { isSecret } from '../src/matchups/matchup.ts';
import { matchupList, pageOf } from '../src/views/matchup-management.ts';
import { type Command, type Request, serverOf } from './command.ts';
import { filmIfKnown, onServers } from './film-option.ts';

export const matchups = {
  definition: onServers((words) => words.commands.matchups),
  answers: () => 'private',
  run: async (request) => privately(await listed(request, 0)),
  actions: [action(matchupsPage, 'update', async (request: Request, { page }) => update(await listed(request, page)))],
} satisfies Command;

async function listed(request: Request, page: number): Promise<Message> {
  const { matchups: all, mention, words } = request;
  const shown = pageOf(await all.openOn(serverOf(request).guild), page);
  const items = shown.on.map(async (matchup) => ({
    matchup,
    film: filmIfKnown(matchup.film, request),
    count: isSecret(matchup) ? undefined : (await all.count(matchup)).count,
  }));
  return matchupList(await Promise.all(items), { ...shown, mention }, words);
}
