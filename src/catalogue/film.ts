import { z } from 'zod';
import { stages } from '../spoilers/stages.ts';
import { address, line, plot, sourceYear, stars, text, year } from './fields.ts';
import { bookKey, type FilmKey, ourReviewKey, reviewKey } from './ids.ts';
import { bookForms, changeAspects } from './kinds.ts';

/*
 * The format of a content file, and of what the store holds. Authors write plain text: no Markdown survives, and
 * every text that tells plot is marked as such, so that it becomes a PlotText that only spoilers/ can show.
 * Lengths keep one text within one Discord message (4,000 characters) or one option (100).
 */

/** When something happens in a work, or that it is not in it. */
const whenInWork = z.enum([...stages, 'absent']).describe('When it happens there; absent: it does not');
const isSomewhere = (it: { film: string; book: string }) => it.film !== 'absent' || it.book !== 'absent';

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

const book = z.strictObject({
  key: bookKey.describe('Such as lem-solaris-1961: the author’s family name, the title, the year'),
  title: line(200),
  originalTitle: line(200).optional(),
  romanisedTitle: line(200).optional(),
  otherTitles: z.array(line(200)).max(10).default([]),
  authors: z.array(line(100)).min(1).max(6),
  year: sourceYear,
  form: z.enum(bookForms),
  note: line(300).optional().describe('Where it first appeared, in how many volumes; no plot'),
});
export type Book = z.infer<typeof book>;

/** What a section of a review is about; its heading comes from `src/words/`. */
export const sectionTopics = ['story', 'characters', 'casting', 'look and sound', 'themes', 'book and film'] as const;
export type SectionTopic = (typeof sectionTopics)[number];

const safeSection = z.strictObject({
  about: z.enum(sectionTopics),
  text: text(2000).describe('Without plot; write `plot:` instead where it tells any'),
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
  key: reviewKey.describe('Short, unique in this file; foyer is our own'),
  title: line(200).optional(),
  byline: line(100).optional(),
  aboutTheWriter: line(300).optional(),
  publication: line(100).optional(),
  link: address.optional(),
  published: year.optional(),
  stars: stars().optional().describe('Of five, in halves; left out: no stars'),
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

const isInBoth = (it: { film: string; book: string }) => it.film !== 'absent' && it.book !== 'absent';

const scene = z
  .strictObject({
    film: whenInWork,
    book: whenInWork,
    plot: plot(1500).describe('What both works tell, where both have the scene: who knows one of them knows it'),
    inFilm: plot(400).optional().describe('What only the film does in a scene that both have'),
    inBook: plot(400).optional().describe('What only the book does in a scene that both have'),
  })
  .refine(isSomewhere, 'a scene is in the film, in the book or in both, so film and book cannot both be absent')
  .refine(
    (it) => isInBoth(it) || (it.inFilm === undefined && it.inBook === undefined),
    'a scene that one work alone has is told in plot, so it has no inFilm or inBook',
  );
export type Scene = z.infer<typeof scene>;

const change = z
  .strictObject({
    aspect: z.enum(changeAspects),
    film: whenInWork,
    book: whenInWork,
    inBook: plot(800),
    inFilm: plot(800),
  })
  .refine(isSomewhere, 'a change shows in the film, in the book or in both, so film and book cannot both be absent');

export type Change = z.infer<typeof change>;

const kept = z.strictObject({
  aspect: z.enum(changeAspects),
  film: z.enum(stages).describe('When in the film'),
  book: z.enum(stages).describe('When in the book'),
  plot: plot(800).describe('What both works have alike'),
});
export type Kept = z.infer<typeof kept>;

const theme = z.strictObject({
  name: line(100),
  thinker: line(100).optional(),
  work: line(200).optional(),
  year: sourceYear.optional(),
  note: text(400).optional().describe('Without plot'),
});
export type Theme = z.infer<typeof theme>;

const prompt = z.union([
  z.strictObject({ text: text(300).describe('A question for the talk, without plot') }),
  z.strictObject({ plot: plot(300).describe('A question for the talk that tells plot') }),
]);

const still = z.strictObject({
  url: address,
  alt: line(1000).describe('What the picture shows, without plot'),
  credit: line(100).optional(),
});
export type Still = z.infer<typeof still>;

const source = z.strictObject({
  title: line(200),
  publisher: line(100).optional(),
  link: address.optional(),
});

/** What one file in `data/films/` holds. The file's name, without `.yaml`, is the film's key. */
export const filmFile = z.strictObject({
  title: line(200).describe('As it is known in English; with the year it is the file’s name'),
  originalTitle: line(200).optional().describe('In its own script'),
  romanisedTitle: line(200).optional().describe('The original title in Latin letters'),
  otherTitles: z.array(line(200)).max(10).default([]).describe('Under which it is looked for, too'),
  year: year.describe('Of its first showing'),
  medium: z.enum(['film', 'series']),
  note: line(300).optional().describe('How it was made or shown: its episodes, its versions; no plot'),
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/, 'expected a country’s two capital letters, such as GB (ISO 3166)'))
    .max(8)
    .default([]),
  languages: z
    .array(z.string().regex(/^[a-z]{2,3}$/, 'expected a language’s two or three letters, such as en (ISO 639)'))
    .max(8)
    .default([]),
  genres: z.array(line(40)).max(8).default([]).describe('Such as drama, science fiction'),
  directors: z.array(person).min(1).max(6),
  screenwriters: z.array(person).max(8).default([]),
  cinematographers: z.array(person).max(4).default([]),
  composers: z.array(person).max(4).default([]),
  cast: z.array(castMember).max(16).default([]).describe('About six'),
  book: book.describe('The principal source work: described alike in the file of every film made from it'),
  furtherSources: z
    .array(z.strictObject({ title: line(200), authors: z.array(line(100)).min(1).max(6), year: year.optional() }))
    .max(6)
    .default([])
    .describe('What the film draws on besides its principal book'),
  contentNotes: z.array(line(80)).max(12).default([]).describe('What a club wants to know before choosing'),
  readOrWatchFirst: z
    .strictObject({ advice: z.enum(['read', 'watch', 'either']), reason: text(500).describe('Without plot') })
    .optional(),
  reviews: z
    .array(review)
    .max(20)
    .default([])
    .transform(oursFirst)
    .describe('Ours has the key foyer; other critics’ are retold in our words'),
  scenes: z.array(scene).max(40).default([]).describe('The synopsis: six to twelve scenes of 25 to 90 words'),
  changes: z.array(change).max(20).default([]).describe('What the adaptation changed: four to eight'),
  kept: z.array(kept).max(12).default([]).describe('What the adaptation kept, where that is worth a word'),
  themes: z.array(theme).max(12).default([]),
  prompts: z.array(prompt).max(12).default([]).describe('For the talk: three without plot, two or three with it'),
  stills: z.array(still).max(20).default([]).describe('Links only; shown when a member asks for them'),
  endingTerms: z.array(line(60)).max(40).default([]).describe('Words and names that would give the turn away'),
  sources: z.array(source).max(20).default([]).describe('Where the facts were looked up'),
});
export type FilmFile = z.infer<typeof filmFile>;
/** A film file as its author wrote it, and as the store keeps it: plain data, no PlotText yet. */
export type FilmFileInput = z.input<typeof filmFile>;

/** A film with its key. */
export type Film = FilmFile & { readonly key: FilmKey };
