import type { Film, Review, Section, Theme } from '../catalogue/film.ts';
import { ourReviewKey } from '../catalogue/ids.ts';
import { rateAsk, revealAsk, reviewNext, reviewPage, reviewStills } from '../discord/custom-ids.ts';
import type { Message } from '../discord/message.ts';
import { halfSteps, stars } from '../ratings/half-steps.ts';
import { escapeLineWithin } from '../spoilers/cut.ts';
import { escapeLine } from '../spoilers/escape.ts';
import { fromBoth, fromWholeFilm } from '../spoilers/gate.ts';
import type { Words } from '../words/en.ts';
import { plotBlocks, textBlocks } from './blocks.ts';
import { matchupDoor, synopsisDoor } from './doors.ts';
import { factBlocks, filmHeading } from './film-facts.ts';
import { bold, dotted, type Link, lines, type Parts, type Press, present, small } from './layout.ts';
import { oncePerFilm } from './once-per-film.ts';
import { type PagedCard, pagedCard, type ServerTallies } from './paged-card.ts';
import { paginate, stack } from './pages.ts';
import type { Chapter, Tale } from './tales.ts';

/** A film's card with one review on it, or with the facts alone where nobody has written one. */
export interface ReviewCard {
  readonly film: Film;
  readonly review: Review | undefined;
  /** From 0; a page too far shows the last. */
  readonly page: number;
  readonly tallies: ServerTallies | undefined;
}

/** One page of a review: no plot outside spoilers, stills only as a button. */
export function reviewCard({ film, review, page, tallies }: ReviewCard, words: Words): Message {
  // Facts alone can take more than one page. They go under our key: no review of ours, no review at all.
  const key = review?.key ?? ourReviewKey;
  return pagedCard(
    {
      ...laidOut(film, words, key),
      page,
      tallies,
      turnTo: (target) => reviewPage.build({ film: film.key, review: key, page: target }),
      doors: [...doors(film, review, tallies !== undefined, words), ...links(review, words)],
    },
    words,
  );
}

/** All that stands on the pages of a review, by its key. */
const laidOut = oncePerFilm((film, words, key): Pick<PagedCard, 'heading' | 'pages'> => {
  const review = film.reviews.find((each) => each.key === key);
  return {
    heading: lines(
      filmHeading(film, words),
      review && dotted(bold(starsOf(review, words)), ...bylineOf(review, words)),
    ),
    pages: paginate([
      ...(review ? stack(aboutReview(review, words)) : []),
      ...factBlocks(film, words),
      ...(review ? argumentBlocks(film, review, words) : [words.review.noneYet]),
    ]),
  };
});

function starsOf({ stars: given }: Review, words: Words): string {
  return given === undefined ? words.review.noStars : stars(halfSteps.parse(given * 2));
}

function bylineOf({ key, title = '', byline = '', publication = '', published }: Review, words: Words): Parts {
  const [piece, by, where] = [
    escapeLineWithin(title, 160),
    escapeLineWithin(byline, 100),
    escapeLineWithin(publication, 100),
  ];
  return [
    piece && words.review.piece(piece),
    key === ourReviewKey ? words.review.ours : words.review.by(by, where),
    published === undefined ? undefined : String(published),
  ];
}

function aboutReview({ aboutTheWriter = '', notices, epigraph }: Review, words: Words): Parts {
  const said = escapeLine(epigraph?.text ?? '');
  return [
    small(escapeLine(aboutTheWriter)),
    ...notices.map((notice) => small(words.review.notices[notice])),
    said && `> *${said}*`,
    epigraph && `> ${words.review.epigraphBy(escapeLine(epigraph.by), escapeLine(epigraph.source ?? ''))}`,
  ];
}

function argumentBlocks(film: Film, review: Review, words: Words): readonly string[] {
  return [
    ...review.sections.flatMap((section) => sectionBlocks(section, words)),
    ...textBlocks(bold(words.review.verdict), review.verdict),
    ...review.readers.flatMap((reader, index) => readerBlocks(reader, index, words)),
    ...(review.key === ourReviewKey ? themeBlocks(film.themes, words) : []),
  ];
}

function sectionBlocks(section: Section, words: Words): readonly string[] {
  const topic = words.review.topics[section.about];
  return 'plot' in section
    ? plotBlocks(bold(words.review.tellsPlot(topic)), section.plot)
    : textBlocks(bold(topic), section.text);
}

function readerBlocks(reader: Review['readers'][number], index: number, words: Words): readonly string[] {
  const label = index === 0 ? bold(words.review.readers) : small(words.review.anotherReader);
  return 'plot' in reader ? plotBlocks(label, reader.plot) : textBlocks(label, reader.text);
}

/** What a review tells of the plot. It says so of no stage: whatever it is about, it may tell how that ends. */
export function reviewChapters({ sections, readers }: Review, words: Words): readonly Chapter[] {
  const tale = (label: string, plot: Tale['plot'], from: Tale['from']): Tale => ({
    label,
    continued: label,
    plot,
    from,
  });
  return [
    {
      tales: [
        ...sections.flatMap((section) =>
          'plot' in section ? tale(words.review.topics[section.about], section.plot, knownFrom(section.about)) : [],
        ),
        ...readers.flatMap((reader) =>
          'plot' in reader ? tale(words.review.anotherReader, reader.plot, fromWholeFilm) : [],
        ),
      ],
    },
  ];
}

const knownFrom = (topic: Section['about']) => (topic === 'book and film' ? fromBoth : fromWholeFilm);

function themeBlocks(themes: readonly Theme[], words: Words): readonly string[] {
  return themes.flatMap(({ name, thinker = '', work = '', year, note = '' }, index) => {
    const from = present([thinker, work, year === undefined ? '' : words.year(year)].map(escapeLine)).join(', ');
    const label = lines(index === 0 ? bold(words.review.themes) : undefined, dotted(bold(escapeLine(name)), from));
    const blocks = textBlocks(label, note);
    return blocks.length > 0 ? blocks : [label];
  });
}

/** Where a member can go from here. What needs a server is not shown elsewhere. */
function doors(film: Film, review: Review | undefined, onServer: boolean, words: Words): readonly Press[] {
  const { key } = film;
  const next = nextReview(film, review);
  return [
    synopsisDoor(key, words),
    ...(review && tellsPlot(review)
      ? [
          {
            label: words.buttons.revealForMe,
            id: revealAsk.build({ film: key, told: { kind: 'review', review: review.key } }),
          },
        ]
      : []),
    ...(onServer
      ? [
          { label: words.buttons.rate, id: rateAsk.build({ film: key, work: 'film', steps: 'none', from: 'card' }) },
          matchupDoor(key, words),
        ]
      : []),
    ...(next ? [{ label: words.buttons.nextReview, id: reviewNext.build({ film: key, review: next.key }) }] : []),
    ...(film.stills.length > 0 ? [{ label: words.buttons.stills, id: reviewStills.build({ film: key }) }] : []),
  ];
}

function tellsPlot({ sections, readers }: Review): boolean {
  return [...sections, ...readers].some((part) => 'plot' in part);
}

function nextReview({ reviews }: Film, review: Review | undefined): Review | undefined {
  if (!review || reviews.length < 2) return undefined;
  const index = reviews.findIndex(({ key }) => key === review.key);
  return reviews[(index + 1) % reviews.length];
}

function links(review: Review | undefined, words: Words): readonly Link[] {
  return review?.link ? [{ label: words.review.readOriginal, url: review.link }] : [];
}
