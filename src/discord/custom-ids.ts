import { z } from 'zod';
import { type FilmKey, filmKey, type ReviewKey, reviewKey } from '../catalogue/ids.ts';
import { bookForms } from '../catalogue/kinds.ts';
import { avoided, decades, type Wishes } from '../catalogue/picking.ts';
import { works } from '../catalogue/works.ts';
import { aspect, knowledge, side } from '../matchups/ballot.ts';
import { matchupId, openHours } from '../matchups/matchup.ts';
import { boards } from '../ratings/boards.ts';
import { halfSteps } from '../ratings/half-steps.ts';
import type { Said } from '../spoilers/gate.ts';
import { type Reached, reaches } from '../spoilers/reached.ts';
import { type Stage, stages } from '../spoilers/stages.ts';
import { memberId } from '../storage/ids.ts';

/*
 * Every custom_id is built and parsed here: `<action>/v<version>/<field>/<field>…`. A press arrives after a restart,
 * from a card of an older version, or forged; it is understood or it is not, and nothing else is remembered about it.
 */

/** The fields that one action's custom_ids carry, and how they are written. */
export interface CustomId<Fields> {
  /** The part before the first `/`: what a press is routed by. */
  readonly action: string;
  build(fields: Fields): string;
  /** Undefined for a custom_id of another version, or one that we never wrote. */
  parse(customId: string): Fields | undefined;
}

type FieldSchema = z.ZodType<string | number, string>;
type FieldsOf<Shape extends Record<string, FieldSchema>> = { readonly [Name in keyof Shape]: z.output<Shape[Name]> };

function customId<Shape extends Record<string, FieldSchema>>(
  action: string,
  shape: Shape,
  version = 1,
): CustomId<FieldsOf<Shape>> {
  const names = Object.keys(shape);
  const start = `${action}/v${version}`;
  const schema = z.object(shape);
  return {
    action,
    build: (fields) => [start, ...names.map((name) => String(fields[name]))].join('/'),
    parse(text) {
      const [name, itsVersion, ...values] = text.split('/');
      if (`${name}/${itsVersion}` !== start || values.length !== names.length) return undefined;
      const parsed = schema.safeParse(Object.fromEntries(names.map((field, index) => [field, values[index]])));
      // zod's output for a generic shape is this mapped type, which it cannot prove to the compiler.
      return parsed.success ? (parsed.data as FieldsOf<Shape>) : undefined;
    },
  };
}

/** The same custom_ids for fields that are written as others. */
function rewritten<Written, Fields>(
  id: CustomId<Written>,
  {
    write,
    read,
  }: {
    readonly write: (fields: Fields) => NoInfer<Written>;
    readonly read: (written: NoInfer<Written>) => Fields | undefined;
  },
): CustomId<Fields> {
  return {
    action: id.action,
    build: (fields) => id.build(write(fields)),
    parse(text) {
      const written = id.parse(text);
      return written && read(written);
    },
  };
}

/** The part of a custom_id that names its action. */
export const actionOf = (text: string) => text.split('/', 1)[0] ?? '';

const whole = (schema: z.ZodType<number, number>) =>
  z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number)
    .pipe(schema);

const page = whole(z.number().int().max(99));
/** `default`: the member did not say, and the server decides. */
const hours = z.union([z.literal('default'), whole(z.number().int().min(openHours.min).max(openHours.max))]);
const steps = z
  .string()
  .regex(/^\d{1,2}$/)
  .transform(Number)
  .pipe(halfSteps);
/** No stars chosen yet. */
const noSteps = z.literal('none');
const work = z.enum(works);
const upto = z.enum(stages);
/** `default`: the member did not say, and the server decides. */
const audience = z.enum(['public', 'private', 'default']);

export const filmOpen = customId('film.open', { film: filmKey });
export const filmPage = customId('film.page', { film: filmKey, page });

export const reviewPage = customId('review.page', { film: filmKey, review: reviewKey, page });
/** Another critic of the film that a card shows. */
export const reviewNext = customId('review.next', { film: filmKey, review: reviewKey });
/** A whole new card: what a suggestion of the nearest films opens. */
export const reviewOpen = customId('review.open', { film: filmKey });
export const reviewStills = customId('review.stills', { film: filmKey });

export const synopsisOpen = customId('synopsis.open', { film: filmKey, upto, audience });

export const changesOpen = customId('changes.open', { film: filmKey, upto, audience });

/** In the place of a wish that nobody made. */
const anything = '-' as const;
const orAnything = <Field extends FieldSchema>(schema: Field) => z.union([z.literal(anything), schema]);
const given = <Value>(value: Value | typeof anything) => (value === anything ? undefined : value);
const formAs = (form: string) => form.replaceAll(' ', '-');

