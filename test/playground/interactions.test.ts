import { MessageFlags } from 'discord.js';
import { expect, test } from 'vitest';
import { card, refusalOf, row, startApp } from './app.ts';

test('an answer reaches the member, and everybody in the channel', async () => {
  const { alice, bob } = await startApp({ command: async (one) => one.reply(card('Hello', row('Go'))) });
  const { message, outcome, deferred } = await alice.run('/review film:"never let me go"');
  expect({ outcome, deferred, text: message.text }).toEqual({ outcome: 'message', deferred: false, text: 'Hello' });
  expect(message.buttons).toEqual([{ label: 'Go', customId: 'Go', disabled: false }]);
  expect(bob.sees()).toEqual([message]);
});

test('the app reads who asked, where, with what and in which language', async () => {
  const seen: unknown[] = [];
  const { alice, bob, server } = await startApp({
    command: async (one) => {
      seen.push({
        film: one.options.getString('film'),
        stars: one.options.getString('stars'),
        count: one.options.getInteger('count'),
        private: one.options.getBoolean('private'),
        critic: one.options.getUser('critic')?.id,
        where: one.options.getChannel('where')?.id,
        user: one.user.id,
        guildId: one.guildId,
        locale: one.locale,
        guildLocale: one.guildLocale,
        context: one.context,
        owners: one.authorizingIntegrationOwners.guildId,
        canThread: one.appPermissions.has('CreatePublicThreads'),
        canBan: one.memberPermissions?.has('BanMembers'),
      });
      await one.reply('x');
    },
  });
  await alice.run('/review film:never let me go stars:★★★½ count:3 private:true critic:Bob where:general');
  expect(seen).toEqual([
    {
      film: 'never let me go',
      stars: '7',
      count: 3,
      private: true,
      critic: bob.id,
      where: server.channels[0]?.id,
      user: alice.id,
      guildId: server.id,
      locale: 'en-GB',
      guildLocale: 'de',
      context: 0,
      owners: server.id,
      canThread: true,
      canBan: false,
    },
  ]);
});

test('an ephemeral answer is for the one who asked', async () => {
  const { alice, bob } = await startApp({
    command: async (one) => one.reply({ content: 'psst', flags: MessageFlags.Ephemeral }),
  });
  const { message } = await alice.run('/review', { film: 'x' });
  expect(message.ephemeral).toBe(true);
  expect(alice.sees()).toHaveLength(1);
  expect(bob.sees()).toHaveLength(0);
  await expect(bob.pressForged(message, 'x')).rejects.toThrow('ephemeral');
});

test('a deferred answer is seen when it is edited in, and is not counted as an edit', async () => {
  const { alice } = await startApp({
    command: async (one) => {
      await one.deferReply();
      await one.editReply(card('Here it is'));
    },
  });
  const exchange = await alice.run('/review', { film: 'x' });
  expect(exchange.deferred).toBe('public');
  expect(exchange.message).toMatchObject({ text: 'Here it is', edits: 0, thinking: false });
});

test('the first follow-up after a deferral takes its place and its ephemerality; the next chooses its own', async () => {
  const { alice, bob, loopback } = await startApp({
    command: async (one) => {
      await one.deferReply();
      await one.followUp({ content: 'first', flags: MessageFlags.Ephemeral });
      await one.followUp({ content: 'second', flags: MessageFlags.Ephemeral });
    },
  });
  const exchange = await alice.run('/review', { film: 'x' });
  await loopback.until(() => exchange.messages.length === 2, 'both messages');
  expect(exchange.messages.map(({ text, ephemeral }) => ({ text, ephemeral }))).toEqual([
    { text: 'first', ephemeral: false },
    { text: 'second', ephemeral: true },
  ]);
  expect(bob.sees().map(({ text }) => text)).toEqual(['first']);
});

test('a public deferral that is deleted leaves room for a private follow-up', async () => {
  const { alice, bob } = await startApp({
    command: async (one) => {
      await one.deferReply();
      await one.deleteReply();
      await one.followUp({ content: 'private after all', flags: MessageFlags.Ephemeral });
    },
  });
  const exchange = await alice.run('/review', { film: 'x' });
  expect(exchange.message).toMatchObject({ text: 'private after all', ephemeral: true });
  expect(exchange.messages).toHaveLength(1);
  expect(bob.sees()).toEqual([]);
});

