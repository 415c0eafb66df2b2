import { parseArgs } from 'node:util';
import { Routes } from 'discord.js';
import { z } from 'zod';
import { commands } from '../commands/index.ts';
import { loadConfig } from './config.ts';
import { patiently } from './discord/patience.ts';
import {
  type Difference,
  differenceBetween,
  fetchRegistered,
  isNone,
  putCommands,
  type Scope,
} from './discord/registration.ts';
import { createRest } from './discord/rest.ts';
import { exitCodes, say } from './farewell.ts';
import { type GuildId, guildId } from './storage/ids.ts';
import { runTool } from './tool.ts';

const usage = `npm run deploy -- [--dry-run] [--guild ID | --clear-guild ID]

  Registers the commands with Discord, everywhere or on one server.
  --guild ID        on that server alone, at once
  --clear-guild ID  takes the commands of that server alone away
  --dry-run         shows the difference and changes nothing`;

interface Wish {
  readonly guild: GuildId | undefined;
  readonly clear: boolean;
  readonly dryRun: boolean;
}

/** What the command line asks for. Undefined where it cannot be understood. */
function wishOf(args: readonly string[]): Wish | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { guild: { type: 'string' }, 'clear-guild': { type: 'string' }, 'dry-run': { type: 'boolean' } },
    });
    const clearing = values['clear-guild'];
    if (values.guild !== undefined && clearing !== undefined) return undefined;
    const named = values.guild ?? clearing;
    return {
      guild: named === undefined ? undefined : guildId.parse(named),
      clear: clearing !== undefined,
      dryRun: values['dry-run'] ?? false,
    };
  } catch {
    return undefined; // An unknown option, or no server's id.
  }
}

async function deploy({ guild, clear, dryRun }: Wish): Promise<number> {
  // Nothing can be registered without a token, so it must be given as in production.
  const { token = '', apiUrl, guild: ourGuild } = loadConfig({ ...process.env, NODE_ENV: 'production' });
  const rest = createRest({ apiUrl, token });
  const { id: application } = z
    .object({ id: z.string() })
    .parse(await patiently(async () => rest.get(Routes.currentApplication())));
  const scope: Scope = { application, guild: guild ?? ourGuild };
  const definitions = clear ? [] : commands.map(({ definition }) => definition.toJSON());
  const registered = await patiently(async () => fetchRegistered(rest, scope));
  show(differenceBetween(definitions, registered, scope), scope);
  if (dryRun) {
    say('Nothing was changed.');
    return exitCodes.stopped;
  }
  await patiently(async () => putCommands(rest, scope, definitions));
  say(clear ? 'The commands of that server are gone.' : `${definitions.length} commands are registered.`);
  return exitCodes.stopped;
}

function show(difference: Difference, { guild }: Scope): void {
  say(guild ? `On server ${guild}:` : 'Everywhere:');
  if (isNone(difference)) say('  nothing differs');
  for (const name of difference.added) say(`  + /${name}`);
  for (const name of difference.changed) say(`  ~ /${name}`);
  for (const name of difference.removed) say(`  - /${name}`);
}

// Not by itself: sockets that are kept alive would hold the process for some seconds.
process.exit(await runTool({ usage, wishOf, fulfil: deploy, fault: 'the commands cannot be registered' }));
