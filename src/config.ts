import { accessSync, constants, statSync } from 'node:fs';
import { z } from 'zod';
import { guildId } from './storage/ids.ts';
import { storeUrlForm } from './storage/open.ts';

/** The levels of LOG_LEVEL, from everything to nothing. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

function isReadableFolder(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.X_OK);
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

const token = z
  .string('is missing: copy the bot’s token from https://discord.com/developers/applications')
  // Of a token's form nothing more is asked: another Discord than Discord's may have other ones.
  .regex(/^[!-~]+$/, 'has a space or another character in it that no token has');
const isPort = (text: string) => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;

/*
 * Every variable that Foyer reads. An empty one counts as left out, because that is what a line such as `LOG_LEVEL=`
 * in a .env file means; white space around a value is what another reader of such files left there. A message never
 * repeats a value: it could be a secret in the wrong place.
 */
const schema = z.object({
  DISCORD_TOKEN: token.optional(),
  DISCORD_API_URL: z
    .url({ protocol: /^https?$/, error: 'is not an http(s) address' })
    .default('https://discord.com/api')
    // discord.js adds the version itself.
    .transform((url) => url.replace(/(?:\/v\d+)?\/*$/, '')),
  STORE_URL: z
    .string()
    .regex(storeUrlForm, 'is not of the form sqlite://path/to/file.sqlite')
    .default('sqlite://storage/foyer.sqlite'),
  CONTENT_DIR: z.string().refine(isReadableFolder, 'is not a folder that can be read').optional(),
  LOG_LEVEL: z.enum(logLevels, `is none of ${logLevels.join(', ')}`).default('info'),
  DISCORD_GUILD_ID: z
    .string()
    .regex(/^\d{17,20}$/, 'is not a server’s id, which has 17 to 20 digits')
    .pipe(guildId)
    .optional(),
  PLAYGROUND_PORT: z.string().refine(isPort, 'is not a port from 1 to 65535').default('8787').transform(Number),
  NODE_ENV: z.string().optional(),
});

/** Without a token there is the playground, which a host in production must not fall back on unnoticed. */
const inProduction = schema.extend({ DISCORD_TOKEN: token });

/** The names of all variables, for the test that keeps `.env.example` in step. */
export const variableNames: readonly string[] = Object.keys(schema.shape);

/** Settings as the rest of Foyer sees them. */
export interface Config {
  /** Undefined: there is no bot to run, so the playground runs. */
  readonly token: string | undefined;
  readonly apiUrl: string;
  readonly storeUrl: string;
  readonly contentDir: string | undefined;
  readonly logLevel: (typeof logLevels)[number];
  /** Commands are registered on this server alone. */
  readonly guild: z.infer<typeof guildId> | undefined;
  /** The first port that the playground's page tries. */
  readonly playgroundPort: number;
}

/** Settings that cannot be used: every one of them is named, none of their values. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

/** Reads the environment once. @throws ConfigError with all faults */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const trimmed = Object.entries(env).map(([name, value]) => [name, value?.trim()]);
  const given = Object.fromEntries(trimmed.filter(([, value]) => value !== ''));
  const parsed = (given.NODE_ENV === 'production' ? inProduction : schema).safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`));
  }
  const { data } = parsed;
  return Object.freeze({
    token: data.DISCORD_TOKEN,
    apiUrl: data.DISCORD_API_URL,
    storeUrl: data.STORE_URL,
    contentDir: data.CONTENT_DIR,
    logLevel: data.LOG_LEVEL,
    guild: data.DISCORD_GUILD_ID,
    playgroundPort: data.PLAYGROUND_PORT,
  });
}
