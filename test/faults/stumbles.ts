import type { Fault } from '../../src/playground/faults.ts';

/** What Discord does on a bad day, and gets over. */
export const stumbles: readonly (readonly [string, Fault])[] = [
  ['a 500', { kind: 'status', status: 500 }],
  ['a 502 from a proxy', { kind: 'status', status: 502, body: '<html>' }],
  ['a 429', { kind: 'rate-limit', retryAfterSeconds: 0.2 }],
  ['a 429 that does not say for how long', { kind: 'status', status: 429, body: { message: 'Too many', code: 0 } }],
  ['a socket cut before it took effect', { kind: 'cut', when: 'before' }],
  ['a socket cut after it took effect', { kind: 'cut', when: 'after' }],
];

/** Requests that stumble. */
export const callback = { method: 'POST', path: /\/callback$/ };
export const followUp = { method: 'POST', path: /^\/webhooks\// };
export const cardEdit = { method: 'PATCH', path: /^\/channels\/\d+\/messages\/\d+$/ };
export const openThread = { method: 'POST', path: /\/threads$/ };
export const post = { method: 'POST', path: /^\/channels\/\d+\/messages$/ };
export const deletion = { method: 'DELETE', path: /^\/channels\/\d+\/messages\/\d+$/ };
