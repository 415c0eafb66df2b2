import { privately } from '../src/discord/answer.ts';
import { helpCard } from '../src/views/help.ts';
import type { Command } from './command.ts';
import { everywhere } from './film-option.ts';

export const help = {
  definition: everywhere((words) => words.commands.help),
  answers: () => 'private',
  run: async ({ catalogue, mention, words }) => privately(helpCard({ films: catalogue.size, mention }, words)),
} satisfies Command;
