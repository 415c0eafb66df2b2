import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAgenda } from '../../src/matchups/agenda.ts';
import { fakeClock } from './fake-clock.ts';

test('everything comes at its last planned time, in order, once; what was dropped does not', async () => {
  const act = fc.oneof(
    fc.record({ kind: fc.constant('plan' as const), name: fc.nat({ max: 9 }), in: fc.nat({ max: 1000 }) }),
    fc.record({ kind: fc.constant('drop' as const), name: fc.nat({ max: 9 }) }),
    fc.record({ kind: fc.constant('pass' as const), time: fc.nat({ max: 300 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 60 }), async (acts) => {
      const clock = fakeClock();
      const came: { readonly name: string; readonly at: number }[] = [];
      const agenda = createAgenda(clock, (name) => came.push({ name, at: clock.now() }));
      const wanted: { readonly name: string; readonly at: number }[] = [];
      const model = new Map<string, number>();
      const passTo = (end: number) => {
        for (const [name, at] of [...model].sort(([, one], [, other]) => one - other)) {
          if (at > end) continue;
          model.delete(name);
          wanted.push({ name, at });
        }
      };
      for (const each of [...acts, { kind: 'pass' as const, time: 2000 }]) {
        if (each.kind === 'plan') {
          agenda.plan(`${each.name}`, clock.now() + each.in);
          model.set(`${each.name}`, clock.now() + each.in);
        } else if (each.kind === 'drop') {
          agenda.drop(`${each.name}`);
          model.delete(`${each.name}`);
        } else {
          passTo(clock.now() + each.time);
          await clock.pass(each.time);
        }
        expect(agenda.size).toBe(model.size);
      }
      const inOrder = (list: typeof came) => list.map(({ at }) => at);
      const byName = (list: typeof came) => list.map(({ name, at }) => `${at} ${name}`).sort();
      expect(inOrder(came)).toEqual(inOrder(came).toSorted((one, other) => one - other));
      expect(byName(came)).toEqual(byName(wanted));
      expect(clock.next).toBeUndefined();
    }),
  );
});