test('a press updates its card in place', async () => {
  const { alice, bob } = await startApp({
    command: async (one) => one.reply(card('0 ballots', row('Book'))),
    button: async (one) => one.update(card('1 ballot', row('Book'))),
  });
  const { message } = await alice.run('/review', { film: 'x' });
  const pressed = await bob.press(message, 'Book');
  expect(pressed.outcome).toBe('update');
  expect(pressed.message).toBe(message);
  expect(message).toMatchObject({ text: '1 ballot', edits: 1 });
});

test('a press whose update was put off ends when the card is edited', async () => {
  const { alice } = await startApp({
    command: async (one) => one.reply(card('0', row('Book'))),
    button: async (one) => {
      await one.deferUpdate();
      await one.editReply(card('1', row('Book')));
    },
  });
  const { message } = await alice.run('/review', { film: 'x' });
  const pressed = await alice.press(message, 'Book');
  expect(pressed).toMatchObject({ outcome: 'update', deferred: 'update' });
  expect(message.text).toBe('1');
});

test('a press carries its message, and the answer says which message was pressed', async () => {
  let carried: string | undefined;
  const { alice } = await startApp({
    command: async (one) => one.reply(card('card', row('Book'))),
    button: async (one) => {
      carried = one.message.id;
      await one.reply({ content: 'noted', flags: MessageFlags.Ephemeral });
    },
  });
  const { message } = await alice.run('/review', { film: 'x' });
  const pressed = await alice.press(message, 'Book');
  expect(carried).toBe(message.id);
  expect(pressed.message.raw).toMatchObject({
    interaction_metadata: { type: 3, interacted_message_id: message.id, user: { id: alice.id } },
  });
});

test('a press on a button that is not there, disabled or a link is not sent', async () => {
  const buttons = [
    { type: 2, style: 1, label: 'Off', custom_id: 'off', disabled: true },
    { type: 2, style: 5, label: 'Site', url: 'https://example.org' },
  ];
  const { alice } = await startApp({
    command: async (one) => one.reply(card('card', { type: 1, components: buttons })),
  });
  const { message } = await alice.run('/review', { film: 'x' });
  await expect(alice.press(message, 'Book')).rejects.toThrow('there are: "Off", "Site"');
  await expect(alice.press(message, 'Off')).rejects.toThrow('disabled');
  await expect(alice.press(message, 'Site')).rejects.toThrow('link');
});

test('a forged press reaches the app with the custom id it was given', async () => {
  const { alice } = await startApp({
    command: async (one) => one.reply(card('card')),
    button: async (one) => one.reply(`pressed ${one.customId}`),
  });
  const { message } = await alice.run('/review', { film: 'x' });
  expect((await alice.pressForged(message, 'admin/delete')).message.text).toBe('pressed admin/delete');
});

test('options of a select menu are picked by label', async () => {
  const menu = {
    type: 1,
    components: [
      {
        type: 3,
        custom_id: 'menu',
        options: [
          { label: 'One', value: '1' },
          { label: 'Two', value: '2' },
        ],
      },
    ],
  };
  const { alice } = await startApp({
    command: async (one) => one.reply(card('card', menu)),
    select: async (one) => one.reply(`picked ${one.values.join()}`),
  });
  const { message } = await alice.run('/review', { film: 'x' });
  expect((await alice.select(message, 'menu', ['Two'])).message.text).toBe('picked 2');
  await expect(alice.select(message, 'menu', ['Three'])).rejects.toThrow('"One", "Two"');
});

const form = {
  title: 'Your rating',
  custom_id: 'rate',
  components: [
    {
      type: 18,
      label: 'Stars',
      component: {
        type: 21,
        custom_id: 'stars',
        options: [
          { label: '★★★★', value: '8' },
          { label: '★★★½', value: '7' },
        ],
      },
    },
    { type: 18, label: 'Why', component: { type: 4, custom_id: 'why', style: 2, required: false, max_length: 10 } },
    { type: 18, label: 'Seen twice', component: { type: 23, custom_id: 'twice' } },
  ],
};

