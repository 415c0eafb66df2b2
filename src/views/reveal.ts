import type { Film } from '../catalogue/film.ts';
import { works } from '../catalogue/works.ts';
import { revealLeave, revealSay, revealShow, type Told } from '../discord/custom-ids.ts';
import type { Message } from '../discord/message.ts';
import { everything, type Known, knownBy, lacking, type Said } from '../spoilers/gate.ts';
import { stages } from '../spoilers/stages.ts';
import type { Words } from '../words/en.ts';
import { changesChapters } from './changes.ts';
import { titleOf } from './film-names.ts';
import { card, lines, type Press, small } from './layout.ts';
import { plotPages } from './plot-messages.ts';
import { reviewChapters } from './review-card.ts';
import { synopsisChapters } from './synopsis.ts';
import { type Chapter, openBlocks } from './tales.ts';

/** What somebody asks to be told, and how far they said they are. */
export interface Reveal {
  readonly film: Film;
  readonly told: Told;
  readonly said: Said;
}

/**
 * What is no spoiler for a member, readable at once, and one question where there is more. For messages that nobody else
 * sees. `shownFor` is how far they were when they were shown some of it already; that is left out.
 */
export function revealMessages(
  { film, told, said, shownFor }: Reveal & { readonly shownFor: Said | undefined },
  words: Words,
): readonly [Message, ...Message[]] {
  const chapters = chaptersOf(film, told, words);
  const known = knownBy(said);
  const what = titled(film, told, words);
  const pages = plotPages({
    heading: lines(`## ${words.reveal.safe(what)}`, small(words.progress.both(said.film, said.book))),
    continued: `## ${words.reveal.safeContinued(what)}`,
    blocks: openBlocks(chapters, known, shownFor && knownBy(shownFor)),
  });
  const question = questionCard({ film, told, said }, { chapters, known, nothingSafe: pages.length === 0 }, words);
  const [first, ...rest] = [...pages, ...(question ? [question] : [])];
  return first ? [first, ...rest] : [card(words.reveal.nothingLeft)];
}

/** All that was not shown to somebody yet, because they ask for it all the same. */
export function restMessages({ film, told, said }: Reveal, words: Words): readonly [Message, ...Message[]] {
  const what = titled(film, told, words);
  const [first, ...rest] = plotPages({
    heading: `## ${words.reveal.rest(what)}`,
    continued: `## ${words.reveal.restContinued(what)}`,
    blocks: openBlocks(chaptersOf(film, told, words), everything, knownBy(said)),
  });
  return first ? [first, ...rest] : [card(words.reveal.nothingLeft)];
}

/** After a No. */
export function leftHidden(words: Words): Message {
  return card(words.reveal.left);
}

/** Whether to show what is hidden from somebody, and where they would have to have got; undefined where nothing is. */
function questionCard(
  { film, told, said }: Reveal,
  about: { readonly chapters: readonly Chapter[]; readonly known: Known; readonly nothingSafe: boolean },
  words: Words,
): Message | undefined {
  const lacks = about.chapters.flatMap(({ tales }) => tales.flatMap(({ from }) => lacking(from, about.known)));
  if (lacks.length === 0) return undefined;
  const inWorks = works.filter((work) => lacks.some((lack) => lack.work === work));
  const isOne = inWorks.length === 1;
  // Stages of two works side by side would say little, and a review tells of all of them at once.
  const late =
    isOne && told.kind !== 'review' ? stages.filter((stage) => lacks.some((lack) => lack.stage === stage)) : [];
  const { key } = film;
  // What was not said counts as not started from here on, so that it is known what has been shown.
  const known = knownBy(said);
  const finished = inWorks.map(
    (work): Press => ({
      label: words.buttons.finished(isOne ? undefined : work),
      id: revealSay.build({ film: key, told, known, said: { [work]: 'finished' } }),
    }),
  );
  return card(
    lines(
      about.nothingSafe ? words.reveal.nothingSafe : undefined,
      words.reveal.all(
        inWorks.map((work) => ({ work, reached: said[work] })),
        late,
      ),
    ),
    {
      buttons: [
        { label: words.buttons.showIt, id: revealShow.build({ film: key, told, known }), style: 'primary' },
        ...finished,
        { label: words.buttons.no, id: revealLeave.build({ film: key }) },
      ],
    },
  );
}

function chaptersOf(film: Film, told: Told, words: Words): readonly Chapter[] {
  switch (told.kind) {
    case 'synopsis':
      return synopsisChapters(film, told.upto, words);
    case 'changes':
      return changesChapters(film, told.upto, words);
    case 'review':
      return film.reviews.filter(({ key }) => key === told.review).flatMap((review) => reviewChapters(review, words));
  }
}

function titled(film: Film, told: Told, words: Words): string {
  const title = titleOf(film, words);
  return {
    synopsis: words.synopsis.heading(title),
    changes: words.changes.heading(title),
    review: words.reveal.plotOfReview(title),
  }[told.kind];
}
