import { signal } from '@preact/signals';
import type { Request, Told } from '../../protocol.ts';

/** A request without the number that it gets on its way. */
export type Wish = Request extends infer One ? (One extends { readonly id: number } ? Omit<One, 'id'> : never) : never;

/** What came of a request. */
export type Reply = { readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly reason: string };

/** Whether the playground's server is reached. */
export const connection = signal<'connecting' | 'open' | 'lost'>('connecting');

const shortestWait = 250;
const longestWait = 4000;

const waiting = new Map<number, (reply: Reply) => void>();
let socket: WebSocket | undefined;
let lastId = 0;
let wait = shortestWait;

/** Connects, and connects again whenever the connection is lost. */
export function connect(hear: (told: Told) => void): void {
  const address = new URL('/live', location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const opened = new WebSocket(address);
  socket = opened;
  opened.addEventListener('open', () => {
    connection.value = 'open';
    wait = shortestWait;
  });
  opened.addEventListener('message', ({ data }) => {
    const told = toldIn(String(data));
    if (told.kind === 'answer') settle(told.id, { ok: true, result: told.result });
    else if (told.kind === 'refused') settle(told.id, { ok: false, reason: told.reason });
    else hear(told);
  });
  opened.addEventListener('close', () => {
    connection.value = 'lost';
    for (const id of [...waiting.keys()])
      settle(id, { ok: false, reason: 'The connection to the playground was lost.' });
    setTimeout(() => connect(hear), wait);
    wait = Math.min(longestWait, wait * 2);
  });
}

/** Asks the server for something. Always resolves: what went wrong is in the reply. */
export function ask(wish: Wish): Promise<Reply> {
  if (socket?.readyState !== WebSocket.OPEN) {
    return Promise.resolve({ ok: false, reason: 'The playground is not connected right now.' });
  }
  const opened = socket;
  lastId += 1;
  const id = lastId;
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    opened.send(JSON.stringify({ id, ...wish } satisfies Request));
  });
}

function settle(id: number, reply: Reply): void {
  waiting.get(id)?.(reply);
  waiting.delete(id);
}

/** The one border where the server's word is taken for what protocol.ts says: both sides are built from one tree. */
function toldIn(data: string): Told {
  return JSON.parse(data);
}
