import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import { filmKey } from '../../src/catalogue/ids.ts';
import * as codecs from '../../src/discord/custom-ids.ts';
import { matchupId } from '../../src/matchups/matchup.ts';
import type { OptionValue } from '../../src/playground/commands.ts';
import { walk } from '../../src/playground/components.ts';
import { asNumber, asObject, asObjects, asText, type JsonObject } from '../../src/playground/json.ts';
import type { Server } from '../../src/playground/loopback.ts';
import type { Exchange, Member } from '../../src/playground/members.ts';
import type { PermissionName } from '../../src/playground/permissions.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { memberId } from '../../src/storage/ids.ts';
import { openStore } from '../../src/storage/open.ts';
import { type Foyer, startFoyer } from '../foyer.ts';
import { hostileText } from '../spoilers/hostile.ts';
import { expectHarmless, expectNoMarkUp, shownIn } from '../views/what-is-shown.ts';
import { attacks, content, hostile } from './hostile-content.ts';

/*
 * Nothing here knows what a button means. A member presses whatever the bot shows, so that every action that there is
 * has custom_ids as the bot writes them; then strangers send those, and what can be made of them, to a poll and a film
 * that are not theirs.
 */

let foyer: Foyer;
beforeAll(async () => {
  foyer = await startFoyer({ content, limitMessages: false });
});
afterAll(async () => {
  const faults = foyer
    .bot()
    .output.stderr.split('\n')
    .filter((line) => /"level":[56]0/.test(line));
  await foyer.end();
  expect(faults).toEqual([]);
});

const actions = commands.flatMap((command) => command.actions ?? []);

/** What a member can press on a message or answer in a form. */
interface Handle {
  readonly kind: 'button' | 'menu' | 'form';
  readonly customId: string;
  readonly values: readonly string[];
}

function handlesIn(tree: unknown): readonly Handle[] {
  return [...walk(asObjects(tree))].flatMap((part): readonly Handle[] => {
    const customId = asText(part.custom_id);
    if (customId === undefined || part.disabled === true) return [];
    const values = asObjects(part.options).map(({ value }) => String(value));
    return [{ kind: asNumber(part.type) === 3 ? 'menu' : 'button', customId, values }];
  });
}

/** Sends it from a message that need not have it. */
async function send(member: Member, on: SeenMessage, { kind, customId, values }: Handle, said: string) {
  switch (kind) {
    case 'button':
      return member.pressForged(on, customId);
    case 'menu':
      return member.selectForged(on, customId, values);
    case 'form':
      return member.submitForged(on, customId, Object.fromEntries(fieldNames.map((name) => [name, said])));
  }
}

const fieldNames = [codecs.rateFormFields, codecs.matchupExtendFormFields, codecs.matchupTakeFormFields].flatMap(
  (fields) => Object.values(fields),
);

/** Every command with what it must have, with all it can have, and with a film that nobody knows. */
function* everyCommandLine(): Generator<{ readonly line: string; readonly options: Record<string, OptionValue> }> {
  for (const { definition } of commands) {
    const { name, options } = asObject(definition.toJSON());
    const nested = asObjects(options).filter(({ type }) => type === 1);
    const forms = nested.length > 0 ? nested : [{ name: '', options }];
    for (const form of forms) {
      const line = `/${name} ${form.name}`.trim();
      const all = asObjects(form.options);
      const required = all.filter((option) => option.required === true);
      yield { line, options: valuesFor(all, { film: hostile, flag: true }) };
      yield { line, options: valuesFor(all, { film: 'never-let-me-go-2010', flag: false }) };
      if (all.length > 0) yield { line, options: valuesFor(required, { film: 'smile everyone', flag: false }) };
    }
  }
}

interface Wish {
  readonly film: string;
  readonly flag: boolean;
}
const valuesFor = (options: readonly JsonObject[], wish: Wish) =>
  Object.fromEntries(
    options.flatMap((option) => {
      const value = valueFor(option, wish);
      return value === undefined ? [] : [[String(option.name), value]];
    }),
  );

function valueFor(
  { name, type, choices, min_value: least }: JsonObject,
  { film, flag }: Wish,
): OptionValue | undefined {
  const [choice] = asObjects(choices);
  if (name === 'film') return film;
  if (choice) return asNumber(choice.value) ?? asText(choice.value);
  if (type === 4) return asNumber(least) ?? 1;
  return type === 5 ? flag : undefined;
}

/** What ends things is pressed when everything else has been. */
const ends = /close|remove|delete|take-back|reopen/;

