import type { CastMember, Film, Person, Review, Section, Theme } from '../catalogue/film.ts';
import { ourReviewKey } from '../catalogue/film.ts';
import { matchupOpen, rateAsk, reviewNext, reviewPage, reviewStills, synopsisOpen } from '../discord/custom-ids.ts';
import type { Message } from '../discord/message.ts';
import { defaultHours } from '../matchups/matchup.ts';
import { halfSteps, stars } from '../ratings/half-steps.ts';
import type { Tally } from '../ratings/tally.ts';
import { escapeLineWithin } from '../spoilers/cut.ts';
import { escapeLine } from '../spoilers/escape.ts';
import type { Words } from '../words/en.ts';
import { plotBlocks, textBlocks } from './blocks.ts';
import { bookTitleOf } from './film-names.ts';
import { card, type Link, lines, type Press, rule } from './layout.ts';
import { itemsWithin, paginate, stack } from './pages.ts';

/** What a server thinks of both works. Undefined where there is no server: then nothing is asked of it either. */
export interface ServerTallies {
  readonly film: Tally;
  readonly book: Tally;
}

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
  const pages = paginate([
    ...factBlocks(film, review, words),
    ...(review ? argumentBlocks(film, review, words) : [words.review.noneYet]),
  ]);
  const shown = Math.min(page, pages.length - 1);
  return card(
    heading(film, review, words),
    ...(pages[shown] ?? []),
    rule,
    lines(
      tallies && `-# ${words.review.starsHere} · ${tallyLines(tallies, words)}`,
      pages.length > 1 ? `-# ${words.review.page(shown + 1, pages.length)}` : undefined,
    ),
    { buttons: turning(film, review, shown, pages.length, words) },
    { buttons: [...doors(film, review, tallies !== undefined, words), ...links(review, words)] },
  );
}

/** At most 1,000 characters, however long the titles are: see the budget of a page. */
function heading(film: Film, review: Review | undefined, words: Words): string {
  const others = [film.originalTitle, film.romanisedTitle].filter((title) => title !== film.title);
  return lines(
    `## ${words.film.titleAndYear(escapeLineWithin(film.title, 300), film.year)}`,
    others.length > 0 ? `-# ${others.flatMap((title) => (title ? escapeLineWithin(title, 120) : [])).join(' · ')}` : '',
    review && `**${starsOf(review, words)}** · ${bylineOf(review, words)}`,
  );
}

function starsOf({ stars: given }: Review, words: Words): string {
  return given === undefined ? words.review.noStars : stars(halfSteps.parse(given * 2));
}

