import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Foyer, startFoyer } from '../foyer.ts';

let foyer: Foyer;

beforeAll(async () => {
  foyer = await startFoyer();
});
afterAll(() => foyer.end());

test('help is one private card: what there is, and what is kept about members', async () => {
  const { message, messages } = await foyer.alice.run('/help');
  expect(messages).toHaveLength(1);
  expect(message.ephemeral).toBe(true);
  const { commands } = foyer.loopback;
  const mention = (name: string) => `</${name}:${commands.find((command) => command.name === name)?.id}>`;
  const [heading, intro, ...rest] = message.text.split('\n');
  expect(heading).toBe('## Foyer: for the talk after the film');
  expect(intro).toMatch(
    /^A film and the book it came from, side by side, and nobody is spoiled by accident\. There are \d+ films to talk about\.$/u,
  );
  expect(rest).toEqual([
    `${mention('film')}: a film and its book, and what to know beforehand`,
    `${mention('review')}: what the critics said, with the plot behind spoilers`,
    `${mention('synopsis')}: the story scene by scene, as far as you want it`,
    `${mention('changes')}: what the film changed and kept, safe for readers and viewers`,
    `${mention('pick')}: something to watch and read, picked by chance from what you wish for`,
    `${mention('progress')}: how far you are with a film and its book, so that spoilers open for you alone`,
    `${mention('rate')}: your stars for the film or the book, in half steps: ½, ★, ★½ up to ★★★★★`,
    `${mention('ratings')}: what this server gave film and book, and its boards`,
    `${mention('bookvsfilm')}: a poll with a thread for the argument, on servers with Foyer`,
    `${mention('matchups')}: the polls that are open here`,
    `${mention('mydata')}: what is kept about you, to see, take along or delete`,
    `${mention('foyer').replace('foyer', 'foyer settings')}: what this server wishes of me, for those who manage it`,
    '**What Foyer keeps about you**',
    'Your stars, your ballots and takes, how far you say you are with films and books, and which polls you opened, each with your Discord id, the server’s id and the time. They are kept so that everybody has one vote and can change it, and plot opens for those who know it. Foyer reads no messages and passes nothing on.',
    `${mention('mydata')} shows it, gives it to you as files, and deletes it: on one server or everywhere, at once and for good.`,
  ]);
});

test('every command is in it', async () => {
  const { message } = await foyer.alice.run('/help');
  for (const { name, id, options } of foyer.loopback.commands.filter((command) => command.name !== 'help')) {
    // A command with subcommands cannot itself be run.
    const [subcommand] = options.filter(({ type }) => type === 1);
    expect(message.text).toContain(`</${subcommand ? `${name} ${subcommand.name}` : name}:${id}>`);
  }
});

test('help is there in a direct message, and where only the member installed Foyer', async () => {
  const elsewhere = foyer.loopback.addServer({ name: 'Another club', installed: false });
  const carol = foyer.loopback.addMember('Carol', { server: elsewhere, installed: true });
  const onServer = await foyer.alice.run('/help');
  for (const member of [carol, foyer.alice.in('dm')]) {
    const { message } = await member.run('/help');
    expect(message.text).toBe(onServer.message.text);
  }
});
