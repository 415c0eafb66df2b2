import { once } from 'node:events';
import {
  type APIMessageTopLevelComponent,
  Client,
  ComponentType,
  Events,
  GatewayIntentBits,
  MessageFlags,
  REST,
  Routes,
} from 'discord.js';
import { z } from 'zod';

/*
 * The yardstick: a bare discord.js bot that answers each command with a constant card, and does nothing else. CARDS has
 * one for each as JSON, so that Discord has as much to do with either bot; without it they are one line of text.
 */

const { DISCORD_TOKEN: token = '', DISCORD_API_URL: api = '', REGISTER, CARDS = '{}' } = process.env;
const commands = ['review', 'rate'].map((name) => ({
  name,
  description: name,
  options: [
    { type: 3, name: 'film', description: 'Which', required: true },
    { type: 4, name: 'stars', description: 'How many' },
  ],
}));
const line: readonly APIMessageTopLevelComponent[] = [{ type: ComponentType.TextDisplay, content: 'A constant card.' }];
const cards = z.record(z.string(), z.array(z.custom<APIMessageTopLevelComponent>())).parse(JSON.parse(CARDS));
const encoded = new Map(
  commands.map(({ name }) => [name, (cards[name] ?? line).map((part) => ({ toJSON: () => part }))] as const),
);

const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api } });
client.on(Events.InteractionCreate, (interaction) => {
  if (interaction.isChatInputCommand()) {
    void interaction.reply({
      flags: MessageFlags.IsComponentsV2,
      components: encoded.get(interaction.commandName) ?? [],
    });
  }
});
process.once('SIGTERM', () => process.exit(0));
const ready = once(client, Events.ClientReady);
await client.login(token);
await ready;
process.stdout.write('READY\n');
const application = client.application?.id ?? '';
if (REGISTER !== 'no') {
  await new REST({ api }).setToken(token).put(Routes.applicationCommands(application), { body: commands });
}
process.stdout.write('Foyer is here: the yardstick.\n');
