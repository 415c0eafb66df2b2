import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A line to a server, on which things go wrong as a test says. */
export interface Line {
  readonly port: number;
  /** Nothing comes through any more, and nobody is told. */
  freeze(): void;
  /** The same with what is connected; who connects anew gets through. */
  lose(): void;
  /** What is connected breaks off, and nobody gets through any more. */
  cut(): Promise<void>;
  /** As in the beginning. What waited while it was frozen arrives. */
  mend(): Promise<void>;
}

/** A line to a server on this machine, for this test. */
export async function lineTo(server: number): Promise<Line> {
  const sockets = new Set<Socket>();
  let frozen = false;
  const join = (near: Socket) => {
    const far = connect(server, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => {});
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.on('data', (data) => to.write(data));
      if (frozen) from.pause();
    }
  };
  const line = createServer(join);
  const port = await listening(line, 0);
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    line.close();
  });
  return {
    port,
    freeze() {
      frozen = true;
      for (const socket of sockets) socket.pause();
    },
    lose() {
      for (const socket of sockets) socket.pause();
    },
    async cut() {
      line.close();
      for (const socket of sockets) socket.destroy();
      await once(line, 'close');
    },
    async mend() {
      frozen = false;
      for (const socket of sockets) socket.resume();
      if (!line.listening) await listening(line, port);
    },
  };
}

/** A server that says the same to everything, for this test. Resolves to its port. */
export async function serverSaying(answer: string): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () => socket.write(answer));
  });
  const port = await listening(server, 0);
  onTestFinished(() => void server.close());
  return port;
}

async function listening(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not a port');
  return address.port;
}