function bylineOf(review: Review, words: Words): string {
  if (review.key === ourReviewKey) return words.review.ours;
  return [
    review.title && `“${escapeLineWithin(review.title, 160)}”`,
    review.byline && words.review.by(escapeLineWithin(review.byline, 100)),
    review.publication && escapeLineWithin(review.publication, 100),
    review.published && String(review.published),
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}

/** Longer lists of names than any film has; they keep one line within a page. */
const listRoom = 1500;
const otherWorksShown = 3;

function factBlocks(film: Film, review: Review | undefined, words: Words): readonly string[] {
  return [
    ...(review ? stack(aboutReview(review, words)) : []),
    ...stack(credits(film, words)),
    ...stack(cast(film.cast, words)),
    ...stack(bookFacts(film, words)),
    ...stack(advice(film, words)),
  ];
}

type Lines = readonly (string | undefined)[];

function aboutReview(review: Review, words: Words): Lines {
  const { epigraph } = review;
  return [
    review.aboutTheWriter && `-# ${escapeLine(review.aboutTheWriter)}`,
    ...review.notices.map((notice) => `-# ${words.review.notices[notice]}`),
    epigraph && `> *${escapeLine(epigraph.text)}*`,
    epigraph && `> ${words.review.epigraphBy(escapeLine(epigraph.by), epigraph.source && escapeLine(epigraph.source))}`,
  ];
}

function credits(film: Film, words: Words): Lines {
  const people = (label: string, some: readonly Person[]) =>
    some.length > 0
      ? `${label} ${words.film.by(
          itemsWithin(
            some.map((person) => nameWithWorks(person, words)),
            listRoom,
          ),
        )}`
      : undefined;
  const { directors, screenwriters, cinematographers, composers } = words.film.credits;
  return [
    people(directors, film.directors),
    people(screenwriters, film.screenwriters),
    people(cinematographers, film.cinematographers),
    people(composers, film.composers),
    `-# ${origin(film, words)}`,
  ];
}

function nameWithWorks({ name, works }: Person, words: Words): string {
  const titles = works
    .slice(0, otherWorksShown)
    .map(({ title, year }) =>
      year === undefined ? escapeLine(title) : words.film.titleAndYear(escapeLine(title), year),
    );
  const others = titles.length > 0 ? ` (${words.film.otherWorks(titles)})` : '';
  return `**${escapeLine(name)}**${others}`;
}

function origin({ medium, countries, languages, genres }: Film, words: Words): string {
  return [
    words.film.medium[medium],
    countries.length > 0 && words.film.countries(countries),
    languages.length > 0 && words.film.languages(languages),
    genres.length > 0 && genres.map(escapeLine).join(', '),
  ]
    .filter((part) => part !== false)
    .join(' · ');
}

function cast(members: readonly CastMember[], words: Words): Lines {
  if (members.length === 0) return [];
  return [`**${words.film.cast}**`, ...members.map((member) => role(member, words))];
}

function role({ role: name, performer, younger, note }: CastMember, words: Words): string {
  const performers = [
    performer && escapeLine(performer),
    younger && words.film.youngerPerformer(escapeLine(younger)),
    note && escapeLine(note),
  ].filter((part) => part !== undefined);
  return performers.length > 0 ? words.film.roleOf(escapeLine(name), performers.join(', ')) : escapeLine(name);
}

function bookFacts({ book, furtherSources }: Film, words: Words): Lines {
  const original = [book.originalTitle, book.romanisedTitle].filter((title) => title !== undefined);
  return [
    `**${words.film.book}**`,
    bookTitleOf(book, words),
    `-# ${[...original.map(escapeLine), words.film.bookFacts(book.form, book.year)].join(' · ')}`,
    book.note && `-# ${escapeLine(book.note)}`,
    furtherSources.length > 0
      ? words.film.alsoDrawsOn(
          itemsWithin(
            furtherSources.map((source) => bookTitleOf(source, words)),
            listRoom,
          ),
        )
      : undefined,
  ];
}

function advice({ contentNotes, readOrWatchFirst }: Film, words: Words): Lines {
  return [
    contentNotes.length > 0 ? words.film.contentNotes(contentNotes.map(escapeLine)) : undefined,
    readOrWatchFirst && `**${words.film.readOrWatch[readOrWatchFirst.advice]}** ${escapeLine(readOrWatchFirst.reason)}`,
  ];
}

function argumentBlocks(film: Film, review: Review, words: Words): readonly string[] {
  return [
    ...review.sections.flatMap((section) => sectionBlocks(section, words)),
    ...textBlocks(`**${words.review.verdict}**`, review.verdict),
    ...review.readers.flatMap((reader, index) => readerBlocks(reader, index, words)),
    ...(review.key === ourReviewKey ? themeBlocks(film.themes, words) : []),
  ];
}

function sectionBlocks(section: Section, words: Words): readonly string[] {
  const topic = words.review.topics[section.about];
  return 'plot' in section
    ? plotBlocks(`**${words.review.tellsPlot(topic)}**`, section.plot)
    : textBlocks(`**${topic}**`, section.text);
}

function readerBlocks(reader: Review['readers'][number], index: number, words: Words): readonly string[] {
  const label = index === 0 ? `**${words.review.readers}**` : `-# ${words.review.readers}`;
  return 'plot' in reader ? plotBlocks(label, reader.plot) : textBlocks(label, reader.text);
}

function themeBlocks(themes: readonly Theme[], words: Words): readonly string[] {
  return themes.flatMap(({ name, thinker, work, year, note }, index) => {
    const from = [thinker, work, year === undefined ? undefined : String(year)].filter((part) => part !== undefined);
    const label = lines(
      index === 0 ? `**${words.review.themes}**` : undefined,
      `**${escapeLine(name)}**${from.length > 0 ? ` · ${from.map(escapeLine).join(', ')}` : ''}`,
    );
    return note ? textBlocks(label, note) : [label];
  });
}

function tallyLines({ film, book }: ServerTallies, words: Words): string {
  return [words.review.tallyLine('film', film), words.review.tallyLine('book', book)].join(' · ');
}

function turning(
  { key: film }: Film,
  review: Review | undefined,
  page: number,
  pages: number,
  words: Words,
): readonly Press[] {
  if (!review || pages < 2) return [];
  const to = (target: number) => reviewPage.build({ film, review: review.key, page: target });
  return [
    ...(page > 0 ? [{ label: words.buttons.back, id: to(page - 1) }] : []),
    ...(page < pages - 1 ? [{ label: words.buttons.on, id: to(page + 1), style: 'primary' as const }] : []),
  ];
}

/** Where a member can go from here. What needs a server is not shown elsewhere. */
function doors(film: Film, review: Review | undefined, onServer: boolean, words: Words): readonly Press[] {
  const { key } = film;
  const next = nextReview(film, review);
  return [
    { label: words.buttons.synopsis, id: synopsisOpen.build({ film: key, upto: 'ending', audience: 'private' }) },
    ...(onServer
      ? [
          { label: words.buttons.rate, id: rateAsk.build({ film: key, work: 'film', steps: 'none', from: 'card' }) },
          { label: words.buttons.bookOrFilm, id: matchupOpen.build({ film: key, hours: defaultHours }) },
        ]
      : []),
    ...(next ? [{ label: words.buttons.nextReview, id: reviewNext.build({ film: key, review: next.key }) }] : []),
    ...(film.stills.length > 0 ? [{ label: words.buttons.stills, id: reviewStills.build({ film: key }) }] : []),
  ];
}

function nextReview({ reviews }: Film, review: Review | undefined): Review | undefined {
  if (!review || reviews.length < 2) return undefined;
  const index = reviews.findIndex(({ key }) => key === review.key);
  return reviews[(index + 1) % reviews.length];
}

function links(review: Review | undefined, words: Words): readonly Link[] {
  return review?.link ? [{ label: words.review.readOriginal, url: review.link }] : [];
}
