import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { entry } from '../foyer.ts';
import { type OpenPage, openPage, type Play, playForThisTest, startPlay } from './open-page.ts';

// The tests of this file share one playground with the real bot on it; each of them reads only what it did itself.
let play: Play;
let page: OpenPage;

beforeAll(async () => {
  play = await startPlay({ entry: entry });
  page = await play.open();
});
afterAll(() => play.end());

const by = (name: string, place = 'general') => ({ memberId: page.memberId(name), placeId: page.placeId(place) });
const film = { film: 'never-let-me-go-2010' };
const review = (name = 'Ada', place = 'general') =>
  page.message({ do: 'run', ...by(name, place), command: 'review', options: film });

/** The custom id of the first button of a message that has one and is not a link. */
function buttonOf(message: unknown, label: RegExp): string {
  const found = [...JSON.stringify(message).matchAll(/\{[^{}]*"type":2[^{}]*\}/g)]
    .map(([text]) =>
      z.object({ label: z.string().optional(), custom_id: z.string().optional() }).parse(JSON.parse(text)),
    )
    .find((button) => label.test(button.label ?? '') && button.custom_id !== undefined);
  if (found?.custom_id === undefined) throw new Error(`There is no button ${label}`);
  return found.custom_id;
}

test('a page is shown the film club, its people and what the bot can do', async () => {
  await page.until(() => page.state() === 'ready', 'the bot');
  const { servers, places, members, ahead } = page.snapshot;
  expect(servers).toMatchObject([{ name: 'Film club' }]);
  expect(places.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'text general',
    'text book-club',
    'text never-let-me-go',
    'announcement programme',
    'voice Screening room',
    ...Array(5).fill('dm Foyer'),
  ]);
  expect(members.map(({ name, locale, moderator }) => [name, locale, moderator])).toEqual([
    ['Ada', 'en-GB', false],
    ['Bilal', 'en-US', false],
    ['Chiara', 'it', false],
    ['Dmitri', 'ru', false],
    ['Morgan', 'en-GB', true],
  ]);
  expect(ahead).toBe(0);
  const commands = await page.until(
    () => page.told.findLast((one) => one.kind === 'commands') ?? (page.snapshot.commands.length > 0 && page.snapshot),
    'the commands',
  );
  expect(commands.commands.map(({ name }) => name)).toEqual(expect.arrayContaining(['review', 'bookvsfilm']));
});

test('/review shows its card before the answer, within 100 ms', async () => {
  await review();
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const start = performance.now();
    const message = await review();
    times.push(performance.now() - start);
    expect(message).toMatchObject({
      author: { name: 'Foyer', bot: true },
      usedBy: { memberId: page.memberId('Ada'), command: 'review' },
      state: 'shown',
    });
  }
  expect(times.sort((one, other) => one - other)[2]).toBeLessThan(100);
});

test('an option suggests films while one types', async () => {
  const suggestions = await page.ask({
    do: 'complete',
    ...by('Ada'),
    command: 'review',
    options: { film: 'never let' },
    focused: 'film',
  });
  expect(suggestions).toEqual(expect.arrayContaining([expect.objectContaining({ value: 'never-let-me-go-2010' })]));
});

test('a poll is voted in by two, seen by both pages, and closes when time is moved on', async () => {
  const other = await openPage(play.url());
  const card = await page.message({ do: 'run', ...by('Ada', 'book-club'), command: 'bookvsfilm', options: film });
  const thread = await page.until(
    () => page.told.findLast((one) => one.kind === 'places')?.places.find(({ id }) => id === card.id),
    'the thread',
  );
  expect(thread).toMatchObject({ kind: 'thread', parentId: page.placeId('book-club') });

  const mine = await page.message({
    do: 'press',
    memberId: page.memberId('Bilal'),
    messageId: card.id,
    customId: buttonOf(card, /book/i),
  });
  expect(mine.onlyFor).toBe(page.memberId('Bilal'));
  await other.until(() => other.messages.has(mine.id) && other.messages.has(card.id), 'the other page to hear of it');
  await other.until(() => JSON.stringify(other.messages.get(card.id)).includes('1 ballot'), 'the ballot on the card');

  const before = page.messages.get(card.id);
  const week = 7 * 24 * 60 * 60 * 1000;
  expect(await page.ask({ do: 'advance', milliseconds: week })).toEqual({ ahead: week });
  expect(page.told.findLast((one) => one.kind === 'time')).toEqual({ kind: 'time', ahead: week });
  await other.until(() => other.messages.get(card.id)?.editedAt !== before?.editedAt, 'the card to show the verdict');
  const later = await page.until(
    () => [...page.messages.values()].find(({ placeId, at }) => placeId === card.id && at > Date.now() + week / 2),
    'a message in the thread, a week later',
  );
  expect(later.author.bot).toBe(true);
  other.close();
});

