import fc from 'fast-check';
import { expect, test } from 'vitest';
import { burst, createPace, perSecond } from '../../src/discord/pace.ts';
import { memberId } from '../../src/storage/ids.ts';

const alice = memberId.parse('200000000000000001');
const bob = memberId.parse('200000000000000002');

test('whoever asks five times a second is always heard', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 200, max: 5000 }), { maxLength: 500 }), (pauses) => {
      let time = 1_800_000_000_000;
      const pace = createPace(() => time);
      for (const pause of pauses) {
        time += pause;
        expect(pace.take(alice)).toBe(true);
      }
    }),
  );
});

test('fifty at once are heard and no more; a second later ten again; another member is not touched', () => {
  let time = 1_800_000_000_000;
  const pace = createPace(() => time);
  const heard = () => Array.from({ length: 100 }, () => pace.take(alice)).filter(Boolean).length;
  expect(heard()).toBe(burst);
  expect(pace.take(bob)).toBe(true);
  time += 1000;
  expect(heard()).toBe(perSecond);
});

test('a clock that is set back locks nobody out', () => {
  let time = 1_800_000_000_000;
  const pace = createPace(() => time);
  pace.take(alice);
  time -= 3_600_000;
  expect(pace.take(alice)).toBe(true);
  time += 1000;
  expect(pace.take(alice)).toBe(true);
});
