import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createPageApp, type PageParts } from './page-app.ts';
import { mayRead } from './page-guard.ts';
import type { PageSockets } from './page-sockets.ts';

/** The server that the browser talks to. */
export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

/** How many ports are tried after the one that was asked for. */
const furtherPorts = 20;

/** Serves the page, the files of messages and the socket on this machine alone, on the first free port. */
export async function servePage({
  port: wanted,
  sockets,
  ...parts
}: PageParts & { readonly port: number; readonly sockets: PageSockets }): Promise<PageServer> {
  const listener = getRequestListener(createPageApp(parts).fetch, { overrideGlobalObjects: false });
  let port = 0;
  const server = createServer((request, response) => {
    if (mayRead(request, port)) void listener(request, response);
    else response.writeHead(403, { 'Content-Length': 0 }).end();
  });
  server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head, port));
  server.on('clientError', (_, socket) => socket.destroy());
  port = await listenOnFreePort(server, wanted);
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

async function listenOnFreePort(server: Server, wanted: number): Promise<number> {
  const last = Math.min(wanted + furtherPorts, 65_535);
  for (let port = wanted; port <= last; port += 1) {
    const taken = await listen(server, port);
    if (taken !== undefined) return taken;
  }
  throw new Error(`Every port from ${wanted} to ${last} is taken.`);
}

/** Resolves to the port, or to nothing where it is taken. */
function listen(server: Server, port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      server.off('listening', listening);
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined);
      else reject(error);
    };
    const listening = (): void => {
      server.off('error', failed);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    };
    server.once('error', failed);
    server.once('listening', listening);
    server.listen(port, '127.0.0.1');
  });
}
