import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ConfigError, loadConfig, logLevels, variableNames } from '../src/config.ts';

const example = await readFile('.env.example', 'utf8');

/** What is wrong with these settings, a line each. */
function faultsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

async function folderForThisTest(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-config-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe('.env.example', () => {
  const values = parse(example);

  test('names every variable that is read, and no other', () => {
    expect(Object.keys(values).sort()).toEqual([...variableNames].sort());
  });

  test('explains each in a comment above it, and says what it is when it is left out', () => {
    for (const [name, value] of Object.entries(values)) {
      const [, comment = ''] = new RegExp(`\\n\\n((?:# .+\\n)+)${name}=`).exec(example) ?? [];
      expect(comment, name).not.toBe('');
      if (value === '') expect(comment, name).toContain('Left out: ');
    }
  });

  test('gives the defaults that there are', () => {
    const { apiUrl, storeUrl, logLevel, playgroundPort } = loadConfig({});
    const { health } = loadConfig({ HEALTH_PORT: '9090' });
    expect(values).toEqual({
      DISCORD_TOKEN: '',
      DISCORD_API_URL: apiUrl,
      STORE_URL: storeUrl,
      CONTENT_DIR: '',
      LOG_LEVEL: logLevel,
      DISCORD_GUILD_ID: '',
      SHARDS: '',
      HEALTH_PORT: '',
      HEALTH_HOST: health?.host,
      PLAYGROUND_PORT: String(playgroundPort),
      NODE_ENV: '',
    });
  });

  test('names every level of the log', () => {
    expect(example).toContain(`${logLevels.slice(0, -1).join(', ')} or ${logLevels.at(-1)}`);
  });

  test('copied as it is, changes nothing', () => {
    expect(loadConfig(values)).toEqual(loadConfig({}));
  });
});

describe('settings', () => {
  test('are these where nothing is given', () => {
    expect(loadConfig({})).toEqual({
      token: undefined,
      apiUrl: 'https://discord.com/api',
      storeUrl: 'sqlite://storage/foyer.sqlite',
      contentDir: undefined,
      logLevel: 'info',
      guild: undefined,
      shards: { kind: 'all' },
      health: undefined,
      playgroundPort: 8787,
    });
  });

  test('are taken as they are given', async () => {
    const folder = await folderForThisTest();
    expect(
      loadConfig({
        DISCORD_TOKEN: 'abc.def.ghi',
        DISCORD_API_URL: 'http://127.0.0.1:9000/api',
        STORE_URL: 'sqlite:///var/lib/foyer/foyer.sqlite',
        CONTENT_DIR: folder,
        LOG_LEVEL: 'debug',
        DISCORD_GUILD_ID: '123456789012345678',
        SHARDS: '4-7/16',
        HEALTH_PORT: '9090',
        HEALTH_HOST: '0.0.0.0',
        PLAYGROUND_PORT: '9999',
        NODE_ENV: 'production',
      }),
    ).toEqual({
      token: 'abc.def.ghi',
      apiUrl: 'http://127.0.0.1:9000/api',
      storeUrl: 'sqlite:///var/lib/foyer/foyer.sqlite',
      contentDir: folder,
      logLevel: 'debug',
      guild: '123456789012345678',
      shards: { kind: 'some', first: 4, last: 7, of: 16 },
      health: { host: '0.0.0.0', port: 9090 },
      playgroundPort: 9999,
    });
  });

  test('cannot be changed afterwards', () => {
    expect(Object.isFrozen(loadConfig({}))).toBe(true);
  });

  test('that are empty, or white space alone, count as left out', () => {
    const blank = (value: string) => Object.fromEntries(variableNames.map((name) => [name, value]));
    expect(loadConfig(blank(''))).toEqual(loadConfig({}));
    expect(loadConfig(blank('  '))).toEqual(loadConfig({}));
  });

  test('may have white space around them, as a .env file written on Windows has', () => {
    expect(loadConfig({ DISCORD_TOKEN: ' abc.def.ghi\r', LOG_LEVEL: 'debug\r' })).toMatchObject({
      token: 'abc.def.ghi',
      logLevel: 'debug',
    });
  });

  test('of others in the environment are let be', () => {
    expect(loadConfig({ PATH: '/bin', HOME: '/root', SOMETHING: 'else' })).toEqual(loadConfig({}));
  });
});

describe('shards', () => {
  test.each([
    ['auto', { kind: 'a process each', count: 'auto' }],
    ['1', { kind: 'a process each', count: 1 }],
    ['16', { kind: 'a process each', count: 16 }],
    ['0-3/16', { kind: 'some', first: 0, last: 3, of: 16 }],
    ['15-15/16', { kind: 'some', first: 15, last: 15, of: 16 }],
  ])('%s', (given, shards) => {
    expect(loadConfig({ SHARDS: given }).shards).toEqual(shards);
  });

  test('as the manager tells them to its processes, each with a port of its own', () => {
    const { shards, health } = loadConfig({
      SHARDING_MANAGER: 'true',
      SHARDS: '3',
      SHARD_COUNT: '8',
      HEALTH_PORT: '9090',
    });
    expect(shards).toEqual({ kind: 'some', first: 3, last: 3, of: 8 });
    expect(health).toEqual({ host: '127.0.0.1', port: 9093 });
  });
});

describe('the address of Discord’s API', () => {
  test.each([
    ['https://discord.com/api', 'https://discord.com/api'],
    ['https://discord.com/api/', 'https://discord.com/api'],
    ['https://discord.com/api/v10', 'https://discord.com/api'],
    ['https://discord.com/api/v10/', 'https://discord.com/api'],
    ['http://127.0.0.1:9000/api', 'http://127.0.0.1:9000/api'],
    ['http://localhost:9000/', 'http://localhost:9000'],
    ['http://[::1]:9000/api/v9', 'http://[::1]:9000/api'],
    ['http://discord:9000/api', 'http://discord:9000/api'],
  ])('%s is read as %s', (given, read) => {
    expect(loadConfig({ DISCORD_API_URL: given }).apiUrl).toBe(read);
  });

  test.each(['discord.com/api', 'ws://discord.com', 'ftp://discord.com/api', 'nonsense', 'http://'])(
    '%s is none',
    (given) => {
      expect(faultsOf({ DISCORD_API_URL: given })).toEqual(['DISCORD_API_URL is not an http(s) address']);
    },
  );
});

describe('STORE_URL', () => {
  test.each([
    'sqlite://foyer.sqlite',
    'sqlite:///var/lib/foyer/foyer.sqlite',
    'redis://localhost',
    'redis://localhost/',
    'redis://:p%40ss@10.0.0.1:6380/3',
    'rediss://foyer:secret@cache.example:6380',
    'valkey://localhost:6379/0',
    'postgresql://foyer:secret@db.example/foyer',
    'postgres://localhost:5433/foyer?sslmode=verify-full',
    'postgresql://[::1]/foyer',
  ])('may be %s', (given) => {
    expect(loadConfig({ STORE_URL: given }).storeUrl).toBe(given);
  });
});

describe('a setting that cannot be used', () => {
  test('is named together with all others, and no value is', async () => {
    const secret = 'MTIz secret.in-the-wrong.place';
    const faults = faultsOf(Object.fromEntries(variableNames.map((name) => [name, secret])));
    expect(faults).toEqual([
      'DISCORD_TOKEN has a space or another character in it that no token has',
      'DISCORD_API_URL is not an http(s) address',
      'STORE_URL is none of sqlite://path/to/file.sqlite, redis://user:password@host:6379/0 or postgresql://user:password@host:5432/database',
      'CONTENT_DIR is not a folder that can be read',
      'LOG_LEVEL is none of trace, debug, info, warn, error, fatal, silent',
      'DISCORD_GUILD_ID is not a server’s id, which has 17 to 20 digits',
      'SHARDS is neither auto, nor a number, nor a range such as 0-3/16',
      'HEALTH_PORT is not a port from 1 to 65535',
      'HEALTH_HOST is not the name or address of a machine',
      'PLAYGROUND_PORT is not a port from 1 to 65535',
    ]);
    const error = new ConfigError(faults);
    expect(error.message).toBe(faults.join('\n'));
    expect(`${error.message}${error.stack}`).not.toContain('MTIz');
  });

  test.each([
    'sqlite:',
    'sqlite://',
    'storage/foyer.sqlite',
    'mysql://somewhere/foyer',
    'redis:',
    'redis://',
    'redis://host/foyer',
    'redis://:%E0%A4%A@host/0',
    'redis://host:0x50',
    'rediss:host',
    'postgresql://host',
    'postgresql://host/',
    'postgresql:///foyer',
    'postgres://host/foyer/bar',
    'http://host/foyer',
  ])('STORE_URL as %s', (given) => {
    expect(faultsOf({ STORE_URL: given })).toEqual([
      'STORE_URL is none of sqlite://path/to/file.sqlite, redis://user:password@host:6379/0 or postgresql://user:password@host:5432/database',
    ]);
  });

  test.each(['1234', '12345678901234567x', '123456789012345678901', '-12345678901234567'])(
    'DISCORD_GUILD_ID as %s',
    (given) => {
      expect(faultsOf({ DISCORD_GUILD_ID: given })).toEqual([
        'DISCORD_GUILD_ID is not a server’s id, which has 17 to 20 digits',
      ]);
    },
  );

  test.each(['0', '65536', '80.5', '-1', 'http', '1e999', '0x50', '1e3'])('a port as %s', (given) => {
    expect(faultsOf({ PLAYGROUND_PORT: given })).toEqual(['PLAYGROUND_PORT is not a port from 1 to 65535']);
    expect(faultsOf({ HEALTH_PORT: given })).toEqual(['HEALTH_PORT is not a port from 1 to 65535']);
  });

  test.each(['0', '-1', '1.5', '4-2/8', '0-8/8', '0-1', '0-1/', '1/8', 'all', '0-1/99999', '20000', '0-0/0'])(
    'SHARDS as %s',
    (given) => {
      expect(faultsOf({ SHARDS: given })).toEqual(['SHARDS is neither auto, nor a number, nor a range such as 0-3/16']);
    },
  );

  test.each(['INFO', 'verbose', '30'])('LOG_LEVEL as %s', (given) => {
    expect(faultsOf({ LOG_LEVEL: given })).toEqual([
      'LOG_LEVEL is none of trace, debug, info, warn, error, fatal, silent',
    ]);
  });

  test('CONTENT_DIR as a file, or as nothing that is there', async () => {
    const folder = await folderForThisTest();
    const file = join(folder, 'film.yaml');
    await writeFile(file, '');
    for (const given of [file, join(folder, 'not-there')]) {
      expect(faultsOf({ CONTENT_DIR: given })).toEqual(['CONTENT_DIR is not a folder that can be read']);
    }
  });

  // Root may read everything.
  test.skipIf(process.getuid?.() === 0)('CONTENT_DIR as a folder that is closed to us', async () => {
    const folder = await folderForThisTest();
    await chmod(folder, 0);
    expect(faultsOf({ CONTENT_DIR: folder })).toEqual(['CONTENT_DIR is not a folder that can be read']);
  });
});

describe('a missing token', () => {
  test.each([undefined, '', 'development', 'test'])('is no fault where NODE_ENV is %j: the playground runs', (mode) => {
    expect(loadConfig({ ...(mode !== undefined && { NODE_ENV: mode }) }).token).toBeUndefined();
  });

  test('is a fault in production', () => {
    const missing = 'DISCORD_TOKEN is missing: copy the bot’s token from https://discord.com/developers/applications';
    expect(faultsOf({ NODE_ENV: 'production' })).toEqual([missing]);
    expect(faultsOf({ NODE_ENV: 'production', DISCORD_TOKEN: '', LOG_LEVEL: 'loud' })).toEqual([
      missing,
      'LOG_LEVEL is none of trace, debug, info, warn, error, fatal, silent',
    ]);
  });
});