const pickFields = customId('pick.again', {
  last: z.string().regex(/^[0-9a-f]{6}$/),
  decade: orAnything(whole(z.number().refine((year) => decades.includes(year)))),
  country: orAnything(z.string().regex(/^[a-z]{2}$/)),
  language: orAnything(z.string().regex(/^[a-z]{2,3}$/)),
  form: orAnything(z.enum(bookForms.map(formAs))),
  avoid: orAnything(avoided),
});
interface Again {
  readonly last: string;
  readonly wishes: Wishes;
}
/** Another pick by the same wishes. `last` is the mark of the film that is shown, whose whole key would have no room. */
export const pickAgain = rewritten(pickFields, {
  write: ({ last, wishes }: Again) => ({
    last,
    decade: wishes.decade ?? anything,
    country: wishes.country?.toLowerCase() ?? anything,
    language: wishes.language ?? anything,
    form: wishes.form === undefined ? anything : formAs(wishes.form),
    avoid: wishes.avoid ?? anything,
  }),
  read: ({ last, decade, country, language, form, avoid }): Again => ({
    last,
    wishes: {
      decade: given(decade),
      country: given(country)?.toUpperCase(),
      language: given(language),
      form: bookForms.find((known) => formAs(known) === form),
      avoid: given(avoid),
    },
  }),
});

/** Opens the form for stars. `steps` are those already given, `from` is what the form's answer goes to. */
export const rateAsk = customId('rate.ask', {
  film: filmKey,
  work,
  steps: z.union([noSteps, steps]),
  from: z.enum(['card', 'answer']),
});
/** The form itself. */
export const rateForm = customId('rate.form', { film: filmKey, from: z.enum(['card', 'answer']) });
/** Gives stars at once: what a suggestion of the nearest films does for `/rate`. */
export const rateGive = customId('rate.give', { film: filmKey, work, steps });
export const rateTakeBack = customId('rate.take-back', { film: filmKey, work });
export const rateShare = customId('rate.share', { film: filmKey, work });

/** The fields of {@link rateForm}. */
export const rateFormFields = { stars: 'stars', work: 'work' } as const;

/** What a server thinks of a film and its book. */
export const ratingsOpen = customId('ratings.open', { film: filmKey });
/** The member's own stars for both, for them alone. */
export const ratingsOwn = customId('ratings.own', { film: filmKey });
/** A page of one of the server's boards. */
export const ratingsBoard = customId('ratings.board', { board: z.enum(boards), page });

export const matchupOpen = customId('matchup.open', { film: filmKey, hours });
/** The same with everything that can be asked for: what a suggestion of the nearest films does for `/bookvsfilm`. */
export const matchupBegin = customId('matchup.begin', {
  film: filmKey,
  hours,
  asks: z.enum(['whole', 'aspects']),
  shows: z.enum(['counts', 'nothing']),
});
export const matchupCast = customId('matchup.cast', { id: matchupId, side });
/** Changes sides in the private confirmation. */
export const matchupChange = customId('matchup.change', { id: matchupId, side });
export const matchupKnows = customId('matchup.knows', { id: matchupId, knows: knowledge });
/** A menu: what is picked comes as the press's value. */
export const matchupAspect = customId('matchup.aspect', { id: matchupId, aspect });
export const matchupTakeBack = customId('matchup.take-back', { id: matchupId });
export const matchupClose = customId('matchup.close', { id: matchupId });
/** Opens the private panel of those who may manage it. */
export const matchupManage = customId('matchup.manage', { id: matchupId });
/** Leads back to the panel, in its place. */
export const matchupKeep = customId('matchup.keep', { id: matchupId });
export const matchupExtend = customId('matchup.extend', { id: matchupId });
export const matchupExtendForm = customId('matchup.extend-form', { id: matchupId });
export const matchupReopen = customId('matchup.reopen', { id: matchupId });
export const matchupRemove = customId('matchup.remove', { id: matchupId });
export const matchupRemoveSurely = customId('matchup.remove-surely', { id: matchupId });
export const matchupsPage = customId('matchups.page', { page });

/** The fields of {@link matchupExtendForm}. */
export const matchupExtendFormFields = { hours: 'hours' } as const;

/** Opens the form for one's own take, from the private confirmation. */
export const matchupTake = customId('matchup.take', { id: matchupId });
export const matchupTakeForm = customId('matchup.take-form', { id: matchupId });
/** On the take itself, which everybody sees. */
export const matchupTakeEdit = customId('matchup.take-edit', { id: matchupId, writer: memberId });
export const matchupTakeRemove = customId('matchup.take-remove', { id: matchupId, writer: memberId });

