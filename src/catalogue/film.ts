import { z } from 'zod';
import { plotText } from '../spoilers/plot-text.ts';
import { stages } from '../spoilers/stages.ts';

/*
 * The format of a content file, and of what the store holds. Authors write plain text: no Markdown survives, and
 * every text that tells plot is marked as such, so that it becomes a PlotText that only spoilers/ can show.
 * Lengths keep one text within one Discord message (4,000 characters) or one option (100).
 */

const line = (max: number) => z.string().trim().min(1).max(max);
const text = (max: number) => z.string().trim().min(1).max(max);
const plot = (max: number) => text(max).transform(plotText);
const year = z.number().int().min(1000).max(2100);
const earliestSource = -3000;

/** `title-year` in lower-case Latin letters, digits and hyphens; at most 60 characters, so that it fits a custom_id. */
export const filmKey = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*-\d{4}$/, 'write it as title-year, such as never-let-me-go-2010')
  .brand<'FilmKey'>();
export type FilmKey = z.infer<typeof filmKey>;

/** Books have keys of their own, so that a book filmed twice is one book with one tally. */
export const bookKey = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'write it in lower-case letters, digits and hyphens')
  .brand<'BookKey'>();
export type BookKey = z.infer<typeof bookKey>;

/** Unique among the reviews of one film; `foyer` is our own. Short, because it travels in custom_ids. */
export const reviewKey = z
  .string()
  .max(16)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'write it in lower-case letters, digits and hyphens')
  .brand<'ReviewKey'>();
export type ReviewKey = z.infer<typeof reviewKey>;

/** The review key that is kept for our own. */
export const ourReviewKey = reviewKey.parse('foyer');

/** When something happens in a work, or that it is not in it. */
const whenInWork = z.enum([...stages, 'absent']);

const work = z.strictObject({
  title: line(200),
  year: year.optional(),
});

const person = z.strictObject({
  name: line(100),
  works: z.array(work).max(12).default([]).describe('Other works by this person'),
});
export type Person = z.infer<typeof person>;

const castMember = z.strictObject({
  role: line(100),
  performer: line(100).optional(),
  younger: line(100).optional().describe('Who plays the role as a child or youth'),
  note: line(160).optional().describe('Who this is, without plot: "narrates", "the headmistress"'),
});
export type CastMember = z.infer<typeof castMember>;

/** What a book can be. */
export const bookForms = [
  'novel',
  'novella',
  'short story',
  'short story collection',
  'non-fiction',
  'memoir',
  'graphic novel',
  'graphic memoir',
  'play',
  'poem',
] as const;

const book = z.strictObject({
  key: bookKey,
  title: line(200),
  originalTitle: line(200).optional(),
  romanisedTitle: line(200).optional(),
  otherTitles: z.array(line(200)).max(10).default([]),
  authors: z.array(line(100)).min(1).max(6),
  year: z.number().int().min(earliestSource).max(2100),
  form: z.enum(bookForms),
  note: line(300).optional().describe('Where it first appeared, in how many volumes; no plot'),
});
export type Book = z.infer<typeof book>;

/** What a section of a review is about; its heading comes from `src/words/`. */
export const sectionTopics = ['story', 'characters', 'casting', 'look and sound', 'themes', 'book and film'] as const;
export type SectionTopic = (typeof sectionTopics)[number];

const safeSection = z.strictObject({
  about: z.enum(sectionTopics),
  text: text(2000).describe('Without plot'),
});
const plotSection = z.strictObject({
  about: z.enum(sectionTopics),
  plot: plot(2000).describe('Tells plot: shown behind a spoiler only'),
});
const section = z.union([safeSection, plotSection]);
export type Section = z.infer<typeof section>;

const readerSays = z.union([
  z.strictObject({ text: text(300).describe('Without plot') }),
  z.strictObject({ plot: plot(300) }),
]);

/** What a review says of itself before it begins. */
export const reviewNotices = ['tells the plot', 'large images'] as const;

const review = z.strictObject({
  key: reviewKey,
  title: line(200).optional(),
  byline: line(100).optional(),
  aboutTheWriter: line(300).optional(),
  publication: line(100).optional(),
  link: z
    .url({ protocol: /^https$/ })
    .max(500)
    .optional(),
  published: year.optional(),
  stars: z.number().min(0.5).max(5).multipleOf(0.5).optional().describe('Of five, in halves; left out: no stars'),
  notices: z.array(z.enum(reviewNotices)).default([]),
  epigraph: z
    .strictObject({ text: text(500), by: line(100), source: line(200).optional() })
    .optional()
    .describe('What it opens with: a quotation, or what the quotation says in our own words'),
  sections: z.array(section).min(1).max(12),
  verdict: text(800).describe('Without plot'),
  readers: z.array(readerSays).max(8).default([]).describe('What its readers said under it, retold'),
});
export type Review = z.infer<typeof review>;

