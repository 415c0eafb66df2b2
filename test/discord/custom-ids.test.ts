import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bookKey, filmKey, reviewKey } from '../../src/catalogue/ids.ts';
import { bookForms } from '../../src/catalogue/kinds.ts';
import { avoidedIn, decades, markOf } from '../../src/catalogue/picking.ts';
import * as codecs from '../../src/discord/custom-ids.ts';
import { aspects, knowledges, sides } from '../../src/matchups/ballot.ts';
import { matchupId, openHours } from '../../src/matchups/matchup.ts';
import { boards } from '../../src/ratings/boards.ts';
import { halfSteps } from '../../src/ratings/half-steps.ts';
import type { Said } from '../../src/spoilers/gate.ts';
import { reaches } from '../../src/spoilers/reached.ts';
import { stages } from '../../src/spoilers/stages.ts';
import { memberId } from '../../src/storage/ids.ts';

const maxLength = 100;

/** Keys as content files may have them, from the shortest to the longest. */
const films = fc
  .stringMatching(/^[a-z0-9]{1,20}(?:-[a-z0-9]{1,16}){0,2}$/)
  .map((title) => filmKey.parse(`${title.slice(0, 55).replace(/-+$/, '')}-1999`));
const longestFilm = filmKey.parse(`${'f'.repeat(55)}-1999`);
const reviews = fc.stringMatching(/^[a-z0-9]{1,16}$/).map((key) => reviewKey.parse(key));
const longestReview = reviewKey.parse('r'.repeat(16));
const ids = fc.stringMatching(/^[a-z0-9]{1,24}$/).map((id) => matchupId.parse(id));
const longestId = matchupId.parse('m'.repeat(24));
const work = fc.constantFrom('film' as const, 'book' as const);
const upto = fc.constantFrom(...stages);
const audience = fc.constantFrom('public' as const, 'private' as const, 'default' as const);
const from = fc.constantFrom('card' as const, 'answer' as const);
const steps = fc.integer({ min: 1, max: 10 }).map((number) => halfSteps.parse(number));
const ten = halfSteps.parse(10);
const side = fc.constantFrom(...sides);

const reached = fc.option(fc.constantFrom(...reaches), { nil: undefined });
const said: fc.Arbitrary<Said> = fc.record({ film: reached, book: reached });
const saidBoth: Said = { film: 'finished', book: 'not started' };
const told: fc.Arbitrary<codecs.Told> = fc.oneof(
  fc.record({ kind: fc.constantFrom('synopsis' as const, 'changes' as const), upto }),
  fc.record({ kind: fc.constant('review' as const), review: reviews }),
);
const longestTold: codecs.Told = { kind: 'review', review: longestReview };

const wishes = fc.record(
  {
    decade: fc.constantFrom(...decades),
    country: fc.stringMatching(/^[A-Z]{2}$/),
    language: fc.stringMatching(/^[a-z]{2,3}$/),
    form: fc.constantFrom(...bookForms),
    avoid: fc
      .stringMatching(/^[a-z]{3,9}(?:[ ,][a-z]{3,9}){0,3}$/)
      .map(avoidedIn)
      .filter((avoid) => avoid !== undefined),
  },
  { requiredKeys: [] },
);

interface Kind<Fields> {
  readonly codec: codecs.CustomId<Fields>;
  readonly any: fc.Arbitrary<Fields>;
  readonly longest: Fields;
}
/** Hides what the fields are, which only codec and values of one kind need to agree on. */
function kind<Fields>({ codec, any, longest }: Kind<Fields>) {
  return {
    codec: { action: codec.action, parse: (text: string): unknown => codec.parse(text) },
    written: any.map((fields) => ({ fields, text: codec.build(fields) })),
    longest: { fields: longest, text: codec.build(longest) },
  };
}

const to = fc.constantFrom('public' as const, 'private' as const);
const where = fc.constantFrom('here' as const, 'everywhere' as const);