test('the inspector shows the interaction, the requests and the sizes behind a card', async () => {
  const card = await review();
  const inspection = z
    .object({
      dispatch: z.object({ id: z.string(), data: z.object({ name: z.string() }) }),
      requests: z.array(z.object({ method: z.string(), path: z.string(), status: z.number(), body: z.unknown() })),
      message: z.object({ id: z.string() }),
      sizes: z.array(z.object({ what: z.string(), value: z.number(), limit: z.number() })),
    })
    .parse(await page.ask({ do: 'inspect', messageId: card.id }));
  expect(inspection.dispatch).toMatchObject({ id: card.interactionId, data: { name: 'review' } });
  expect(inspection.requests[0]).toMatchObject({ method: 'POST', status: 204, body: { type: 4 } });
  expect(inspection.message.id).toBe(card.id);
  expect(inspection.sizes.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['components', 'characters of text', 'bytes of text', 'longest custom_id']),
  );
  for (const { value, limit } of inspection.sizes) expect(value).toBeLessThanOrEqual(limit);
});

test('what cannot be done is refused in words', async () => {
  const run = (more: object) => page.ask({ do: 'run', ...by('Ada'), command: 'review', options: film, ...more });
  await expect(run({ memberId: '123456789012345678' })).rejects.toThrow('no such member');
  await expect(run({ placeId: '123456789012345678' })).rejects.toThrow('no such place');
  await expect(run({ command: 'nothing' })).rejects.toThrow('There is no /nothing here');
  await expect(run({ options: {} })).rejects.toThrow('"film" is required');
  const [ofAda, ofBilal] = page.snapshot.places.filter(({ dmWith }) => dmWith !== undefined);
  await expect(run({ placeId: ofBilal?.id })).rejects.toThrow('another member');
  expect(await run({ placeId: ofAda?.id })).toMatchObject({ outcome: 'message' });
  await expect(page.ask({ do: 'inspect', messageId: '123456789012345678' })).rejects.toThrow('gone');
  await expect(
    page.ask({ do: 'submit', memberId: page.memberId('Ada'), modalId: '123456789012345678', fields: {} }),
  ).rejects.toThrow('no longer open');
});

test('a card from before a restart still works, and time stays moved on', async () => {
  const own = await playForThisTest({ entry: entry });
  const first = await own.open();
  const ada = { memberId: first.memberId('Ada'), placeId: first.placeId('general') };
  const card = await first.message({ do: 'run', ...ada, command: 'bookvsfilm', options: film });
  await first.ask({ do: 'advance', milliseconds: 3_600_000 });
  await own.restart();
  const second = await own.open();
  expect(second.snapshot).toMatchObject({
    ahead: 3_600_000,
    bot: first.snapshot.bot.id && { id: first.snapshot.bot.id },
  });
  expect(second.messages.get(card.id)?.components).toEqual(first.messages.get(card.id)?.components);
  const vote = await second.message({
    do: 'press',
    memberId: second.memberId('Bilal'),
    messageId: card.id,
    customId: buttonOf(card, /film/i),
  });
  expect(vote.onlyFor).toBe(second.memberId('Bilal'));
  expect(vote.at).toBeGreaterThan(Date.now() + 3_500_000);
  // The poll is closed by the bot's own clock, which was told how far ahead it is.
  await second.ask({ do: 'advance', milliseconds: 72 * 3_600_000 });
  await second.until(() => JSON.stringify(second.messages.get(card.id)).includes('losed'), 'the poll to be closed');
});
