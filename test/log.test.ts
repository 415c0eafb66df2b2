import { DiscordAPIError, HTTPError } from 'discord.js';
import { expect, test } from 'vitest';
import { describeError } from '../src/log.ts';
import { StoreUnusable } from '../src/storage/store.ts';

const token = 'aW50ZXJhY3Rpb246dG9rZW4';
const typed = 'Something that a member typed';
const address = `https://discord.com/api/v10/interactions/1/${token}/callback`;

test('an error is logged with its type, its message and where it came from', () => {
  const described = describeError(new RangeError('too long'));
  expect(described).toEqual({ type: 'RangeError', message: 'too long', stack: expect.stringContaining('log.test.ts') });
});

test('and with its code and what caused it', () => {
  const cause = Object.assign(new Error('SQLITE_FULL: database or disk is full'), { code: 'SQLITE_FULL', errno: 13 });
  expect(describeError(new StoreUnusable('the disk is full', '/var/lib/foyer.sqlite', cause))).toMatchObject({
    type: 'StoreUnusable',
    message: 'the disk is full',
    cause: { type: 'Error', message: 'SQLITE_FULL: database or disk is full', code: 'SQLITE_FULL' },
  });
});

test.each([
  ['text', 'text'],
  [undefined, 'undefined'],
  [null, 'null'],
  [7, '7'],
])('what was thrown and is no error, such as %j, is logged all the same', (thrown, message) => {
  expect(describeError(thrown)).toMatchObject({ message });
});

test('a refusal of Discord’s is logged without its address, which has a token in it, and without its body', () => {
  const body = { body: { data: { content: typed } }, files: [] };
  const refusals = [
    new DiscordAPIError({ code: 50035, message: 'Invalid Form Body' }, 50035, 400, 'POST', address, body),
    new HTTPError(503, 'Service Unavailable', 'POST', address, body),
  ];
  for (const error of refusals) {
    const described = describeError(error);
    expect(described).toMatchObject({ status: error.status, method: 'POST' });
    const line = JSON.stringify(described);
    expect(line).not.toContain(token);
    expect(line).not.toContain(typed);
  }
});

test('fields that others hang on errors are not logged', () => {
  const error = Object.assign(new Error('failed'), { token, requestBody: { typed }, config: { token } });
  const line = JSON.stringify(describeError(error));
  expect(line).not.toContain(token);
  expect(line).not.toContain(typed);
});

test('an error that is its own cause has an end in the log', () => {
  const error = new Error('round');
  error.cause = error;
  expect(JSON.stringify(describeError(error))).toContain('round');
});

test('a record that cannot be read is named by its key, but for the member in it', () => {
  const member = '200000000000000001';
  for (const start of [
    'rating:100000000000000001:film:solaris-1972:',
    'progress:100000000000000001:book:lem-solaris-1961:',
    'ballot:100000000000000001:abc:',
    'take:100000000000000001:abc:',
  ]) {
    const described = describeError(new Error(`The record at ${start}${member} cannot be read: it is not one`));
    expect(described.message).toBe(`The record at ${start}… cannot be read: it is not one`);
    expect(JSON.stringify(described)).not.toContain(member);
  }
  const poll = 'The record at matchup:100000000000000001:abc cannot be read';
  expect(describeError(new Error(poll)).message).toBe(poll);
});