const kinds = [
  kind({ codec: codecs.settingsHours, any: fc.constant({}), longest: {} }),
  kind({ codec: codecs.settingsLimit, any: fc.constant({}), longest: {} }),
  kind({ codec: codecs.settingsChannels, any: fc.constant({}), longest: {} }),
  kind({ codec: codecs.settingsTelling, any: fc.record({ to }), longest: { to: 'private' } }),
  kind({ codec: codecs.mydataShow, any: fc.constant({}), longest: {} }),
  kind({ codec: codecs.mydataExport, any: fc.constant({}), longest: {} }),
  kind({ codec: codecs.mydataAsk, any: fc.record({ where }), longest: { where: 'everywhere' } }),
  kind({
    codec: codecs.mydataDelete,
    any: fc.record({ where, asked: fc.nat({ max: 999_999_999_999_999 }) }),
    longest: { where: 'everywhere', asked: 999_999_999_999_999 },
  }),
  kind({ codec: codecs.filmOpen, any: fc.record({ film: films }), longest: { film: longestFilm } }),
  kind({
    codec: codecs.filmPage,
    any: fc.record({ film: films, page: fc.nat(99) }),
    longest: { film: longestFilm, page: 99 },
  }),
  kind({
    codec: codecs.changesOpen,
    any: fc.record({ film: films, upto, audience }),
    longest: { film: longestFilm, upto: 'middle', audience: 'private' },
  }),
  kind({
    codec: codecs.pickAgain,
    any: fc.record({ last: films.map(markOf), wishes }),
    longest: {
      last: markOf(longestFilm),
      wishes: {
        decade: 2020,
        country: 'GB',
        language: 'zxx',
        form: 'short story collection',
        avoid: avoidedIn(Array.from({ length: 8 }, (_, at) => `w${at}xyz`).join(' ')),
      },
    },
  }),
  kind({
    codec: codecs.progressSet,
    any: fc.record({ film: films, said }),
    longest: { film: longestFilm, said: saidBoth },
  }),
  kind({
    codec: codecs.revealAsk,
    any: fc.record({ film: films, told }),
    longest: { film: longestFilm, told: longestTold },
  }),
  kind({
    codec: codecs.revealSay,
    any: fc.record({ film: films, told, known: said, said }),
    longest: { film: longestFilm, told: longestTold, known: saidBoth, said: saidBoth },
  }),
  kind({
    codec: codecs.revealShow,
    any: fc.record({ film: films, told, known: said }),
    longest: { film: longestFilm, told: longestTold, known: saidBoth },
  }),
  kind({ codec: codecs.revealLeave, any: fc.record({ film: films }), longest: { film: longestFilm } }),
  kind({
    codec: codecs.reviewPage,
    any: fc.record({ film: films, review: reviews, page: fc.nat(99) }),
    longest: { film: longestFilm, review: longestReview, page: 99 },
  }),
  kind({
    codec: codecs.reviewNext,
    any: fc.record({ film: films, review: reviews }),
    longest: { film: longestFilm, review: longestReview },
  }),
  kind({ codec: codecs.reviewOpen, any: fc.record({ film: films }), longest: { film: longestFilm } }),
  kind({ codec: codecs.reviewStills, any: fc.record({ film: films }), longest: { film: longestFilm } }),
  kind({
    codec: codecs.synopsisOpen,
    any: fc.record({ film: films, upto, audience }),
    longest: { film: longestFilm, upto: 'middle', audience: 'private' },
  }),
  kind({ codec: codecs.ratingsOpen, any: fc.record({ film: films }), longest: { film: longestFilm } }),
  kind({ codec: codecs.ratingsOwn, any: fc.record({ film: films }), longest: { film: longestFilm } }),
  kind({
    codec: codecs.ratingsBoard,
    any: fc.record({ board: fc.constantFrom(...boards), page: fc.nat(99) }),
    longest: { board: 'divisive', page: 99 },
  }),
  kind({
    codec: codecs.rateAsk,
    any: fc.record({ film: films, work, steps: fc.oneof(steps, fc.constant('none' as const)), from }),
    longest: { film: longestFilm, work: 'film', steps: 'none', from: 'answer' },
  }),
  kind({
    codec: codecs.rateForm,
    any: fc.record({ film: films, from }),
    longest: { film: longestFilm, from: 'answer' },
  }),
  kind({
    codec: codecs.rateGive,
    any: fc.record({ film: films, work, steps }),
    longest: { film: longestFilm, work: 'film', steps: ten },
  }),
  kind({
    codec: codecs.rateTakeBack,
    any: fc.record({ film: films, work }),
    longest: { film: longestFilm, work: 'film' },
  }),
  kind({
    codec: codecs.rateShare,
    any: fc.record({ film: films, work }),
    longest: { film: longestFilm, work: 'film' },
  }),
  kind({
    codec: codecs.matchupOpen,
    any: fc.record({ film: films, hours: fc.oneof(fc.constant('default' as const), fc.integer(openHours)) }),
    longest: { film: longestFilm, hours: openHours.max },
  }),
  kind({
    codec: codecs.matchupBegin,
    any: fc.record({
      film: films,
      hours: fc.oneof(fc.constant('default' as const), fc.integer(openHours)),
      asks: fc.constantFrom('whole', 'aspects'),
      shows: fc.constantFrom('counts', 'nothing'),
    }),
    longest: { film: longestFilm, hours: openHours.max, asks: 'aspects', shows: 'nothing' },
  }),
  kind({
    codec: codecs.matchupCast,
    any: fc.record({ id: ids, side }),
    longest: { id: longestId, side: 'film' },
  }),
  kind({
    codec: codecs.matchupChange,
    any: fc.record({ id: ids, side }),
    longest: { id: longestId, side: 'film' },
  }),
  kind({
    codec: codecs.matchupKnows,
    any: fc.record({ id: ids, knows: fc.constantFrom(...knowledges) }),
    longest: { id: longestId, knows: 'both' },
  }),
  kind({
    codec: codecs.matchupAspect,
    any: fc.record({ id: ids, aspect: fc.constantFrom(...aspects) }),
    longest: { id: longestId, aspect: 'faithfulness' },
  }),
  kind({ codec: codecs.matchupTakeBack, any: fc.record({ id: ids }), longest: { id: longestId } }),
  ...[
    codecs.matchupClose,
    codecs.matchupManage,
    codecs.matchupKeep,
    codecs.matchupExtend,
    codecs.matchupExtendForm,
    codecs.matchupReopen,
    codecs.matchupRemove,
    codecs.matchupRemoveSurely,
    codecs.matchupTake,
    codecs.matchupTakeForm,
  ].map((codec) => kind({ codec, any: fc.record({ id: ids }), longest: { id: longestId } })),
  ...[codecs.matchupTakeEdit, codecs.matchupTakeRemove].map((codec) =>
    kind({
      codec,
      any: fc.record({ id: ids, writer: fc.stringMatching(/^\d{17,20}$/).map((id) => memberId.parse(id)) }),
      longest: { id: longestId, writer: memberId.parse('9'.repeat(20)) },
    }),
  ),
  kind({ codec: codecs.matchupsPage, any: fc.record({ page: fc.nat(99) }), longest: { page: 99 } }),
];

