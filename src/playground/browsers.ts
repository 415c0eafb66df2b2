import type { IncomingMessage } from 'node:http';

/**
 * Whether a browser's page sent a request: no bot sends these headers. The loopback's API answers none, so that no page
 * that somebody has open can talk to it.
 */
export function isFromBrowser({ headers }: IncomingMessage): boolean {
  return headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
}