/** Presses whatever is shown, a few of each kind, and resolves to what there was to press. */
async function walkThrough(member: Member): Promise<readonly Handle[]> {
  const found = new Map<string, Handle>();
  const kinds = new Map<string, number>();
  const soon: (() => Promise<void>)[] = [];
  const last: (() => Promise<void>)[] = [];

  function look(message: SeenMessage, handles: readonly Handle[]): void {
    for (const handle of handles) {
      const [action = '', , what] = handle.customId.split('/');
      const kind = what !== undefined && /-\d{4}$|^[0-9a-z]{12}$/.test(what) ? `${action}/${what}` : action;
      const ofKind = kinds.get(kind) ?? 0;
      if (found.has(handle.customId) || ofKind >= 3) continue;
      found.set(handle.customId, handle);
      kinds.set(kind, ofKind + 1);
      (ends.test(action) ? last : soon).push(async () => {
        if (message.deleted) return;
        // A person is slower than this: what is pressed is pressed within what one member may ask.
        await foyer.bot().advance(200);
        take(await send(member, message, { ...handle, values: handle.values.slice(0, 1) }, '3'), message);
      });
    }
  }

  function take(exchange: Exchange, on: SeenMessage | undefined): void {
    if (exchange.outcome === 'modal') {
      if (on) look(on, [{ kind: 'form', customId: exchange.modal.customId, values: [] }]);
      return;
    }
    const talk = [exchange.messages[0], on].flatMap((message) => message?.thread?.messages ?? []);
    const thread = member.sees().flatMap((message) => message.thread?.messages ?? []);
    for (const message of [...exchange.messages, ...talk, ...thread]) look(message, handlesIn(message.components));
  }

  for (const { line, options } of everyCommandLine()) take(await member.run(line, options), undefined);
  for (let next = soon.shift() ?? last.shift(); next; next = soon.shift() ?? last.shift()) await next();
  return [...found.values()];
}

const moderating: readonly PermissionName[] = [
  'ViewChannel',
  'SendMessages',
  'CreatePublicThreads',
  'SendMessagesInThreads',
  'ManageMessages',
  'ManageGuild',
];

/** What the bot wrote on its buttons for somebody who pressed them all. */
let handles: readonly Handle[];
let walker: Member;
beforeAll(async () => {
  const server = foyer.loopback.addServer();
  walker = foyer.loopback.addMember('Walker', { server, permissions: moderating });
  handles = [...(await walkThrough(walker)), ...notMetOnTheWay];
}, 120_000);

/** Needs more polls than one page holds, a poll whose result is announced, a film with a book that others rated… */
const notMetOnTheWay: readonly Handle[] = [
  codecs.matchupsPage.build({ page: 1 }),
  codecs.matchupReopen.build({ id: matchupId.parse('0'.repeat(12)) }),
  codecs.matchupTakeEdit.build({ id: matchupId.parse('0'.repeat(12)), writer: memberId.parse('1'.repeat(18)) }),
  codecs.matchupTakeRemove.build({ id: matchupId.parse('0'.repeat(12)), writer: memberId.parse('1'.repeat(18)) }),
  codecs.ratingsOpen.build({ film: filmKey.parse(hostile) }),
  codecs.matchupExtendForm.build({ id: matchupId.parse('0'.repeat(12)) }),
].map((customId) => ({ kind: customId.includes('-form/') ? 'form' : 'button', customId, values: [] }));

test('there is a custom_id of every action there is', () => {
  expect(new Set(handles.map(({ customId }) => codecs.actionOf(customId)))).toEqual(
    new Set(actions.map(({ name }) => name)),
  );
});

/** A server on which Dora has a part in everything, and a poll that Alice has opened. */
async function somebodysServer() {
  const { loopback } = foyer;
  const server = loopback.addServer();
  const [alice, dora] = ['Alice', 'Dora'].map((name) => loopback.addMember(name, { server }));
  if (!alice || !dora) throw new Error('nobody');
  const { message: card } = await alice.run('/bookvsfilm', { film: hostile, aspects: true, hours: 720 });
  await loopback.until(() => card.thread?.messages.length === 1, 'the talk');
  const ballot = await dora.press(card, 'Book');
  await dora.run('/rate', { film: hostile, stars: '★★★' });
  await dora
    .run('/progress', { film: hostile, place: 'finished' })
    .catch(async () => dora.run('/progress', { film: hostile }));
  const take = ballot.message.buttons.find(({ customId }) => customId?.startsWith('matchup.take/'))?.customId ?? '';
  const { modal } = await dora.press(ballot.message, take);
  await dora.submitForged(ballot.message, modal.customId, { text: 'Mine.', plot: 'plot-free' });
  await loopback.until(() => card.thread?.messages.length === 2, 'the take in the talk');
  const poll = modal.customId.split('/').at(-1) ?? '';
  return { server, alice, dora, card, poll };
}

/** The same for another poll and another writer. */
function aimedAt({ poll, dora }: { readonly poll: string; readonly dora: Member }, handle: Handle): Handle {
  const customId = handle.customId
    .split('/')
    .map((part) => (/^[0-9a-z]{12}$/.test(part) ? poll : /^\d{17,20}$/.test(part) ? dora.id : part))
    .join('/');
  return { ...handle, customId };
}

