import { accessSync, constants, statSync } from 'node:fs';
import { z } from 'zod';
import { parseShards, type Shards } from './shards/shards.ts';
import { guildId } from './storage/ids.ts';
import { isStoreUrl, storeUrlForms } from './storage/open.ts';

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
const port = z.string().refine(isPort, 'is not a port from 1 to 65535');

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
  STORE_URL: z.string().refine(isStoreUrl, `is none of ${storeUrlForms}`).default('sqlite://storage/foyer.sqlite'),
  CONTENT_DIR: z.string().refine(isReadableFolder, 'is not a folder that can be read').optional(),
  LOG_LEVEL: z.enum(logLevels, `is none of ${logLevels.join(', ')}`).default('info'),
  DISCORD_GUILD_ID: z
    .string()
    .regex(/^\d{17,20}$/, 'is not a server’s id, which has 17 to 20 digits')
    .pipe(guildId)
    .optional(),
  SHARDS: z
    .string()
    .refine((text) => parseShards(text) !== undefined, 'is neither auto, nor a number, nor a range such as 0-3/16')
    .optional(),
  HEALTH_PORT: port.transform(Number).optional(),
  HEALTH_HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'is not the name or address of a machine')
    .default('127.0.0.1'),
  PLAYGROUND_PORT: port.default('8787').transform(Number),
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
  readonly shards: Shards;
  /** Where a supervisor asks how we are. Undefined: nowhere. */
  readonly health: { readonly host: string; readonly port: number } | undefined;
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
  const { settings, shard } = withoutManager(env);
  const trimmed = Object.entries(settings).map(([name, value]) => [name, value?.trim()]);
  const given = Object.fromEntries(trimmed.filter(([, value]) => value !== ''));
  const parsed = (given.NODE_ENV === 'production' ? inProduction : schema).safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`));
  }
  const { data } = parsed;
  const asked = data.SHARDS === undefined ? undefined : parseShards(data.SHARDS);
  const config: Config = {
    token: data.DISCORD_TOKEN,
    apiUrl: data.DISCORD_API_URL,
    storeUrl: data.STORE_URL,
    contentDir: data.CONTENT_DIR,
    logLevel: data.LOG_LEVEL,
    guild: data.DISCORD_GUILD_ID,
    shards: shard ?? asked ?? { kind: 'all' },
    health: healthOf(data.HEALTH_HOST, data.HEALTH_PORT, shard?.first ?? 0),
    playgroundPort: data.PLAYGROUND_PORT,
  };
  return Object.freeze(config);
}

/** discord.js's ShardingManager tells its processes their shard in SHARDS and SHARD_COUNT, in a form of its own. */
function withoutManager(env: NodeJS.ProcessEnv): { readonly settings: NodeJS.ProcessEnv; readonly shard?: OneShard } {
  const { SHARDING_MANAGER, SHARDS, SHARD_COUNT, ...settings } = env;
  if (SHARDING_MANAGER !== 'true') return { settings: { ...settings, SHARDS } };
  const id = Number(SHARDS);
  return { settings, shard: { kind: 'some', first: id, last: id, of: Number(SHARD_COUNT) } };
}

type OneShard = Extract<Shards, { readonly kind: 'some' }>;

/** Processes of one machine each need a port of their own: it goes up with their shard. */
function healthOf(host: string, first: number | undefined, shard: number): Config['health'] {
  return first === undefined ? undefined : { host, port: first + shard };
}
