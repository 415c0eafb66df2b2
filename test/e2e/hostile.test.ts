import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OptionValue } from '../../src/playground/commands.ts';
import type { Exchange, Member } from '../../src/playground/members.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { type Foyer, startFoyer } from '../foyer.ts';
import { plotPoint } from '../spoilers/hostile.ts';
import { expectHarmless, shownIn } from '../views/what-is-shown.ts';
import { attacks, content, hostile, twin } from './hostile-content.ts';

let foyer: Foyer;
let alice: Member;

beforeAll(async () => {
  foyer = await startFoyer({ content, limitMessages: false });
});
// Another one for each test: together they ask more than one member may.
beforeEach(() => {
  alice = foyer.loopback.addMember('Alice');
});
afterAll(async () => {
  const faults = foyer
    .bot()
    .output.stderr.split('\n')
    .filter((line) => line.includes('"level":50'));
  await foyer.end();
  expect(faults).toEqual([]);
});

function expectHarmlessMessage(message: SeenMessage): void {
  expectHarmless(shownIn(message.components));
  expect(message.raw).toMatchObject({ content: '', mentions: [], mention_everyone: false });
}

async function harmless(exchange: Promise<Exchange>): Promise<Exchange> {
  const done = await exchange;
  expect(done.outcome).not.toBe('failed');
  for (const message of done.messages) expectHarmlessMessage(message);
  return done;
}

describe('a hostile content file, filled to the limits of the format', () => {
  test('is read, and its film is there', () => {
    expect(foyer.bot().output.stdout).not.toContain('left out');
    expect(foyer.bot().output.stderr).not.toContain('left out');
  });

  test('harms no page of a review', async () => {
    const { message } = await harmless(alice.run('/review', { film: hostile }));
    const pages = Number(/Page 1 of (\d+)/u.exec(message.text)?.[1]);
    for (let page = 2; page <= pages; page += 1) await harmless(alice.press(message, 'Read on'));
    expect(message.text).toContain(`Page ${pages} of ${pages}`);
    await harmless(alice.press(message, 'Next review'));
    await harmless(alice.press(message, 'Stills'));
  });

  test('harms no message of a synopsis', async () => {
    for (const [upto, lastScene] of Object.entries({ setup: 37, middle: 40, ending: 40 })) {
      const exchange = await harmless(alice.run('/synopsis', { film: hostile, upto, private: true }));
      const last = () => exchange.messages.at(-1)?.text ?? '';
      await foyer.loopback.until(() => last().includes(`scene ${lastScene}`), 'the last part');
      for (const message of exchange.messages) expectHarmlessMessage(message);
    }
  });

  test('harms no page of facts', async () => {
    const { message } = await harmless(alice.run('/film', { film: hostile }));
    while (message.buttons.some(({ label }) => label === 'Read on')) await harmless(alice.press(message, 'Read on'));
    expect(message.buttons.filter(({ url }) => url)).toHaveLength(10);
  });

  test('harms no message of what was changed', async () => {
    const exchange = await harmless(alice.run('/changes', { film: hostile }));
    await foyer.loopback.until(() => (exchange.messages.at(-1)?.buttons.length ?? 0) > 0, 'the last part');
    for (const message of exchange.messages) expectHarmlessMessage(message);
  });

  test('harms no pick, and no suggestion for one', async () => {
    const { message } = await harmless(alice.run('/pick', { decade: 2010, form: 'Novel' }));
    await harmless(alice.press(message, 'Another one'));
    for (const option of ['country', 'language', 'avoid']) {
      const names = (await alice.complete('/pick', { [option]: '' }, option)).map(({ name }) => name);
      expect(names.length).toBeGreaterThan(0);
      expectHarmless({ texts: [], plain: names });
    }
  });

  test('harms no rating', async () => {
    for (const work of ['Film', 'Book']) {
      const { message } = await harmless(alice.run('/rate', { film: hostile, stars: '★★★½', work }));
      const { modal } = await alice.press(message, 'Change');
      expectHarmless(shownIn(modal.raw));
      expect(modal.title).not.toContain(plotPoint);
      await harmless(alice.press(message, 'Share'));
      await harmless(alice.press(message, 'Take back'));
    }
  });

  test('harms no poll and no thread', async () => {
    const { message } = await harmless(alice.run('/bookvsfilm', { film: hostile }));
    await foyer.loopback.until(() => (message.thread?.messages.length ?? 0) > 0, 'the thread');
    const { thread } = message;
    expectHarmless({ texts: [], plain: [thread?.name ?? ''] });
    const vote = await harmless(alice.press(message, 'Film'));
    await harmless(alice.press(vote.message, 'I know both'));
    await harmless(alice.run('/bookvsfilm', { film: hostile }));
    await harmless(alice.press(message, 'Close'));
    await foyer.loopback.until(() => (thread?.messages.length ?? 0) > 1, 'the result');
    for (const said of [message, ...(thread?.messages ?? [])]) expectHarmlessMessage(said);
  });

  test('harms no suggestion, and namesakes are still told apart', async () => {
    const films = await alice.complete('/review', { film: '' }, 'film');
    const critics = await alice.complete('/review', { film: hostile }, 'critic');
    const names = [...films, ...critics].map(({ name }) => name);
    expectHarmless({ texts: [], plain: names });
    for (const name of names) expect(name.length).toSatisfy((length) => length >= 1 && length <= 100);
    expect(new Set(films.map(({ name }) => name)).size).toBe(films.length);
    expect(new Set(critics.map(({ name }) => name)).size).toBe(critics.length);
  });

  test('harms no list of the nearest films or critics', async () => {
    const { message } = await harmless(alice.run('/review', { film: 'smile everyone' }));
    expect(message.buttons.length).toBeGreaterThan(0);
    const critics = await harmless(alice.run('/review', { film: hostile, critic: 'zzz' }));
    expect(critics.message.text).toContain('I have no review of this one by “zzz”.');
  });

  test('harms nothing where there are only facts, however many pages they take', async () => {
    const { message } = await harmless(alice.run('/review', { film: twin }));
    while (message.buttons.some(({ label }) => label === 'Read on')) await harmless(alice.press(message, 'Read on'));
    expect(message.text).toContain('Nobody has written about this one here yet.');
    await harmless(alice.run('/synopsis', { film: twin }));
  });
});

