import { DiscordAPIError, HTTPError } from 'discord.js';
import { describe, expect, test } from 'vitest';
import {
  alreadyAnswered,
  archived,
  channelGone,
  messageGone,
  notPermitted,
  passing,
  refusedWith,
  serverClosedToUs,
  tooLate,
  withoutEffect,
} from '../../src/discord/faults.ts';

const refusedBy = (code: number, status = 400) =>
  new DiscordAPIError({ code, message: 'Refused' }, code, status, 'POST', 'https://discord.com/api/v10', {});
const answeredWith = (status: number) => new HTTPError(status, 'Answer', 'POST', 'https://discord.com/api/v10', {});
const failedWith = (code: string) => Object.assign(new Error(code), { code });

/** What each code of Discord's means to us. */
const meanings = { alreadyAnswered, archived, channelGone, messageGone, notPermitted, serverClosedToUs, tooLate };
const meaningsOf = (error: unknown) =>
  Object.entries(meanings)
    .filter(([, holds]) => holds(error))
    .map(([name]) => name);

test.each([
  [10003, ['channelGone']],
  [10004, ['serverClosedToUs']],
  [10008, ['messageGone']],
  [10015, ['tooLate']],
  [10062, ['tooLate']],
  [40060, ['alreadyAnswered']],
  [50001, ['channelGone', 'notPermitted', 'serverClosedToUs']],
  [50013, ['notPermitted']],
  [50027, ['tooLate']],
  [50083, ['archived']],
  [50035, []],
  [0, []],
])('Discord’s %i means %j', (code, expected) => {
  expect(meaningsOf(refusedBy(code))).toEqual(expected);
  expect(refusedWith(refusedBy(code), 1, code)).toBe(true);
  expect(refusedWith(refusedBy(code), 1)).toBe(false);
});

test.each([undefined, null, 'text', 10062, { code: 10062 }, Object.assign(new Error('mine'), { code: 10062 })])(
  'what Discord did not say means nothing: %j',
  (error) => {
    expect(meaningsOf(error)).toEqual([]);
    expect(passing(error)).toBe(false);
    expect(withoutEffect(error)).toBe(false);
  },
);

describe('a failure that may pass', () => {
  test.each([500, 502, 503])('is a %i, and the request has not taken effect', (status) => {
    expect(passing(answeredWith(status))).toBe(true);
    expect(withoutEffect(answeredWith(status))).toBe(true);
  });

  test('is a 504, of which nobody knows whether the request took effect', () => {
    expect(passing(answeredWith(504))).toBe(true);
    expect(withoutEffect(answeredWith(504))).toBe(false);
  });

  test.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])(
    'is %s: nobody was reached',
    (code) => {
      expect(passing(failedWith(code))).toBe(true);
      expect(withoutEffect(failedWith(code))).toBe(true);
    },
  );

  test.each(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_BODY_TIMEOUT'])(
    'is %s, of which nobody knows whether the request took effect',
    (code) => {
      expect(passing(failedWith(code))).toBe(true);
      expect(withoutEffect(failedWith(code))).toBe(false);
    },
  );

  test('is an answer that takes longer than the client waits', () => {
    const error = new DOMException('This operation was aborted', 'AbortError');
    expect(passing(error)).toBe(true);
    expect(withoutEffect(error)).toBe(false);
  });
});

describe('a failure that stays', () => {
  test.each([400, 401, 403, 404])('is a %i', (status) => {
    expect(passing(answeredWith(status))).toBe(false);
    expect(passing(refusedBy(0, status))).toBe(false);
    expect(withoutEffect(refusedBy(0, status))).toBe(false);
  });

  test.each(['SQLITE_FULL', 'ENOENT', 'EACCES'])('is %s', (code) => {
    expect(passing(failedWith(code))).toBe(false);
  });
});