/** A custom_id with a part changed, dropped or added. Discord takes 1 to 100 characters. */
function forgedFrom({ customId }: Handle, parts: readonly string[]): fc.Arbitrary<string> {
  const own = customId.split('/');
  const part = fc.oneof(
    fc.constantFrom(...parts),
    hostileText,
    fc.constantFrom('', '-1', '0', '99', '100', '1e3', 'v2'),
  );
  return fc
    .oneof(
      fc.tuple(fc.nat(own.length - 1), part).map(([at, other]) => own.with(at, other).join('/')),
      part.map((more) => `${customId}/${more}`),
      fc.nat(customId.length).map((length) => customId.slice(0, length)),
      fc.constantFrom(customId.toUpperCase(), customId.replace('/v1', '/v0'), `${customId}/`),
    )
    .map((text) => [...text].slice(0, 50).join('').slice(0, 100) || '-');
}

/** Everything in the store that strangers have no right to change. */
async function otherPeoples(server: Server, strangers: ReadonlySet<string>) {
  const store = await openStore(foyer.storeUrl);
  const entries = await store.entries('');
  await store.close();
  return entries
    .filter(({ key }) => key.includes(`:${server.id}`))
    .filter(({ key }) => !key.startsWith('stale-card:') && !strangers.has(key.split(':').at(-1) ?? ''));
}

test('nothing that a stranger can send changes what is not theirs, fails, or shows plot or mark-up', async () => {
  const { loopback } = foyer;
  const theirs = await somebodysServer();
  const { server, card } = theirs;
  const before = await otherPeoples(server, new Set());
  const strangers = new Set<string>();
  const aimed = handles.map((handle) => aimedAt(theirs, handle));
  const parts = [...new Set(aimed.flatMap(({ customId }) => customId.split('/')))];
  const once = new Set(actions.filter((action) => action.once).map(({ name }) => name));
  const sent = new Set<string>();

  async function trySending(handle: Handle, said: string): Promise<void> {
    // The second press of such a button is answered by nothing to be seen.
    if (once.has(codecs.actionOf(handle.customId)) && sent.has(handle.customId)) return;
    sent.add(handle.customId);
    const stranger = loopback.addMember('Stranger', { server });
    strangers.add(stranger.id);
    const exchange = await send(stranger, card, handle, said);
    expect(exchange.outcome, handle.customId).not.toBe('failed');
    // What the gate opens, it opens to who says that they know it, and to nobody else.
    const opened = ({ ephemeral }: SeenMessage) => ephemeral && handle.customId.startsWith('reveal.');
    for (const message of exchange.messages) {
      if (opened(message)) for (const text of shownIn(message.components).texts) expectNoMarkUp(text);
      else expectHarmlessMessage(message);
    }
    if (exchange.outcome === 'modal') expectHarmless(shownIn(exchange.modal.raw));
  }

  for (const handle of aimed) await trySending({ ...handle, values: handle.values.slice(0, 1) }, '3');
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...aimed).chain((handle) =>
        fc.record({
          customId: fc.oneof(fc.constant(handle.customId), forgedFrom(handle, parts)),
          kind: fc.oneof(fc.constant(handle.kind), fc.constantFrom<Handle['kind']>('button', 'menu', 'form')),
          values: fc.array(fc.oneof(hostileText, fc.constantFrom(...parts, ...attacks)), { maxLength: 3 }),
          said: fc.oneof(hostileText, fc.constantFrom(...attacks, '', '0', '-1', '11', '9'.repeat(400), 'plot-free')),
        }),
      ),
      async ({ customId, kind, values, said }) => trySending({ customId, kind, values }, said),
    ),
    { numRuns: 400 },
  );

  const after = await otherPeoples(server, strangers);
  const known = new Map(after.map(({ key, value }) => [key, value]));
  for (const { key, value } of before) expect(known.get(key), key).toEqual(value);
  for (const { messages } of server.channels) for (const message of messages) expectHarmlessMessage(message);
  for (const message of card.thread?.messages ?? []) expectHarmlessMessage(message);
}, 120_000);

test.each(['', 'x', 'xx-XX', 'en_US', '__proto__', 'constructor', 'de-'.repeat(200), '\u0000', '@everyone'])(
  'a locale that Discord does not have is answered in English: %j',
  async (locale) => {
    const member = foyer.loopback.addMember('Elsewhere', { locale });
    const { message } = await member.run('/rate', { film: hostile, stars: '★★★' });
    expect(message.text).toContain('from you, for the film');
    expectHarmlessMessage(message);
  },
);

function expectHarmlessMessage(message: SeenMessage): void {
  expectHarmless(shownIn(message.components));
  expect(message.raw).toMatchObject({ content: '', mentions: [], mention_everyone: false });
}
