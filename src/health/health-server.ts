import { createServer, type ServerResponse } from 'node:http';

/** What a supervisor can ask. */
export interface Health {
  /** Resolves to whether members would be answered now: Discord is connected, the store can be read. */
  ready(): Promise<boolean>;
  /** Resolves to the figures in Prometheus's text form, with its content type. */
  metrics(): Promise<{ readonly type: string; readonly text: string }>;
}

/** An HTTP server that was started. */
export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Answers `GET /live` (200 as long as the process answers at all), `GET /ready` (200 or 503) and `GET /metrics`.
 * @throws where it cannot listen there
 */
export async function startHealthServer(
  { host, port }: { readonly host: string; readonly port: number },
  { ready, metrics }: Health,
): Promise<HealthServer> {
  async function answer(url: string | undefined, response: ServerResponse): Promise<void> {
    switch (url) {
      case '/live':
        return text(response, 200, 'live');
      case '/ready':
        return (await ready()) ? text(response, 200, 'ready') : text(response, 503, 'not ready');
      case '/metrics': {
        const figures = await metrics();
        return void response.writeHead(200, { 'Content-Type': figures.type }).end(figures.text);
      }
      default:
        return text(response, 404, 'There are /live, /ready and /metrics here.');
    }
  }

  const server = createServer(({ method, url }, response) => {
    if (method !== 'GET' && method !== 'HEAD') return text(response, 405, 'GET alone');
    answer(url, response).catch(() => text(response, 500, 'could not be told'));
  });
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(port, host, done);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function text(response: ServerResponse, status: number, line: string): void {
  if (!response.headersSent) response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${line}\n`);
}
