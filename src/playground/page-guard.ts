import type { IncomingMessage } from 'node:http';

/*
 * The page is for a person at this machine. A name that leads here (DNS rebinding) shows in Host, a page of another
 * origin in Origin or in what browsers say of where a request comes from.
 */

/** Whether a request names this server by one of its two own names. */
function namesUs({ headers }: IncomingMessage, port: number): boolean {
  return headers.host === `127.0.0.1:${port}` || headers.host === `localhost:${port}`;
}

/** Whether a request for a page or a file may be answered. */
export function mayRead(request: IncomingMessage, port: number): boolean {
  const { origin, host, 'sec-fetch-site': site = 'none', 'sec-fetch-dest': dest } = request.headers;
  if (!namesUs(request, port)) return false;
  if (origin !== undefined && origin !== `http://${host}`) return false;
  // A link from elsewhere may lead here; nothing of ours is shown or run inside another page.
  return site === 'same-origin' || site === 'none' || dest === 'document';
}

/** Whether a socket may be opened. Every browser says its origin then, so who says none is turned away too. */
export function mayConnect(request: IncomingMessage, port: number): boolean {
  return namesUs(request, port) && request.headers.origin === `http://${request.headers.host}`;
}

/** What every answer carries. */
export function protectiveHeaders(host: string): Readonly<Record<string, string>> {
  const policy = [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self'`,
    `img-src 'self' data:`,
    // Not every browser takes 'self' to hold for the socket too.
    `connect-src 'self' ws://${host}`,
    `font-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ];
  return {
    'Content-Security-Policy': policy.join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  };
}