test('a modal is opened, filled in by label and submitted', async () => {
  const { alice } = await startApp({
    command: async (one) => one.showModal(form),
    modal: async (one) => {
      const stars = one.fields.getField('stars');
      await one.reply(`${JSON.stringify('value' in stars && stars.value)} ${one.fields.getTextInputValue('why')}`);
    },
  });
  const { modal, outcome } = await alice.run('/review', { film: 'x' });
  expect(outcome).toBe('modal');
  expect(modal.fields.map(({ label }) => label)).toEqual(['Stars', 'Why', 'Seen twice']);
  const submitted = await alice.submit(modal, { Stars: '★★★½', why: 'sad' });
  expect(submitted.message.text).toBe('"7" sad');
  expect(submitted.message.raw).toMatchObject({
    interaction_metadata: { type: 5, triggering_interaction_metadata: { type: 2, name: 'review' } },
  });
});

test('what Discord would not submit is not submitted', async () => {
  const { alice, bob } = await startApp({ command: async (one) => one.showModal(form) });
  const { modal } = await alice.run('/review', { film: 'x' });
  await expect(alice.submit(modal, { Stars: '★' })).rejects.toThrow('has no option "★"');
  await expect(alice.submit(modal, {})).rejects.toThrow('"Stars" is required');
  await expect(alice.submit(modal, { Stars: '8', Why: 'much too long a reason' })).rejects.toThrow('between 0 and 10');
  await expect(alice.submit(modal, { Stars: '8', Wy: 'x' })).rejects.toThrow('no field "Wy"');
  await expect(bob.submit(modal, { Stars: '8' })).rejects.toThrow('not open for Bob');
});

test('suggestions come for what has been typed', async () => {
  const { alice } = await startApp({
    suggest: async (one) => one.respond([{ name: `${one.options.getFocused()}…`, value: 'nlmg' }]),
  });
  expect(await alice.complete('/review', { film: 'nev' }, 'film')).toEqual([{ name: 'nev…', value: 'nlmg' }]);
});

test('a talk with the bot has a user and no server', async () => {
  const seen: unknown[] = [];
  const { alice } = await startApp({
    command: async (one) => {
      seen.push([one.inGuild(), one.context, one.authorizingIntegrationOwners.guildId, one.user.id]);
      await one.reply('Just us.');
    },
  });
  const exchange = await alice.in('dm').run('/review', { film: 'x' });
  expect(exchange.message.text).toBe('Just us.');
  expect(seen).toEqual([[false, 1, '0', alice.id]]);
  expect(alice.sees()).toEqual([]);
});

test('where only the member brought the app, the server is not the owner and follow-ups are five', async () => {
  const owners: unknown[] = [];
  const { loopback, faults, finished } = await startApp({
    command: async (one) => {
      owners.push([one.authorizingIntegrationOwners.guildId, one.authorizingIntegrationOwners.userId]);
      await one.reply('0');
      for (const text of ['1', '2', '3', '4', '5', '6']) await one.followUp(text);
    },
  });
  const elsewhere = loopback.addServer({ name: 'Elsewhere', installed: false });
  const carol = loopback.addMember('Carol', { server: elsewhere });
  await carol.run('/review', { film: 'x' });
  await finished();
  expect(owners).toEqual([[null, carol.id]]);
  expect(loopback.requests.at(-1)?.response).toMatchObject({ code: 40094 });
  expect(carol.sees()).toHaveLength(6);
  expect(faults).toHaveLength(1);
});

test('an answer after the deadline is refused, and the member reads that there was none', async () => {
  let late: (() => Promise<unknown>) | undefined;
  const { alice } = await startApp(
    {
      command: async (one) => {
        late = () => one.reply('late');
      },
    },
    { answerDeadlineMs: 30 },
  );
  const exchange = await alice.run('/review', { film: 'x' });
  expect(exchange.outcome).toBe('failed');
  expect(() => exchange.message).toThrow('The application did not respond');
  expect(alice.sees().map(({ text }) => text)).toEqual(['The application did not respond']);
  expect(await refusalOf(late?.() ?? Promise.resolve())).toMatchObject({ status: 404, code: 10062 });
});

