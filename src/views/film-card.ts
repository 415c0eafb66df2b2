import type { Film } from '../catalogue/film.ts';
import type { FilmSummary } from '../catalogue/summary.ts';
import { filmPage } from '../discord/custom-ids.ts';
import type { Message } from '../discord/message.ts';
import { plainLine } from '../spoilers/clean.ts';
import { ellipsis } from '../spoilers/cut.ts';
import { escapeLine } from '../spoilers/escape.ts';
import type { Words } from '../words/en.ts';
import { changesDoor, matchupDoor, reviewDoor, synopsisDoor } from './doors.ts';
import { factBlocks, filmHeading } from './film-facts.ts';
import { titleOf } from './film-names.ts';
import { bold, dotted, type Link, present, small } from './layout.ts';
import { pagedCard, type ServerTallies } from './paged-card.ts';
import { paginate, stack } from './pages.ts';
import { toldApart } from './told-apart.ts';

/** A film, its book, and what else was made of that. */
export interface FilmCard {
  readonly film: Film;
  /** Every film of the same book. */
  readonly adaptations: readonly FilmSummary[];
  /** From 0; a page too far shows the last. */
  readonly page: number;
  readonly tallies: ServerTallies | undefined;
}

/** Discord's limit for a label, and two rows of buttons: more would not fit beside the others. */
const maxLabel = 80;
const maxLinks = 10;

/** One page of what is known of a film and its book. No plot. */
export function filmCard({ film, adaptations, page, tallies }: FilmCard, words: Words): Message {
  const { key } = film;
  return pagedCard(
    {
      heading: filmHeading(film, words),
      pages: paginate([
        ...factBlocks(film, words),
        ...otherFilms(film, adaptations, words),
        ...sourceBlocks(film, words),
      ]),
      page,
      tallies,
      turnTo: (target) => filmPage.build({ film: key, page: target }),
      doors: [
        reviewDoor(key, words),
        synopsisDoor(key, words),
        changesDoor(key, words),
        ...(tallies ? [matchupDoor(key, words)] : []),
      ],
      links: sourceLinks(film),
    },
    words,
  );
}

function otherFilms(film: Film, adaptations: readonly FilmSummary[], words: Words): readonly string[] {
  const others = adaptations
    .filter(({ key }) => key !== film.key)
    .map((other) => dotted(titleOf(other, words), words.film.made(other.medium, other.directors.map(escapeLine))));
  return others.length > 0 ? stack([bold(words.film.otherFilms), ...others]) : [];
}

function sourceBlocks({ sources }: Film, words: Words): readonly string[] {
  const named = present(
    sources.map(({ title, publisher = '' }) => words.film.source(escapeLine(title), escapeLine(publisher))),
  );
  return named.length > 0 ? stack([words.film.sources, ...named].map(small)) : [];
}

function sourceLinks({ sources }: Film): readonly Link[] {
  const linked = sources
    .flatMap((source) => (source.link ? [{ ...source, link: source.link }] : []))
    .slice(0, maxLinks);
  const labels = toldApart(linked, {
    max: maxLabel,
    name: ({ title, publisher }, room) => ellipsis(plainLine(publisher ?? '') || title, room),
    details: [({ title }) => title, ({ link }) => link],
  });
  return linked.map(({ link }, index) => ({ label: labels[index] ?? link.slice(0, maxLabel), url: link }));
}
