import { SlashCommandBuilder } from '@discordjs/builders';
import { type Interaction, Routes } from 'discord.js';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { createClock } from '../../src/clock.ts';
import { privately } from '../../src/discord/answer.ts';
import { connect } from '../../src/discord/client.ts';
import type { CommandFor, RunFor } from '../../src/discord/command.ts';
import { createDispatcher } from '../../src/discord/dispatcher.ts';
import { createRest } from '../../src/discord/rest.ts';
import { startLoopback } from '../../src/playground/loopback.ts';
import { card } from '../../src/views/layout.ts';

const log = pino({ level: 'silent' });

/** A subcommand that says what it was asked. */
const echo = (name: string): RunFor<object> => ({
  answers: () => 'private',
  suggest: { word: (typed, { options }) => [{ name: `${name} ${typed}`, value: options.textIfGiven('word') ?? '-' }] },
  run: async ({ options }) => privately(card(`${name}: ${options.textIfGiven('word') ?? 'nothing'}`)),
});

const word = { name: 'word', description: 'A word' } as const;
const club: CommandFor<object> = {
  definition: new SlashCommandBuilder()
    .setName('club')
    .setDescription('About the club')
    .addSubcommand((subcommand) =>
      subcommand
        .setName('show')
        .setDescription('Show it')
        .addStringOption((option) => option.setName(word.name).setDescription(word.description).setAutocomplete(true)),
    )
    .addSubcommand((subcommand) => subcommand.setName('hide').setDescription('Hide it')),
  subcommands: { show: echo('show'), hide: echo('hide') },
};

/** A loopback on which a bot answers that has this command. */
async function botWith(command: CommandFor<object>) {
  const loopback = await startLoopback();
  onTestFinished(() => loopback.close());
  loopback.addServer();
  const dispatcher = createDispatcher({
    commands: [command],
    servicesFor: () => ({}),
    apologies: { explain: ({ code }) => card(code), fault: () => card('fault') },
    pace: { take: () => true },
    log,
  });
  const { apiUrl, token, applicationId } = loopback;
  const { signal } = new AbortController();
  const onInteraction = (interaction: Interaction) => void dispatcher.handle(interaction);
  const onServers = { present: () => {}, joined: () => {}, left: () => {} };
  const clock = createClock();
  onTestFinished(() => clock.stop());
  const shards = { kind: 'all' } as const;
  const connection = await connect({ shards, apiUrl, token, clock, log, signal, onInteraction, onServers });
  onTestFinished(() => connection.close());
  const body = [command.definition.toJSON()];
  await createRest({ apiUrl, token }).put(Routes.applicationCommands(applicationId), { body });
  return loopback.addMember('Alice');
}

test('a subcommand is run by its own path, with its own options and suggestions', async () => {
  const alice = await botWith(club);
  expect((await alice.run('/club show word:tea')).message.text).toBe('show: tea');
  expect((await alice.run('/club hide')).message.text).toBe('hide: nothing');
  expect(await alice.complete('/club show', { word: 'te' }, 'word')).toEqual([{ name: 'show te', value: 'te' }]);
  await expect(alice.run('/club')).rejects.toThrow('/club cannot be run itself; it has show, hide');
});

test('a subcommand that there is no more is answered as an outdated card is', async () => {
  const alice = await botWith({ ...club, subcommands: {} });
  expect((await alice.run('/club hide')).message.text).toBe('card.outdated');
});