test('the deadline follows the clock that was handed in', async () => {
  let time = Date.now();
  const refused: unknown[] = [];
  const { alice, finished } = await startApp(
    {
      command: async (one) => {
        time += 3_001;
        refused.push(await refusalOf(one.reply('late')));
      },
    },
    { now: () => time },
  );
  expect((await alice.run('/review', { film: 'x' })).outcome).toBe('failed');
  await finished();
  expect(refused).toMatchObject([{ code: 10062 }]);
});

test('suggestions that never come fail to load', async () => {
  const { alice } = await startApp({}, { answerDeadlineMs: 20 });
  await expect(alice.complete('/review', { film: 'x' }, 'film')).rejects.toThrow('Loading options failed');
});

test('an interaction is answered once', async () => {
  const { alice, loopback } = await startApp({ command: async (one) => one.reply('one') });
  await alice.run('/review', { film: 'x' });
  const { path } = loopback.requests.at(-1) ?? { path: '' };
  const again = await fetch(`${loopback.apiUrl}/v10${path}`, {
    method: 'POST',
    body: JSON.stringify({ type: 4, data: { content: 'two' } }),
  });
  expect(again.status).toBe(400);
  expect(await again.json()).toMatchObject({ code: 40060 });
});

test('a token is dead after 15 minutes', async () => {
  let time = Date.now();
  let edit: (() => Promise<unknown>) | undefined;
  const { alice, finished } = await startApp(
    {
      command: async (one) => {
        edit = () => one.editReply('edited');
        await one.reply('x');
      },
    },
    { now: () => time },
  );
  await alice.run('/review', { film: 'x' });
  await finished();
  time += 14 * 60_000;
  await edit?.();
  time += 61_000;
  expect(await refusalOf(edit?.() ?? Promise.resolve())).toMatchObject({ status: 401, code: 50027 });
});

test('a token cannot be used for messages before the first answer', async () => {
  const refused: unknown[] = [];
  const { alice, client, finished } = await startApp({
    command: async (one) => {
      const path = `/webhooks/${client.application.id}/${one.token}` as const;
      refused.push(await refusalOf(client.rest.post(path, { body: { content: 'x' }, auth: false })));
      await one.reply('now');
    },
  });
  await alice.run('/review', { film: 'x' });
  await finished();
  expect(refused).toMatchObject([{ status: 404, code: 10015 }]);
});

test('an answer that does not fit its interaction is refused', async () => {
  const refused: unknown[] = [];
  const { alice } = await startApp({
    command: async (one) => one.showModal(form),
    modal: async (one) => {
      const path = `/interactions/${one.id}/${one.token}/callback` as const;
      refused.push(await refusalOf(one.client.rest.post(path, { body: { type: 9, data: form }, auth: false })));
      await one.reply('a modal cannot answer a modal');
    },
  });
  const { modal } = await alice.run('/review', { film: 'x' });
  await alice.submit(modal, { Stars: '8' });
  expect(refused).toMatchObject([
    { code: 50035, raw: { errors: { type: { _errors: [{ code: 'BASE_TYPE_CHOICES' }] } } } },
  ]);
});

test('withResponse brings the message that was made', async () => {
  const made: unknown[] = [];
  const { alice, finished } = await startApp({
    command: async (one) => {
      const response = await one.reply({ content: 'x', withResponse: true });
      made.push(response.resource?.message?.id, response.interaction.responseMessageEphemeral);
    },
  });
  const { message } = await alice.run('/review', { film: 'x' });
  await finished();
  expect(made).toEqual([message.id, false]);
});

test('a picture comes along, is shown by its component and can be fetched', async () => {
  const { alice } = await startApp({
    command: async (one) =>
      one.reply({
        ...card('Chart', { type: 12, items: [{ media: { url: 'attachment://chart.png' }, description: 'A chart' }] }),
        files: [{ attachment: Buffer.from('png'), name: 'chart.png', description: 'A chart' }],
      }),
  });
  const { message } = await alice.run('/review', { film: 'x' });
  const [attachment] = message.attachments;
  expect(attachment).toMatchObject({ name: 'chart.png', description: 'A chart' });
  expect(message.raw).toMatchObject({ attachments: [] });
  const url = attachment?.url ?? '';
  expect(JSON.stringify(message.components)).toContain(url);
  expect(await (await fetch(url)).text()).toBe('png');
});
