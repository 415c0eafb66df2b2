import { signal } from '@preact/signals';
import { commandFrom, finish } from '../model/entry.ts';
import { ask, type Reply } from './connection.ts';
import { actingId, offered, placeId } from './session.ts';

/** Components that were used and are not answered yet: message id and custom id. */
export const pending = signal<ReadonlySet<string>>(new Set());

/** What went wrong with the components of a message, by its id and the member who used them. */
export const troubles = signal<ReadonlyMap<string, string>>(new Map());

/** What went wrong with what was sent from the composer. */
export const composerTrouble = signal<string | undefined>(undefined);

/** The key of a component on a message among those pending. */
export function pendingKey(messageId: string, customId: string): string {
  return `${messageId} ${customId}`;
}

/** The key of a message's trouble: whose it is matters, nobody else sees it. */
export function troubleKey(messageId: string): string {
  return `${messageId} ${actingId.value}`;
}

/** Presses a button. */
export function press(messageId: string, customId: string): Promise<void> {
  return use(messageId, customId, () => ask({ do: 'press', memberId: actingId.value, messageId, customId }));
}

/** Picks options of a select menu. */
export function select(messageId: string, customId: string, values: readonly string[]): Promise<void> {
  return use(messageId, customId, () => ask({ do: 'select', memberId: actingId.value, messageId, customId, values }));
}

async function use(messageId: string, customId: string, send: () => Promise<Reply>): Promise<void> {
  const key = pendingKey(messageId, customId);
  if (pending.value.has(key)) return;
  const trouble = troubleKey(messageId);
  troubles.value = without(troubles.value, trouble);
  pending.value = new Set(pending.value).add(key);
  const reply = await send();
  const left = new Set(pending.value);
  left.delete(key);
  pending.value = left;
  // An app that did not answer in time is told of by a message of its own.
  if (!reply.ok) troubles.value = new Map(troubles.value).set(trouble, reply.reason);
}

/** Puts a message away that only the acting member sees. */
export async function dismiss(messageId: string): Promise<void> {
  await ask({ do: 'dismiss', memberId: actingId.value, messageId });
}

/** Runs a command as it would be typed, with every option in the line. Says whether the line could be sent. */
export function runLine(line: string): boolean {
  const entry = commandFrom(line, offered.value);
  const outcome = entry && finish(entry);
  if (!entry || outcome?.kind !== 'ready') return false;
  void send({
    do: 'run',
    memberId: actingId.value,
    placeId: placeId.value,
    command: entry.command.path,
    options: outcome.options,
  });
  return true;
}

/** Sends a command or a text from the composer; what the server refuses is said above it. */
export async function send(wish: Extract<Parameters<typeof ask>[0], { do: 'run' | 'say' }>): Promise<boolean> {
  composerTrouble.value = undefined;
  const reply = await ask(wish);
  if (!reply.ok) composerTrouble.value = reply.reason;
  return reply.ok;
}

/** Moves time on. */
export async function moveTime(milliseconds: number): Promise<string | undefined> {
  const reply = await ask({ do: 'advance', milliseconds });
  return reply.ok ? undefined : reply.reason;
}

function without<Value>(map: ReadonlyMap<string, Value>, key: string): ReadonlyMap<string, Value> {
  const left = new Map(map);
  left.delete(key);
  return left;
}
