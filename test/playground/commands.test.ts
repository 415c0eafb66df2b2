import { Routes } from 'discord.js';
import { expect, test } from 'vitest';
import { definitions, refusalOf, startApp } from './app.ts';

test('commands keep their ids over an overwrite, and what is left out is gone', async () => {
  const { loopback, client } = await startApp();
  const before = loopback.commands.map(({ id, name }) => ({ id, name }));
  const [review] = definitions;
  await client.application.commands.set([{ name: 'new', description: 'n' }]);
  expect(loopback.commands.map(({ name }) => name)).toEqual(['new']);
  await client.rest.put(Routes.applicationCommands(loopback.applicationId), { body: [review] });
  await client.rest.put(Routes.applicationCommands(loopback.applicationId), {
    body: [{ ...review, description: 'else' }],
  });
  const fetched = await client.application.commands.fetch();
  expect(fetched.map(({ name, description }) => ({ name, description }))).toEqual([
    { name: 'review', description: 'else' },
  ]);
  expect(fetched.firstKey()).toBe(loopback.commands[0]?.id);
  expect(before.map(({ name }) => name)).toEqual(['review', 'mydata']);
});

test("a server's own commands are its own", async () => {
  const { loopback, client, server } = await startApp();
  const body = [{ name: 'local', description: 'l' }];
  await client.rest.put(Routes.applicationGuildCommands(loopback.applicationId, server.id), { body });
  expect(server.commands.map(({ name }) => name)).toEqual(['local']);
  expect(loopback.commands.map(({ name }) => name)).toEqual(['review', 'mydata']);
});

const option = { type: 3, name: 'a', description: 'd' };

test.each([
  ['an upper-case name', { name: 'Review' }, 'APPLICATION_COMMAND_INVALID_NAME'],
  ['a name with a space', { name: 're view' }, 'APPLICATION_COMMAND_INVALID_NAME'],
  ['no description', { description: undefined }, 'BASE_TYPE_REQUIRED'],
  ['a description of 101', { description: 'x'.repeat(101) }, 'BASE_TYPE_BAD_LENGTH'],
  [
    '26 options',
    { options: Array.from({ length: 26 }, (_, n) => ({ ...option, name: `a${n}` })) },
    'BASE_TYPE_BAD_LENGTH',
  ],
  [
    'an option that must come earlier',
    { options: [option, { ...option, name: 'b', required: true }] },
    'OPTIONS_REQUIRED_INVALID',
  ],
  ['two options of one name', { options: [option, option] }, 'NAME_ALREADY_EXISTS'],
  [
    'a choice of 101',
    { options: [{ ...option, choices: [{ name: 'x'.repeat(101), value: 'x' }] }] },
    'BASE_TYPE_BAD_LENGTH',
  ],
  ['an unknown locale', { name_localizations: { xx: 'x' } }, 'BASE_TYPE_CHOICES'],
  [
    'too much text',
    {
      options: Array.from({ length: 25 }, (_, n) => ({
        ...option,
        name: `a${n}`,
        choices: Array.from({ length: 5 }, (__, m) => ({ name: `${m}`, value: `${m}`.repeat(70) })),
      })),
    },
    'APPLICATION_COMMAND_TOO_LARGE',
  ],
])('a command with %s is refused', async (_, change, code) => {
  const { loopback, client } = await startApp();
  const body = [{ name: 'review', description: 'd', ...change }];
  const refused = await refusalOf(client.rest.put(Routes.applicationCommands(loopback.applicationId), { body }));
  expect(refused).toMatchObject({ status: 400, code: 50035 });
  expect(JSON.stringify(refused.raw)).toContain(code);
  expect(loopback.commands).toHaveLength(2);
});

test('a member can only send what Discord would let them send', async () => {
  const { alice } = await startApp();
  await expect(alice.run('/nothing')).rejects.toThrow('registered: /review, /mydata');
  await expect(alice.run('/review')).rejects.toThrow('"film" is required');
  await expect(alice.run('/review', { film: 'x', stars: '★' })).rejects.toThrow('has no choice "★"');
  await expect(alice.run('/review', { film: 'x', count: 9 })).rejects.toThrow('between 1 and 5');
  await expect(alice.run('/review', { film: 'x', title: 'x' })).rejects.toThrow('no option "title"');
  await expect(alice.run('/mydata')).rejects.toThrow('cannot be run itself; it has delete');
  await expect(alice.complete('/review', {}, 'stars')).rejects.toThrow('suggests nothing');
});

test('a subcommand is run by its path', async () => {
  const { alice } = await startApp({
    command: async (one) => one.reply(`${one.commandName} ${one.options.getSubcommand()}`),
  });
  expect((await alice.run('/mydata delete')).message.text).toBe('mydata delete');
});

test('a command is offered only where its contexts, installs and permissions allow', async () => {
  const { alice, client, loopback } = await startApp({ command: async (one) => one.reply('x') });
  await client.rest.put(Routes.applicationCommands(loopback.applicationId), {
    body: [
      { name: 'here', description: 'd', contexts: [0] },
      { name: 'admin', description: 'd', default_member_permissions: '32' },
    ],
  });
  await expect(alice.in('dm').run('/here')).rejects.toThrow('not offered in a talk with the bot');
  await expect(alice.run('/admin')).rejects.toThrow('needs permissions');
  const manager = loopback.addMember('Manager', { permissions: ['ManageGuild'] });
  expect((await manager.run('/admin')).outcome).toBe('message');
  const elsewhere = loopback.addServer({ installed: false });
  const carol = loopback.addMember('Carol', { server: elsewhere });
  await expect(carol.run('/here')).rejects.toThrow('the way the app is installed');
});
