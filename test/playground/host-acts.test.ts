import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenPage, type Play, startPlay } from './open-page.ts';

// One playground with the small bot, which answers in every way there is.
let play: Play;
let page: OpenPage;

beforeAll(async () => {
  play = await startPlay();
  page = await play.open();
});
afterAll(() => play.end());

const by = (name: string, place = 'general') => ({ memberId: page.memberId(name), placeId: page.placeId(place) });
const use = (command: string, options = {}, name = 'Ada') => ({ do: 'run' as const, ...by(name), command, options });

test('pictures and files are on the page’s own origin, where they can do nothing', async () => {
  const message = await page.message(use('picture'));
  const text = JSON.stringify(message);
  expect(text).not.toContain('http://');
  const [, dot = ''] = /"url":"(\/attachments\/\d+\/dot\.png)"/.exec(text) ?? [];
  const picture = await fetch(play.url() + dot);
  expect(picture.headers.get('content-type')).toBe('image/png');
  expect((await picture.arrayBuffer()).byteLength).toBe(70);
  const [, notes = ''] = /"url":"(\/attachments\/\d+\/notes\.html)"/.exec(text) ?? [];
  const file = await fetch(play.url() + notes);
  expect(file.headers.get('content-type')).toBe('application/octet-stream');
  expect(file.headers.get('content-disposition')).toMatch(/^attachment/);
  expect(file.headers.get('content-security-policy')).toContain(`default-src 'none'`);
  expect((await fetch(`${play.url()}${dot}x`)).status).toBe(404);
});

test('a button’s update is told as the changed message, once', async () => {
  const message = await page.message(use('picture'));
  const seen = page.told.length;
  const exchange = await page.exchange({
    do: 'press',
    memberId: page.memberId('Bilal'),
    messageId: message.id,
    customId: 'count/0',
  });
  expect(exchange).toMatchObject({ outcome: 'update', messageId: message.id });
  expect(page.told.slice(seen).map(({ kind }) => kind)).toEqual(['message', 'answer']);
  expect(page.messages.get(message.id)).toMatchObject({ components: [{ content: 'Pressed 1 times' }, {}] });
  expect(page.messages.get(message.id)?.editedAt).toBeDefined();
  expect(await page.ask({ do: 'inspect', messageId: message.id })).toMatchObject({
    dispatch: { type: 3, id: exchange.interactionId },
    requests: [{ body: { type: 4 } }, { body: { type: 7 } }],
  });
});

test('suggestions, and a menu of a message that one alone sees and dismisses', async () => {
  const options = { film: 'sol' };
  const asked = { ...use('secret', options), do: 'complete' as const, focused: 'film' };
  expect(await page.ask(asked)).toEqual([{ name: 'sol…', value: 'sol in full' }]);
  const message = await page.message(use('secret', options));
  expect(message).toMatchObject({ onlyFor: page.memberId('Ada'), content: 'Only you: sol' });
  const pick = (name: string) => ({
    do: 'select' as const,
    memberId: page.memberId(name),
    messageId: message.id,
    customId: 'choose',
    values: ['film'],
  });
  await expect(page.ask(pick('Bilal'))).rejects.toThrow('ephemeral');
  expect(await page.message(pick('Ada'))).toMatchObject({ content: 'You chose film', repliesTo: message.id });
  const dismiss = (name: string) => ({ do: 'dismiss' as const, memberId: page.memberId(name), messageId: message.id });
  await expect(page.ask(dismiss('Bilal'))).rejects.toThrow('one alone');
  await page.ask(dismiss('Ada'));
  expect(page.messages.has(message.id)).toBe(false);
  await expect(page.ask(pick('Ada'))).rejects.toThrow('gone');
});

test('a form opens on the page that asked, and is handed in', async () => {
  const other = await play.open();
  const { outcome, modalId = '' } = await page.exchange(use('form'));
  expect(outcome).toBe('modal');
  expect(page.told.findLast(({ kind }) => kind === 'modal')).toMatchObject({
    modal: { id: modalId, forMember: page.memberId('Ada'), raw: { title: 'A form' } },
  });
  const submit = (memberId: string, fields: Record<string, string>) =>
    page.message({ do: 'submit', memberId, modalId, fields });
  await expect(submit(page.memberId('Bilal'), { why: 'x' })).rejects.toThrow('not open for Bilal');
  await expect(submit(page.memberId('Ada'), { which: 'film' })).rejects.toThrow('"Why" is required');
  const fields = { why: 'it is slow', which: 'book' };
  expect((await submit(page.memberId('Ada'), fields)).content).toBe('Because it is slow: book');
  expect(other.told.some(({ kind }) => kind === 'modal')).toBe(false);
  other.close();
});

