import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import { type Loopback, type Server, startLoopback } from '../../src/playground/loopback.ts';
import { foyerForThisTest } from '../foyer.ts';

const names = commands.map(({ definition }) => definition.name);
const definitions = commands.map(({ definition }) => definition.toJSON());
const added = names.map((name) => `  + /${name}\n`).join('');
const removed = names.map((name) => `  - /${name}\n`).join('');
const registeredNow = `${names.length} commands are registered.\n`;
const usage = `npm run deploy -- [--dry-run] [--guild ID | --clear-guild ID]

  Registers the commands with Discord, everywhere or on one server.
  --guild ID        on that server alone, at once
  --clear-guild ID  takes the commands of that server alone away
  --dry-run         shows the difference and changes nothing
`;

/** What a program wrote, and how it ended. */
interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Host {
  readonly loopback: Loopback;
  readonly server: Server;
  /** Runs `npm run deploy` with these arguments, as built. */
  deploy(args?: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
}

async function hostForThisTest(): Promise<Host> {
  const loopback = await startLoopback();
  onTestFinished(() => loopback.close());
  const server = loopback.addServer();
  return {
    loopback,
    server,
    async deploy(args = [], env = {}) {
      const settings = { DISCORD_TOKEN: loopback.token, DISCORD_API_URL: loopback.apiUrl };
      const empty = { STORE_URL: '', CONTENT_DIR: '', LOG_LEVEL: '', DISCORD_GUILD_ID: '', PLAYGROUND_PORT: '' };
      const child = spawn(process.execPath, [resolve('dist/src/deploy.js'), ...args], {
        env: { PATH: process.env.PATH, ...empty, ...settings, ...env },
      });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (text) => {
        stdout += String(text);
      });
      child.stderr.on('data', (text) => {
        stderr += String(text);
      });
      const code = await new Promise<number | null>((done) => child.once('close', done));
      return { code, stdout, stderr };
    },
  };
}

/** What was put where, oldest first. */
const puts = ({ requests }: Loopback) => requests.filter(({ method }) => method === 'PUT').map(({ path }) => path);

