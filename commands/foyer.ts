import { PermissionFlagsBits } from 'discord.js';
import { privately, turned } from '../src/discord/answer.ts';
import { action, type Pressed } from '../src/discord/command.ts';
import { settingsChannels, settingsHours, settingsLimit, settingsTelling } from '../src/discord/custom-ids.ts';
import type { Settings } from '../src/servers/settings.ts';
import { type ChannelId, channelId, type GuildId } from '../src/storage/ids.ts';
import { UserError } from '../src/user-error.ts';
import { hoursOffered, limitsOffered, settingsCard } from '../src/views/settings.ts';
import { named } from '../src/words/words.ts';
import { type Command, type Request, serverOf } from './command.ts';
import { onServers } from './film-option.ts';

export const foyer = {
  definition: onServers((words) => words.commands.foyer)
    .setDefaultMemberPermissions(PermissionFlagsBits.ManageGuild)
    .addSubcommand((subcommand) => named(subcommand, (words) => words.subcommands.settings)),

  subcommands: {
    settings: {
      answers: () => 'private',
      run: async (request) => privately(settingsCard(await request.settings.of(managed(request)), request.words)),
    },
  },

  actions: [
    action(settingsHours, 'update', async (request: Request, _, pressed) =>
      change(request, pressed, { hours: pickedOf(pressed, hoursOffered) }),
    ),
    action(settingsLimit, 'update', async (request: Request, _, pressed) =>
      change(request, pressed, { cardsPerHour: pickedOf(pressed, limitsOffered) }),
    ),
    action(settingsChannels, 'update', async (request: Request, _, pressed) =>
      change(request, pressed, { channels: channelsOf(pressed) }),
    ),
    action(settingsTelling, 'update', async (request: Request, { to }, pressed) =>
      change(request, pressed, { tellsPrivately: to === 'private' }),
    ),
  ],
} satisfies Command;

async function change(request: Request, pressed: Pressed, wish: Partial<Settings>) {
  return turned(settingsCard(await request.settings.change(managed(request), wish), request.words), pressed);
}

/** A server can let anybody run the command, and a press can be forged: the right itself is asked for. */
function managed(request: Request): GuildId {
  const { guild } = serverOf(request);
  if (!request.managesServer) throw new UserError({ code: 'settings.not-yours' });
  return guild;
}

/** One of those that were offered, or none. */
function pickedOf({ values: [value] }: Pressed, offered: readonly number[]): number | undefined {
  if (value === undefined) return undefined;
  const picked = offered.find((each) => String(each) === value);
  if (picked === undefined) throw new UserError({ code: 'card.outdated', command: 'foyer settings' });
  return picked;
}

/** Discord's limit for a menu. */
const maxChannels = 25;

function channelsOf({ values }: Pressed): ChannelId[] {
  const channels = channelId.array().max(maxChannels).safeParse(values);
  if (!channels.success) throw new UserError({ code: 'card.outdated', command: 'foyer settings' });
  return channels.data;
}