test('a bot that thinks is seen to think; one that says nothing has failed after three seconds', async () => {
  void page.ask(use('thinking')).catch(() => {});
  await page.until(() => [...page.messages.values()].find(({ state }) => state === 'thinking'), 'the thinking');
  const { outcome, interactionId } = await page.exchange(use('silent'));
  expect(outcome).toBe('failed');
  const failed = [...page.messages.values()].find(({ state }) => state === 'failed');
  expect(failed).toMatchObject({
    onlyFor: page.memberId('Ada'),
    usedBy: { command: 'silent' },
    content: 'The application did not respond',
    interactionId,
  });
  expect(await page.ask({ do: 'inspect', messageId: failed?.id ?? '' })).toMatchObject({
    dispatch: { id: interactionId },
  });
});

test('members write to each other, in a talk with the bot too', async () => {
  const said = { do: 'say' as const, ...by('Chiara', 'book-club'), text: ' Ciao ' };
  expect(await page.ask(said)).toEqual({ messageId: expect.any(String) });
  expect([...page.messages.values()].at(-1)).toMatchObject({ content: 'Ciao', author: { name: 'Chiara', bot: false } });
  const dm = page.snapshot.places.find(({ dmWith }) => dmWith === page.memberId('Chiara'))?.id ?? '';
  const secret = await page.message({
    do: 'run',
    memberId: page.memberId('Chiara'),
    placeId: dm,
    command: 'picture',
    options: {},
  });
  expect(secret.placeId).toBe(dm);
});

test('time is moved on for the bot and for what comes after', async () => {
  const day = 24 * 60 * 60 * 1000;
  const before = page.told.findLast((one) => one.kind === 'time')?.ahead ?? page.snapshot.ahead;
  expect(await page.ask({ do: 'advance', milliseconds: day })).toEqual({ ahead: before + day });
  const message = await page.message(use('time'));
  expect(Math.abs(Number(message.content) - message.at)).toBeLessThan(1000);
  expect(message.at).toBeGreaterThan(Date.now() + day - 1000);
  const tooFar = async () => {
    for (let year = 0; year < 11; year += 1) await page.ask({ do: 'advance', milliseconds: 366 * day });
  };
  await expect(tooFar()).rejects.toThrow('too far ahead');
});

test('what is not asked as it should be is refused, and nothing falls over', async () => {
  const hostile: readonly (string | Buffer)[] = [
    '',
    'null',
    '[]',
    '{"id":7}',
    '{"id":"7","do":"run"}',
    '{"id":-3,"do":"say","memberId":"1","placeId":"1","text":"x"}',
    '{"id":8,"do":"constructor"}',
    `{"id":9,"do":"advance","milliseconds":-1}`,
    `{"id":9,"do":"advance","milliseconds":1e300}`,
    JSON.stringify({ id: 10, do: 'run', ...by('Ada'), command: 'x'.repeat(7000), options: {} }),
    `{"id":12,"do":"run","memberId":"${page.memberId('Ada')}","placeId":"${page.placeId('general')}","command":"__proto__","options":{}}`,
    `${'['.repeat(100_000)}`,
    Buffer.from([0xff, 0xfe, 0x00]),
  ];
  for (const [index, message] of hostile.entries()) {
    const seen = page.told.length;
    page.send(message);
    const answer = await page.until(() => page.told.slice(seen).find(({ kind }) => kind === 'refused'), `${index}`);
    expect(answer).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/\S/) });
  }
  expect(await page.message(use('time'))).toMatchObject({ state: 'shown' });
  // A name that an object has by itself is no option, and changes no object.
  page.send(
    `{"id":13,"do":"run","memberId":"${page.memberId('Ada')}","placeId":"${page.placeId('general')}",` +
      `"command":"time","options":{"__proto__":{"film":"x"}}}`,
  );
  await page.until(() => page.told.some((one) => one.kind === 'answer' && one.id === 13), 'the answer');
  const flooding = await play.open();
  flooding.send('x'.repeat(300_000));
  expect(await flooding.closed).toBe(1009);
  expect(await page.message(use('time'))).toMatchObject({ state: 'shown' });
});