const byAction = kinds.map((each) => [each.codec.action, each] as const);

test('every kind of custom_id is tried here', () => {
  const all = Object.values(codecs).flatMap((each) => (typeof each === 'object' && 'build' in each ? [each] : []));
  expect(all.map(({ action }) => action).sort()).toEqual(byAction.map(([action]) => action).sort());
});

test('no two actions have the same name', () => {
  expect(new Set(byAction.map(([action]) => action)).size).toBe(kinds.length);
});

test('the longest keys there can be are as long as this test takes them to be', () => {
  for (const schema of [filmKey, bookKey]) {
    expect(schema.safeParse(`${'f'.repeat(56)}-1999`).success).toBe(false);
  }
  expect(longestFilm).toHaveLength(60);
  expect(reviewKey.safeParse('r'.repeat(17)).success).toBe(false);
  expect(matchupId.safeParse('m'.repeat(25)).success).toBe(false);
});

describe.each(byAction)('%s', (action, { codec, written, longest }) => {
  test('is read as it was written', () => {
    fc.assert(
      fc.property(written, ({ fields, text }) => {
        expect(codec.parse(text)).toEqual(fields);
        expect(codecs.actionOf(text)).toBe(action);
      }),
    );
  });

  test('fits into the hundred characters that Discord allows, with the longest fields there are', () => {
    expect(longest.text.length).toBeLessThanOrEqual(maxLength);
    expect(codec.parse(longest.text)).toEqual(longest.fields);
  });

  test('has characters that need no escape', () => {
    fc.assert(fc.property(written, ({ text }) => /^[a-z0-9./-]+$/.test(text)));
  });

  test('of another version is not understood', () => {
    fc.assert(
      fc.property(written, fc.constantFrom('v0', 'v2', 'v10', 'v01', 'V1', '1', '', 'v'), ({ text }, version) => {
        expect(codec.parse(text.replace(/\/v1(?=\/|$)/, `/${version}`))).toBeUndefined();
      }),
    );
  });

  test('with a field too many, too few, or another character is not understood', () => {
    fc.assert(
      fc.property(written, fc.nat(), fc.constantFrom(' ', '\n', '/', '|', '_', 'Ä', '\u0000'), (it, at, character) => {
        const { text } = it;
        expect(codec.parse(`${text}/more`)).toBeUndefined();
        expect(codec.parse(`${text}/`)).toBeUndefined();
        expect(codec.parse(text.slice(0, text.lastIndexOf('/')))).toBeUndefined();
        const index = at % (text.length + 1);
        expect(codec.parse(text.slice(0, index) + character + text.slice(index))).toBeUndefined();
      }),
    );
  });

  test('of any other action is not understood', () => {
    for (const [other, { longest: another }] of byAction) {
      if (other !== action) expect(codec.parse(another.text)).toBeUndefined();
    }
  });

  test('is never anything that we did not write, and nothing makes it throw', () => {
    const forged = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 120 }),
      fc.array(fc.string({ maxLength: 30 }), { maxLength: 6 }).map((parts) => [action, 'v1', ...parts].join('/')),
      fc.constantFrom('__proto__', 'constructor', '/', '//', action, `${action}/v1`, `${action}/v1//////`),
    );
    fc.assert(
      fc.property(forged, (text) => {
        codecs.actionOf(text);
        // What is read at all is something that building it writes back.
        expect(codec.parse(text) === undefined || /^[a-z0-9./-]+$/.test(text)).toBe(true);
      }),
    );
  });
});

