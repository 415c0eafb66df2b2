import { DiscordAPIError } from 'discord.js';
import type { Logger } from 'pino';
import { ConfigError } from './config.ts';
import { TokenRefused } from './discord/client.ts';
import { passing, serverClosedToUs } from './discord/faults.ts';
import { exitCodes } from './exit-codes.ts';
import { StoreUnusable } from './storage/store.ts';

/** For the person who started us. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** What went wrong, for that person, and the exit code that belongs to it. */
export function farewell(error: unknown, log: Logger): number {
  if (error instanceof ConfigError) {
    complain(['These settings cannot be used. See .env.example for what each is for.', ...error.faults]);
    return exitCodes.config;
  }
  if (error instanceof StoreUnusable) {
    complain([`The store cannot be used: ${error.message}.`, `It is at ${error.where}; STORE_URL says so.`]);
    return exitCodes.store;
  }
  if (error instanceof TokenRefused || (error instanceof DiscordAPIError && error.status === 401)) {
    complain([
      'Discord does not accept DISCORD_TOKEN.',
      'Reset it on the Bot page of your application, and copy it anew.',
    ]);
    return exitCodes.token;
  }
  if (serverClosedToUs(error)) {
    complain(['Discord does not let Foyer register commands on that server.', 'Invite it there first, or check the id.']);
    return exitCodes.config;
  }
  if (error instanceof DiscordAPIError) {
    complain([`Discord refuses: ${error.message}`]);
    return exitCodes.refused;
  }
  if (passing(error)) {
    complain(['Discord is out of reach. Try again later.']);
    return exitCodes.refused;
  }
  log.fatal({ err: error }, 'Foyer cannot go on');
  return exitCodes.fault;
}

function complain([first = '', ...more]: readonly string[]): void {
  process.stderr.write(`${[first, ...more.map((line) => `  ${line}`)].join('\n')}\n`);
}
