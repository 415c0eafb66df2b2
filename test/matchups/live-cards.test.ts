import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLiveCards } from '../../src/matchups/live-cards.ts';
import { matchupRecord } from '../../src/matchups/matchup.ts';
import { fakeClock, settled } from './fake-clock.ts';

const ref = matchupRecord.pick({ guild: true, id: true }).parse({ guild: '100000000000000001', id: 'poll1' });
const other = { ...ref, id: matchupRecord.shape.id.parse('poll2') };

/** A card that shows a state; edits take `takes` milliseconds and fail while `broken`. */
function aCard(takes = 0) {
  const clock = fakeClock();
  const started: number[] = [];
  const errors: unknown[] = [];
  const card = { state: 0, shown: 0, broken: false };
  const cards = createLiveCards({
    clock,
    refresh: async () => {
      started.push(clock.now());
      const { state } = card;
      if (takes > 0) await new Promise<void>((resolve) => void clock.at(clock.now() + takes, resolve));
      if (card.broken) throw new Error('Discord stumbles');
      card.shown = state;
    },
    onError: (error) => errors.push(error),
  });
  const change = () => {
    card.state += 1;
    cards.changed(ref);
  };
  return { clock, cards, card, started, errors, change };
}

describe('a live card', () => {
  test('shows a change at once when it is quiet', async () => {
    const { card, change, clock, started } = aCard();
    const start = clock.now();
    change();
    await clock.pass(0);
    expect(started).toEqual([start]);
    await clock.pass(60_000);
    change();
    await clock.pass(0);
    expect(started).toEqual([start, start + 60_000]);
    expect(card.shown).toBe(2);
  });

  test('is edited as soon, though the time of day is set back an hour just after a change', async () => {
    const { card, change, clock } = aCard();
    change();
    await clock.pass(0);
    change();
    clock.step(-3_600_000);
    change();
    await clock.pass(5000);
    expect(card.shown).toBe(3);
    clock.step(-3_600_000);
    change();
    await clock.pass(5000);
    expect(card.shown).toBe(4);
  });

  test('is never edited twice within five seconds, and always ends with the last state', async () => {
    const changes = fc.array(fc.nat({ max: 9000 }), { minLength: 1, maxLength: 40 });
    const breaks = fc.array(fc.boolean(), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(changes, breaks, fc.constantFrom(0, 30, 4000, 7000), async (pauses, broken, takes) => {
        const { card, change, clock, started } = aCard(takes);
        for (const [index, pause] of pauses.entries()) {
          card.broken = broken[index] ?? false;
          change();
          await clock.pass(pause);
        }
        card.broken = false;
        await clock.pass(1_000_000);
        expect(card.shown).toBe(card.state);
        const gaps = started.slice(1).map((time, index) => time - (started[index] ?? 0));
        expect(Math.min(...gaps, 5000)).toBe(5000);
        expect(clock.next).toBeUndefined();
      }),
      { numRuns: 100 },
    );
  });

  test('is tried again after a failure, less and less often', async () => {
    const { card, change, clock, started, errors } = aCard();
    const start = clock.now();
    card.broken = true;
    change();
    await clock.pass(1_500_000);
    expect(started.map((time) => (time - start) / 1000)).toEqual([0, 15, 45, 105, 225, 465, 765, 1065, 1365]);
    expect(errors).toHaveLength(started.length);
    card.broken = false;
    await clock.pass(300_000);
    expect(card.shown).toBe(card.state);
  });

  test('that is closing is left alone: what was planned is dropped, what is under way is waited for', async () => {
    const { card, cards, change, clock, started } = aCard(1000);
    change();
    await clock.pass(500);
    change();
    let isSettled = false;
    const settling = cards.settle(ref).then(() => {
      isSettled = true;
    });
    await settled();
    expect(isSettled).toBe(false);
    await clock.pass(500);
    await settling;
    await clock.pass(100_000);
    expect(started).toHaveLength(1);
    expect(card.shown).toBe(1);
  });

  test('whose edit fails while it is closing is not tried again', async () => {
    const { card, cards, change, clock, started } = aCard(1000);
    card.broken = true;
    change();
    await clock.pass(500);
    const settling = cards.settle(ref);
    await clock.pass(500);
    await settling;
    await clock.pass(100_000);
    expect(started).toHaveLength(1);
  });

  test('does not wait for another one', async () => {
    const { cards, clock, started } = aCard();
    cards.changed(ref);
    cards.changed(other);
    await clock.pass(0);
    expect(started).toHaveLength(2);
  });

  test('is idle when no edit is under way', async () => {
    const { cards, change, clock } = aCard(1000);
    await cards.idle();
    change();
    await clock.pass(0);
    let isIdle = false;
    const waiting = cards.idle().then(() => {
      isIdle = true;
    });
    await settled();
    expect(isIdle).toBe(false);
    await clock.pass(1000);
    await waiting;
  });
});
