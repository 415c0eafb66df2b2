import { once } from 'node:events';
import { Client, ComponentType, Events, GatewayIntentBits, MessageFlags, REST, Routes } from 'discord.js';

/* The yardstick: a bare discord.js bot that answers every command with one constant card, and does nothing else. */

const { DISCORD_TOKEN: token = '', DISCORD_API_URL: api = '', REGISTER } = process.env;
const commands = ['review', 'rate'].map((name) => ({
  name,
  description: name,
  options: [
    { type: 3, name: 'film', description: 'Which', required: true },
    { type: 4, name: 'stars', description: 'How many' },
  ],
}));
const card = [{ type: ComponentType.TextDisplay as const, content: 'A constant card.' }];

const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api } });
client.on(Events.InteractionCreate, (interaction) => {
  if (interaction.isChatInputCommand()) {
    void interaction.reply({ flags: MessageFlags.IsComponentsV2, components: card });
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