/** Registers something, as an earlier release or another program would have. */
async function register({ apiUrl, applicationId, token }: Loopback, body: readonly unknown[]): Promise<void> {
  const response = await fetch(`${apiUrl}/v10/applications/${applicationId}/commands`, {
    method: 'PUT',
    headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
}

describe('A6: npm run deploy', () => {
  test('registers everything everywhere with one PUT, and says what differed', async () => {
    const { loopback, deploy } = await hostForThisTest();
    expect(await deploy()).toEqual({ code: 0, stdout: `Everywhere:\n${added}${registeredNow}`, stderr: '' });
    expect(puts(loopback)).toEqual([`/applications/${loopback.applicationId}/commands`]);
    expect(loopback.commands.map(({ name }) => name)).toEqual(names);
    expect(await deploy()).toEqual({
      code: 0,
      stdout: `Everywhere:\n  nothing differs\n${registeredNow}`,
      stderr: '',
    });
  });

  test('--dry-run shows what is new, changed and gone, and changes nothing', async () => {
    const { loopback, deploy } = await hostForThisTest();
    const [first, second, ...rest] = definitions;
    await register(loopback, [{ ...second, description: 'As it was' }, ...rest, { ...first, name: 'older' }]);
    expect(await deploy(['--dry-run'])).toEqual({
      code: 0,
      stdout: `Everywhere:\n  + /${first?.name}\n  ~ /${second?.name}\n  - /older\nNothing was changed.\n`,
      stderr: '',
    });
    expect(puts(loopback)).toHaveLength(1);
  });

  test('--guild registers on that server alone, --clear-guild takes them away again', async () => {
    const { loopback, server, deploy } = await hostForThisTest();
    const path = `/applications/${loopback.applicationId}/guilds/${server.id}/commands`;
    expect(await deploy(['--guild', server.id])).toEqual({
      code: 0,
      stdout: `On server ${server.id}:\n${added}${registeredNow}`,
      stderr: '',
    });
    expect(server.commands.map(({ name }) => name)).toEqual(names);
    expect(await deploy(['--clear-guild', server.id, '--dry-run'])).toEqual({
      code: 0,
      stdout: `On server ${server.id}:\n${removed}Nothing was changed.\n`,
      stderr: '',
    });
    expect(await deploy(['--clear-guild', server.id])).toEqual({
      code: 0,
      stdout: `On server ${server.id}:\n${removed}The commands of that server are gone.\n`,
      stderr: '',
    });
    expect(server.commands).toEqual([]);
    expect(loopback.commands).toEqual([]);
    expect(puts(loopback)).toEqual([path, path]);
  });

  test('DISCORD_GUILD_ID names the server where no option does', async () => {
    const { server, deploy } = await hostForThisTest();
    const { stdout } = await deploy(['--dry-run'], { DISCORD_GUILD_ID: server.id });
    expect(stdout).toBe(`On server ${server.id}:\n${added}Nothing was changed.\n`);
  });

  test.each([
    ['both at once', ['--guild', '123456789012345678', '--clear-guild', '123456789012345678']],
    ['what is no id', ['--guild', 'film-club']],
    ['no id at all', ['--guild']],
    ['an unknown option', ['--everywhere']],
    ['a stray word', ['please']],
  ])('%s is answered with how it is used, 64, and no request', async (_, args) => {
    const { loopback, deploy } = await hostForThisTest();
    expect(await deploy(args)).toEqual({ code: 64, stdout: '', stderr: usage });
    expect(loopback.requests).toEqual([]);
  });

  test('a server that Foyer is not on ends it with 78', async () => {
    const { loopback, deploy } = await hostForThisTest();
    const elsewhere = loopback.addServer({ installed: false });
    for (const id of [elsewhere.id, '123456789012345678']) {
      expect(await deploy(['--guild', id])).toEqual({
        code: 78,
        stdout: '',
        stderr:
          'Discord does not let Foyer register commands on that server.\n  Invite it there first, or correct the id.\n',
      });
    }
  });

  test('without a token it ends with 78 and says where one is to be had', async () => {
    const { deploy } = await hostForThisTest();
    expect(await deploy([], { DISCORD_TOKEN: '' })).toEqual({
      code: 78,
      stdout: '',
      stderr: [
        'These settings cannot be used. See .env.example for what each is for.',
        '  DISCORD_TOKEN is missing: copy the bot’s token from https://discord.com/developers/applications\n',
      ].join('\n'),
    });
  });

  test('a token that Discord refuses ends it with 77, and is not repeated', async () => {
    const { deploy } = await hostForThisTest();
    expect(await deploy([], { DISCORD_TOKEN: 'MTIzNDU2.wrong.token' })).toEqual({
      code: 77,
      stdout: '',
      stderr:
        'Discord does not accept DISCORD_TOKEN.\n  Reset it on the Bot page of your application, and copy it anew.\n',
    });
  });

  test('a 500 or two are waited out', async () => {
    const { loopback, deploy } = await hostForThisTest();
    loopback.faults.next({ method: 'PUT', path: /commands$/, times: 2 }, { kind: 'status', status: 500 });
    expect(await deploy()).toEqual({ code: 0, stdout: `Everywhere:\n${added}${registeredNow}`, stderr: '' });
    expect(loopback.commands.map(({ name }) => name)).toEqual(names);
  });

  test('a Discord that refuses, or is not there, ends it with 69 and one line', async () => {
    const { loopback, deploy } = await hostForThisTest();
    const body = { message: 'Invalid Form Body', code: 50035 };
    loopback.faults.next({ method: 'PUT', path: /commands$/ }, { kind: 'status', status: 400, body });
    expect(await deploy()).toMatchObject({ code: 69, stderr: 'Discord refuses: Invalid Form Body\n' });
    expect(await deploy([], { DISCORD_API_URL: 'http://127.0.0.1:9/api' })).toEqual({
      code: 69,
      stdout: '',
      stderr: 'Discord is out of reach. Try again later.\n',
    });
  });
});

describe('A6: npm start', () => {
  test('registers at the first start, and sends no PUT at the next', async () => {
    const { loopback, bot, restart } = await foyerForThisTest();
    expect(puts(loopback)).toEqual([`/applications/${loopback.applicationId}/commands`]);
    expect(loopback.commands.map(({ name }) => name)).toEqual(names);
    await bot().stop();
    await restart();
    expect(puts(loopback)).toHaveLength(1);
  });

  test('registers anew, with one PUT, when a command was changed, added or removed', async () => {
    const { loopback, bot, restart, server } = await foyerForThisTest();
    const [first, ...rest] = definitions;
    const others = [
      [{ ...first, description: 'As it was' }, ...rest],
      rest,
      [...definitions, { ...first, name: 'old' }],
    ];
    for (const registered of others) {
      await bot().stop();
      await register(loopback, registered);
      const before = puts(loopback).length;
      await restart();
      expect(puts(loopback)).toHaveLength(before + 1);
      expect(loopback.commands.map(({ name }) => name).sort()).toEqual([...names].sort());
      expect(loopback.commands.find(({ name }) => name === first?.name)?.raw.description).toBe(first?.description);
    }
    expect(server.commands).toEqual([]);
  });

  test('registers on one server alone where DISCORD_GUILD_ID says so', async () => {
    const { loopback, bot, restart, server } = await foyerForThisTest();
    await bot().stop();
    await register(loopback, []);
    await restart({ DISCORD_GUILD_ID: server.id });
    expect(server.commands.map(({ name }) => name)).toEqual(names);
    expect(loopback.commands).toEqual([]);
    await bot().stop();
    const before = puts(loopback).length;
    await restart({ DISCORD_GUILD_ID: server.id });
    expect(puts(loopback)).toHaveLength(before);
  });

  test.each([
    [400, { message: 'Invalid Form Body', code: 50035 }],
    [403, { message: 'Forbidden', code: 20012 }],
  ])('a %i to the registration does not stop a bot whose commands are known already', async (status, body) => {
    const { loopback, bot, restart, alice } = await foyerForThisTest();
    await bot().stop();
    const [first, ...rest] = definitions;
    await register(loopback, [...rest, { ...first, description: 'As it was' }]);
    loopback.faults.next({ method: 'PUT', path: /commands$/ }, { kind: 'status', status, body });
    await restart();
    const { message } = await alice.run('/help');
    for (const { name, id } of loopback.commands.filter((command) => command.name !== 'help')) {
      // Of a command with subcommands, one of them is what can be clicked.
      expect(message.text).toMatch(new RegExp(`</${name}(?: settings)?:${id}>`));
    }
    const errors = bot()
      .output.stderr.split('\n')
      .filter((line) => /"level":(50|60)/.test(line));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain('"msg":"the commands could not be registered; those that Discord has go on working"');
    expect(errors[0]).toContain(`"message":"${body.message}`);
  });

  test('neither does a 500; it is tried again until it goes through', async () => {
    const { loopback, bot, restart } = await foyerForThisTest();
    await bot().stop();
    await register(loopback, []);
    const before = puts(loopback).length;
    loopback.faults.next({ method: 'PUT', path: /commands$/, times: 2 }, { kind: 'status', status: 500 });
    await restart();
    await loopback.until(() => loopback.commands.length === names.length, 'the commands to be registered');
    expect(puts(loopback)).toHaveLength(before + 3);
  });
});
