import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Perform } from './page-acts.ts';
import { mayConnect } from './page-guard.ts';
import { parseRequest } from './page-requests.ts';
import type { Snapshot, Told } from './protocol.ts';

/** The pages that are open. */
export interface PageSockets {
  /** Tells all of them. */
  tell(told: Told): void;
  /** Takes over an HTTP connection that asked for the socket, or ends it. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, port: number): void;
  /** Says goodbye. Resolves when every connection has ended; those that do not answer are cut. */
  close(): Promise<void>;
}

/** The longest request is a form of five long texts. */
const longestMessage = 256 * 1024;
/** A page that takes nothing in any more is given up before what waits for it fills the memory. */
const mostWaiting = 64 * 1024 * 1024;
const goingAway = 1001;
const longestGoodbye = 300;

/** No pages yet. `flush` tells what has changed, so that an answer never comes before what it is about. */
export function createPageSockets({
  snapshot,
  perform,
  flush,
}: {
  readonly snapshot: () => Snapshot;
  readonly perform: Perform;
  readonly flush: () => void;
}): PageSockets {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: longestMessage });

  const write = (socket: WebSocket, text: string): void => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > mostWaiting) socket.terminate();
    else socket.send(text);
  };
  const tellOne = (socket: WebSocket, told: Told): void => write(socket, JSON.stringify(told));

  const answer = async (socket: WebSocket, written: string): Promise<void> => {
    const parsed = parseRequest(written);
    if (!parsed.request) return tellOne(socket, { kind: 'refused', id: parsed.id, reason: parsed.reason });
    const { id } = parsed.request;
    try {
      const result = await perform(parsed.request, (modal) => tellOne(socket, { kind: 'modal', modal }));
      flush();
      tellOne(socket, { kind: 'answer', id, result });
    } catch (error) {
      flush();
      tellOne(socket, { kind: 'refused', id, reason: error instanceof Error ? error.message : String(error) });
    }
  };

  sockets.on('connection', (socket: WebSocket) => {
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => void answer(socket, data.toString()));
    tellOne(socket, { kind: 'snapshot', snapshot: snapshot() });
  });

  return {
    tell: (told) => {
      const text = JSON.stringify(told);
      for (const socket of sockets.clients) write(socket, text);
    },
    upgrade: (request, socket, head, port) => {
      socket.on('error', () => socket.destroy());
      if (!mayConnect(request, port) || request.url !== '/live') {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
    },
    close: async () => {
      const cut = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
      }, longestGoodbye);
      for (const socket of sockets.clients) socket.close(goingAway);
      await new Promise<void>((resolve) => sockets.close(() => resolve()));
      clearTimeout(cut);
    },
  };
}
