/*
 * A bot of a few lines for tests of the playground itself: it answers in every way that a page must draw, and says what
 * it found in a content folder as the real bot does. Plain JavaScript, since it is run as it is.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { Client, GatewayIntentBits, REST, Routes } from 'discord.js';

const { DISCORD_TOKEN: token = '', DISCORD_API_URL: api = '', CONTENT_DIR: folder } = process.env;

const film = { type: 3, name: 'film', description: 'Which', required: true, autocomplete: true };
const commands = ['picture', 'silent', 'thinking', 'form', 'secret', 'crash', 'time'].map((name) => ({
  name,
  description: `The command ${name}`,
  contexts: [0, 1],
  options: name === 'secret' ? [film] : [],
}));

const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const row = (label, id) => ({ type: 1, components: [{ type: 2, style: 1, label, custom_id: id }] });
const text = (content) => ({ type: 10, content });
const v2 = 1 << 15;

let ahead = 0;

/** @type {Record<string, (interaction: any) => Promise<unknown>>} */
const answers = {
  picture: (one) =>
    one.reply({
      flags: v2,
      components: [
        { type: 12, items: [{ media: { url: 'attachment://dot.png' }, description: 'A dot' }] },
        { type: 13, file: { url: 'attachment://notes.html' } },
        row('Count', 'count/0'),
      ],
      files: [
        { name: 'dot.png', attachment: onePixel },
        { name: 'notes.html', attachment: Buffer.from('<script>alert(1)</script>') },
      ],
    }),
  silent: async () => {},
  thinking: (one) => one.deferReply(),
  form: (one) =>
    one.showModal({
      title: 'A form',
      custom_id: 'form',
      components: [
        { type: 18, label: 'Why', component: { type: 4, custom_id: 'why', style: 1 } },
        {
          type: 18,
          label: 'Which',
          component: {
            type: 21,
            custom_id: 'which',
            options: [
              { label: 'Book', value: 'book' },
              { label: 'Film', value: 'film' },
            ],
          },
        },
      ],
    }),
  secret: (one) =>
    one.reply({
      flags: 64,
      content: `Only you: ${one.options.getString('film')}`,
      components: [
        {
          type: 1,
          components: [
            {
              type: 3,
              custom_id: 'choose',
              options: [
                { label: 'Book', value: 'book' },
                { label: 'Film', value: 'film' },
              ],
            },
          ],
        },
      ],
    }),
  crash: async () => {
    process.stderr.write('the bot was made to fall over\n');
    process.exit(7);
  },
  time: (one) => one.reply(`${Date.now() + ahead}`),
};

function tellContent() {
  const files = folder ? readdirSync(folder).filter((name) => name.endsWith('.yaml')) : [];
  const mistakes = files
    .filter((file) => readFileSync(`${folder}/${file}`, 'utf8').includes('broken'))
    .map((file) => ({ file, line: 3, column: 5, problem: 'it is broken' }));
  process.send?.({ reloaded: { films: files.length - mistakes.length, mistakes } });
}

process.on('message', (/** @type {any} */ message) => {
  if (message.reload) tellContent();
  if (message.advance) {
    ahead += message.advance;
    process.send?.({ now: Date.now() + ahead });
  }
});
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));

tellContent();
const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api } });
/** @param {any} one */
async function answer(one) {
  if (one.isAutocomplete()) {
    const typed = one.options.getFocused();
    await one.respond([{ name: `${typed}…`, value: `${typed} in full` }]);
  } else if (one.isChatInputCommand()) await answers[one.commandName]?.(one);
  else if (one.isButton()) {
    const count = Number(one.customId.split('/')[1]) + 1;
    await one.update({ components: [text(`Pressed ${count} times`), row('Count', `count/${count}`)] });
  } else if (one.isStringSelectMenu()) await one.reply({ flags: 64, content: `You chose ${one.values}` });
  else if (one.isModalSubmit()) {
    const which = one.fields.getField('which').value;
    await one.reply({ flags: 64, content: `Because ${one.fields.getTextInputValue('why')}: ${which}` });
  }
}
client.on('interactionCreate', (one) => void answer(one));
const rest = new REST({ api }).setToken(token);
await client.login(token);
await new Promise((resolve) => (client.isReady() ? resolve(undefined) : client.once('clientReady', resolve)));
await rest.put(Routes.applicationCommands(client.user?.id ?? ''), { body: commands });
