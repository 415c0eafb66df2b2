import { connect, createServer, type Socket } from 'node:net';

/** A way to a server that a test can cut: what happens to a bot whose database goes away, without touching the server. */
export interface TcpProxy {
  readonly port: number;
  /** Cuts every connection and refuses new ones: the server has ended. */
  stop(): Promise<void>;
  /** Takes connections and bytes, and lets nothing through, until {@link TcpProxy.resume}: the server hangs. */
  stall(): void;
  /** The server is back. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

/** A proxy on a port of its own, before a server on this machine. */
export async function proxyTo(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let stalled = false;

  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one);
      if (stalled) one.pause();
      one.on('data', (bytes) => other.write(bytes));
      one.on('error', () => {});
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  await listen(0);
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;

  async function stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  return {
    port,
    stop,
    stall() {
      stalled = true;
      for (const socket of sockets) socket.pause();
    },
    async resume() {
      stalled = false;
      for (const socket of sockets) socket.resume();
      if (!server.listening) await listen(port);
    },
    async close() {
      if (server.listening) await stop();
    },
  };
}