/** The fields of {@link matchupTakeForm}. */
export const matchupTakeFormFields = { text: 'text', plot: 'plot' } as const;

const here = z.enum(['here', 'everywhere']);
/** Epoch milliseconds. */
const moment = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
export const mydataShow = customId('mydata.show', {});
export const mydataExport = customId('mydata.export', {});
/** Asks whether that is to be deleted. */
export const mydataAsk = customId('mydata.ask', { where: here });
/** Deletes what there was when it was asked. */
export const mydataDelete = customId('mydata.delete', { where: here, asked: moment });

/** Two signs, for the film and for the book: a place among {@link reaches}, or nothing said. */
const said = z.string().regex(/^[-0-3]{2}$/);
const signOf = (reached: Reached | undefined) => (reached === undefined ? anything : String(reaches.indexOf(reached)));
const writeSaid = ({ film, book }: Said) => signOf(film) + signOf(book);
function readSaid(signs: string): Said {
  const [film, book] = [...signs].map((sign) => (sign === anything ? undefined : reaches[Number(sign)]));
  return { film, book };
}

/** Says how far the member is, and shows it. */
export const progressSet = rewritten(customId('progress.set', { film: filmKey, said }), {
  write: (fields: { readonly film: FilmKey; readonly said: Said }) => ({ ...fields, said: writeSaid(fields.said) }),
  read: (written) => ({ ...written, said: readSaid(written.said) }),
});

/** What is told behind spoilers: up to a stage, or in one review. */
export type Told =
  | { readonly kind: 'synopsis' | 'changes'; readonly upto: Stage }
  | { readonly kind: 'review'; readonly review: ReviewKey };

/** One letter each, because a film's and a review's key leave no room for more. */
const kinds = { s: 'synopsis', c: 'changes', r: 'review' } as const;
const told = { kind: z.enum(['s', 'c', 'r']), part: z.union([upto, reviewKey]) };
interface WrittenTold {
  readonly kind: keyof typeof kinds;
  readonly part: Stage | ReviewKey;
}
function writeTold(it: Told): WrittenTold {
  if (it.kind === 'review') return { kind: 'r', part: it.review };
  return { kind: it.kind === 'synopsis' ? 's' : 'c', part: it.upto };
}
function readTold({ kind, part }: WrittenTold): Told | undefined {
  if (kind === 'r') {
    const review = reviewKey.safeParse(part);
    return review.success ? { kind: 'review', review: review.data } : undefined;
  }
  const stage = upto.safeParse(part);
  return stage.success ? { kind: kinds[kind], upto: stage.data } : undefined;
}

/** A telling of one film. */
interface OfFilm {
  readonly film: FilmKey;
  readonly told: Told;
}

/** Asks for what is safe for the member who presses. */
export const revealAsk = rewritten(customId('reveal.ask', { film: filmKey, ...told }), {
  write: ({ film, told }: OfFilm) => ({ film, ...writeTold(told) }),
  read: ({ film, ...written }) => withTold(written, { film }),
});
/** Says how far the member is, and asks for what is safe then. `known` is what was counted with before. */
export const revealSay = rewritten(customId('reveal.say', { film: filmKey, ...told, known: said, said }), {
  write: ({ film, told, known, said }: OfFilm & { readonly known: Said; readonly said: Said }) => ({
    film,
    ...writeTold(told),
    known: writeSaid(known),
    said: writeSaid(said),
  }),
  read: ({ film, known, said, ...written }) =>
    withTold(written, { film, known: readSaid(known), said: readSaid(said) }),
});
/** Asks for all the same: whatever was not shown yet to somebody who is `known` far. */
export const revealShow = rewritten(customId('reveal.show', { film: filmKey, ...told, known: said }), {
  write: ({ film, told, known }: OfFilm & { readonly known: Said }) => ({
    film,
    ...writeTold(told),
    known: writeSaid(known),
  }),
  read: ({ film, known, ...written }) => withTold(written, { film, known: readSaid(known) }),
});
/** Leaves it hidden. */
export const revealLeave = customId('reveal.leave', { film: filmKey });

function withTold<Rest>(written: WrittenTold, rest: Rest): (Rest & { readonly told: Told }) | undefined {
  const told = readTold(written);
  return told && { ...rest, told };
}

export const settingsHours = customId('settings.hours', {});
export const settingsLimit = customId('settings.limit', {});
export const settingsChannels = customId('settings.channels', {});
export const settingsTelling = customId('settings.telling', { to: z.enum(['public', 'private']) });