test.each([
  ['a page past what is counted', codecs.reviewPage, 'review.page/v1/a-1999/foyer/100'],
  ['a page before the first', codecs.reviewPage, 'review.page/v1/a-1999/foyer/-1'],
  ['eleven half-steps', codecs.rateGive, 'rate.give/v1/a-1999/film/11'],
  ['no half-step', codecs.rateGive, 'rate.give/v1/a-1999/film/0'],
  ['half a half-step', codecs.rateGive, 'rate.give/v1/a-1999/film/1.5'],
  ['a work that is none', codecs.rateGive, 'rate.give/v1/a-1999/opera/7'],
  ['more hours than there may be', codecs.matchupOpen, 'matchup.open/v1/a-1999/721'],
  ['no hours', codecs.matchupOpen, 'matchup.open/v1/a-1999/0'],
  ['an aspect that is none', codecs.matchupAspect, 'matchup.aspect/v1/abc/overall'],
  ['what is asked, if it is neither', codecs.matchupBegin, 'matchup.begin/v1/a-1999/72/all/counts'],
  ['a side that is none', codecs.matchupCast, 'matchup.cast/v1/abc/neither'],
  ['an id with a colon, which is what keys are joined by', codecs.matchupCast, 'matchup.cast/v1/a:b/book'],
  ['a film’s key with a colon', codecs.reviewOpen, 'review.open/v1/a:b-1999'],
  ['a film’s key that is too long', codecs.reviewOpen, `review.open/v1/${'f'.repeat(56)}-1999`],
  ['a place in a work that is none', codecs.progressSet, 'progress.set/v1/a-1999/4-'],
  ['one work alone', codecs.progressSet, 'progress.set/v1/a-1999/3'],
  ['a synopsis up to a review', codecs.revealAsk, 'reveal.ask/v1/a-1999/s/foyer'],
  ['a telling that is none', codecs.revealShow, 'reveal.show/v1/a-1999/x/ending/33'],
  ['a decade that is none', codecs.pickAgain, 'pick.again/v1/0123af/1925/-/-/-/-'],
  ['a form that is none', codecs.pickAgain, 'pick.again/v1/0123af/-/-/-/opera/-'],
  ['a time that is none', codecs.mydataDelete, 'mydata.delete/v1/here/now'],
  ['a time before the epoch', codecs.mydataDelete, 'mydata.delete/v1/here/-1'],
  ['a place that is none', codecs.mydataDelete, 'mydata.delete/v1/there/1'],
  ['a country in capitals', codecs.pickAgain, 'pick.again/v1/0123af/-/GB/-/-/-'],
  ['what is avoided, over-long', codecs.pickAgain, `pick.again/v1/0123af/-/-/-/-/${'a'.repeat(41)}`],
])('%s is not understood', (_, codec, text) => {
  expect(codec.parse(text)).toBeUndefined();
});