describe('a member who means harm', () => {
  const typed = attacks.map((attack) => attack.slice(0, 200).trim());

  test.each(typed)('is answered privately and harmlessly, whatever the film: %j', async (film) => {
    for (const command of ['/film', '/review', '/synopsis', '/changes', '/bookvsfilm']) {
      const { message } = await harmless(alice.run(command, { film }));
      expect(message.ephemeral).toBe(true);
    }
    const names = (await alice.complete('/review', { film }, 'film')).map(({ name }) => name);
    expectHarmless({ texts: [], plain: names });
  });

  test.each(typed)('is answered privately and harmlessly, whatever the critic: %j', async (critic) => {
    const { message } = await harmless(alice.run('/review', { film: 'never-let-me-go-2010', critic }));
    expect(message.ephemeral).toBe(true);
    expect(message.text).toMatch(/^I have no review of this one by “/u);
  });

  test.each(typed)('is answered harmlessly, whatever they wish for: %j', async (wish) => {
    for (const option of ['country', 'language', 'avoid']) {
      await harmless(alice.run('/pick', { [option]: wish.slice(0, 100).trim() }));
    }
  });

  test('cannot have a long text of theirs repeated in full', async () => {
    const { message } = await harmless(alice.run('/review', { film: 'x'.repeat(200) }));
    expect(message.text).toBe(`I am not sure which film “${'x'.repeat(119)}…” is. One of these?`);
  });
});

describe('a forged client', () => {
  /** Registers the commands as they would be without our limits, as a client behaves that does not keep them. */
  async function withoutLimits(): Promise<void> {
    const freed = foyer.loopback.commands.map(({ raw }) => {
      const { id: _, application_id: __, version: ___, dm_permission: ____, ...command } = raw;
      const options = Array.isArray(raw.options) ? raw.options : [];
      return {
        ...command,
        options: options.map(({ choices: _c, max_length: _l, min_value: _min, max_value: _max, ...option }) => option),
      };
    });
    const response = await fetch(`${foyer.loopback.apiUrl}/v10/applications/${foyer.loopback.applicationId}/commands`, {
      method: 'PUT',
      headers: { authorization: `Bot ${foyer.loopback.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(freed),
    });
    expect(response.status).toBe(200);
  }

  beforeAll(withoutLimits);

  const film = 'never-let-me-go-2010';
  const long = '|| x'.repeat(1500);

  const unsure = 'I am not sure which film “';
  const unusable = (option: string) => `\`${option}\` needs another value. Pick one from the list, and send it again.`;

  test.each<[string, string, Record<string, OptionValue>, string]>([
    ['/review', 'film', { film: long }, unsure],
    ['/synopsis', 'film', { film: long }, unsure],
    ['/bookvsfilm', 'film', { film: long }, unsure],
    ['/rate', 'film', { film: long, stars: 7 }, unsure],
    ['/review', 'critic', { film, critic: long }, 'I have no review of this one by “'],
    ['/synopsis', 'upto', { film, upto: long }, unusable('upto')],
    ['/changes', 'upto', { film, upto: long }, unusable('upto')],
    ['/pick', 'decade', { decade: 1925 }, unusable('decade')],
    ['/pick', 'form', { form: long }, unusable('form')],
    ['/pick', 'country', { country: long }, unusable('country')],
    ['/rate', 'work', { film, stars: 7, work: 'both' }, unusable('work')],
  ])('that sends %s an over-long or unknown %s is answered privately', async (command, _, options, begins) => {
    const { message } = await harmless(alice.run(command, options));
    expect(message.ephemeral).toBe(true);
    expect(message.text.slice(0, begins.length)).toBe(begins);
    expect(message.text.length).toBeLessThan(600);
  });

  test('gets suggestions for an over-long text as for any other', async () => {
    expect(await alice.complete('/review', { film: long }, 'film')).toEqual([]);
    expect(await alice.complete('/review', { film, critic: long }, 'critic')).toEqual([]);
    const [first] = await alice.complete('/review', { film: `never let me go ${' '.repeat(5000)}` }, 'film');
    expect(first?.value).toBe(film);
  });
});
