import {
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  Client,
  DiscordAPIError,
  GatewayIntentBits,
  HTTPError,
  type Interaction,
  type ModalSubmitInteraction,
  Routes,
  type StringSelectMenuInteraction,
} from 'discord.js';
import { onTestFinished } from 'vitest';
import { type Loopback, type LoopbackOptions, type Server, startLoopback } from '../../src/playground/loopback.ts';
import type { Member } from '../../src/playground/members.ts';

/** The commands that the tests' app registers. */
export const definitions = [
  {
    name: 'review',
    description: 'Read what the critics said',
    contexts: [0, 1],
    integration_types: [0, 1],
    options: [
      { type: 3, name: 'film', description: 'Which film', required: true, autocomplete: true },
      {
        type: 3,
        name: 'stars',
        description: 'Stars',
        choices: [
          { name: '★★★½', value: '7' },
          { name: '★★★★', value: '8' },
        ],
      },
      { type: 4, name: 'count', description: 'How many', min_value: 1, max_value: 5 },
      { type: 5, name: 'private', description: 'For you alone' },
      { type: 6, name: 'critic', description: 'Whose' },
      { type: 7, name: 'where', description: 'Which channel' },
    ],
  },
  {
    name: 'mydata',
    description: 'What is kept of you',
    options: [{ type: 1, name: 'delete', description: 'Delete it', options: [] }],
  },
];

/** What the app does with each kind of interaction. */
export interface Behaviour {
  readonly command?: (interaction: ChatInputCommandInteraction) => Promise<unknown>;
  readonly button?: (interaction: ButtonInteraction) => Promise<unknown>;
  readonly select?: (interaction: StringSelectMenuInteraction) => Promise<unknown>;
  readonly modal?: (interaction: ModalSubmitInteraction) => Promise<unknown>;
  readonly suggest?: (interaction: AutocompleteInteraction) => Promise<unknown>;
}

/** A running app on a loopback, with two members. */
export interface App {
  readonly loopback: Loopback;
  readonly server: Server;
  readonly client: Client<true>;
  readonly alice: Member;
  readonly bob: Member;
  /** What the app's handlers threw. */
  readonly faults: unknown[];
  /** Resolves when the app's handlers have returned: a member sees an answer before the app hears that it arrived. */
  finished(): Promise<void>;
}

function handle(behaviour: Behaviour, interaction: Interaction): Promise<unknown> | undefined {
  if (interaction.isChatInputCommand()) return behaviour.command?.(interaction);
  if (interaction.isButton()) return behaviour.button?.(interaction);
  if (interaction.isStringSelectMenu()) return behaviour.select?.(interaction);
  if (interaction.isModalSubmit()) return behaviour.modal?.(interaction);
  if (interaction.isAutocomplete()) return behaviour.suggest?.(interaction);
  return undefined;
}

/** An unmodified client for a loopback; it is destroyed when the test ends. */
export function clientOf(loopback: Loopback): Client {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    rest: { api: loopback.apiUrl },
    // Only its five seconds between two identifications are left out, so that tests need not wait for them.
    ws: { buildIdentifyThrottler: async () => ({ waitForIdentify: async () => {} }) },
  });
  onTestFinished(() => client.destroy());
  return client;
}

/** A loopback that is closed when the test ends. */
export async function loopbackFor(options?: LoopbackOptions): Promise<Loopback> {
  const loopback = await startLoopback(options);
  onTestFinished(() => loopback.close());
  return loopback;
}

/** Starts a loopback and logs an app in to it. */
export async function startApp(behaviour: Behaviour = {}, options?: LoopbackOptions): Promise<App> {
  const loopback = await loopbackFor(options);
  const server = loopback.addServer({ name: 'Film club', locale: 'de' });
  const alice = loopback.addMember('Alice', { locale: 'en-GB' });
  const bob = loopback.addMember('Bob');
  const client = clientOf(loopback);
  const faults: unknown[] = [];
  const running: Promise<unknown>[] = [];
  client.on('interactionCreate', (interaction) => {
    const handled = handle(behaviour, interaction)?.catch((error: unknown) => faults.push(error));
    if (handled !== undefined) running.push(handled);
  });
  const ready = new Promise<Client<true>>((resolve) => client.once('clientReady', resolve));
  await client.login(loopback.token);
  await loopback.untilReady();
  const readyClient = await ready;
  await client.rest.put(Routes.applicationCommands(loopback.applicationId), { body: definitions });
  return {
    loopback,
    server,
    client: readyClient,
    alice,
    bob,
    faults,
    finished: async () => void (await Promise.all(running)),
  };
}

/** The refusal that a promise ends in. */
export async function refusalOf(
  promise: Promise<unknown>,
): Promise<{ status: number; code: number | string; raw: unknown }> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof DiscordAPIError) return { status: error.status, code: error.code, raw: error.rawError };
    if (error instanceof HTTPError) return { status: error.status, code: 0, raw: undefined };
    throw error;
  }
  throw new Error('It was not refused');
}

/** A Components V2 message of one text. */
export function card(text: string, ...more: readonly object[]) {
  return { flags: 1 << 15, components: [{ type: 17, components: [{ type: 10, content: text }, ...more] }] };
}

/** A row of buttons, each with its label as custom id too. */
export function row(...labels: readonly string[]) {
  return { type: 1, components: labels.map((label) => ({ type: 2, style: 1, label, custom_id: label })) };
}