/** Our own review comes first, wherever it stands in the file. */
function oursFirst(reviews: Review[]): Review[] {
  const isOurs = ({ key }: Review) => key === ourReviewKey;
  return [...reviews.filter(isOurs), ...reviews.filter((it) => !isOurs(it))];
}

const scene = z
  .strictObject({ film: whenInWork, book: whenInWork, plot: plot(1500) })
  .refine((it) => it.film !== 'absent' || it.book !== 'absent', 'a scene is in the film, in the book or in both');
export type Scene = z.infer<typeof scene>;

/** Which part of a work an adaptation changed. */
export const changeAspects = [
  'plot',
  'ending',
  'characters',
  'point of view',
  'setting',
  'tone',
  'structure',
  'theme',
] as const;

const change = z
  .strictObject({
    aspect: z.enum(changeAspects),
    film: whenInWork,
    book: whenInWork,
    inBook: plot(800),
    inFilm: plot(800),
  })
  .refine((it) => it.film !== 'absent' || it.book !== 'absent', 'a change is in the film, in the book or in both');

const theme = z.strictObject({
  name: line(100),
  thinker: line(100).optional(),
  work: line(200).optional(),
  year: z.number().int().min(earliestSource).max(2100).optional(),
  note: text(400).optional().describe('Without plot'),
});
export type Theme = z.infer<typeof theme>;

const prompt = z.union([
  z.strictObject({ text: text(300).describe('A question for the talk, without plot') }),
  z.strictObject({ plot: plot(300).describe('A question for the talk that tells plot') }),
]);

const still = z.strictObject({
  url: z.url({ protocol: /^https$/ }).max(500),
  alt: line(1000).describe('What the picture shows, without plot'),
  credit: line(100).optional(),
});
export type Still = z.infer<typeof still>;

const source = z.strictObject({
  title: line(200),
  publisher: line(100).optional(),
  link: z
    .url({ protocol: /^https$/ })
    .max(500)
    .optional(),
});

/** What one file in `data/films/` holds. The file's name, without `.yaml`, is the film's key. */
export const filmFile = z.strictObject({
  title: line(200),
  originalTitle: line(200).optional().describe('In its own script'),
  romanisedTitle: line(200).optional(),
  otherTitles: z.array(line(200)).max(10).default([]),
  year,
  medium: z.enum(['film', 'series']),
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/, 'two letters, ISO 3166'))
    .max(8)
    .default([]),
  languages: z
    .array(z.string().regex(/^[a-z]{2,3}$/, 'two or three letters, ISO 639'))
    .max(8)
    .default([]),
  genres: z.array(line(40)).max(8).default([]),
  directors: z.array(person).min(1).max(6),
  screenwriters: z.array(person).max(8).default([]),
  cinematographers: z.array(person).max(4).default([]),
  composers: z.array(person).max(4).default([]),
  cast: z.array(castMember).max(16).default([]),
  book,
  furtherSources: z
    .array(z.strictObject({ title: line(200), authors: z.array(line(100)).min(1).max(6), year: year.optional() }))
    .max(6)
    .default([])
    .describe('What the film draws on besides its principal book'),
  contentNotes: z.array(line(80)).max(12).default([]).describe('What a club wants to know before choosing'),
  readOrWatchFirst: z
    .strictObject({ advice: z.enum(['read', 'watch', 'either']), reason: text(500).describe('Without plot') })
    .optional(),
  reviews: z.array(review).max(20).default([]).transform(oursFirst),
  scenes: z.array(scene).max(40).default([]),
  changes: z.array(change).max(20).default([]),
  themes: z.array(theme).max(12).default([]),
  prompts: z.array(prompt).max(12).default([]),
  stills: z.array(still).max(20).default([]),
  endingTerms: z.array(line(60)).max(40).default([]).describe('Words and names that would give the turn away'),
  sources: z.array(source).max(20).default([]),
});
export type FilmFile = z.infer<typeof filmFile>;
/** A film file as its author wrote it, and as the store keeps it: plain data, no PlotText yet. */
export type FilmFileInput = z.input<typeof filmFile>;

/** A film with its key. */
export type Film = FilmFile & { readonly key: FilmKey };
