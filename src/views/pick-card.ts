import type { Film } from '../catalogue/film.ts';
import { avoidedAs, isUnheardOf, markOf, type Wishes, type WishName } from '../catalogue/picking.ts';
import { pickAgain } from '../discord/custom-ids.ts';
import type { Message } from '../discord/message.ts';
import { escapeLine } from '../spoilers/escape.ts';
import type { Words } from '../words/en.ts';
import { reviewDoor, synopsisDoor } from './doors.ts';
import { briefFacts, filmHeading } from './film-facts.ts';
import { card, dotted, lines, small } from './layout.ts';
import { paginate } from './pages.ts';

/** What was wished for, and the content notes that there are, by which it is worded. */
export interface Wished {
  readonly wishes: Wishes;
  readonly notes: readonly string[];
}

/** A film that was picked, and from how many that fit. */
export interface PickCard extends Wished {
  readonly film: Film;
  readonly count: number;
}

/** What to know before choosing a film, by which wishes it came, and a way to another one where there is one. */
export function pickCard({ film, count, wishes, notes }: PickCard, words: Words): Message {
  const { avoid } = wishes;
  // Longer than a page are only facts that nobody writes; `/film` has them all.
  const [facts = []] = paginate(briefFacts(film, words));
  return card(
    lines(
      filmHeading(film, words),
      small(words.pick.picked(count, wishLine({ wishes, notes }, words))),
      small(avoid && isUnheardOf(avoid, notes) ? words.pick.unheardOf(avoidedLine(avoid, notes)) : ''),
    ),
    ...facts,
    {
      buttons: [
        ...(count > 1
          ? [
              {
                label: words.buttons.anotherOne,
                id: pickAgain.build({ last: markOf(film.key), wishes }),
                style: 'primary' as const,
              },
            ]
          : []),
        reviewDoor(film.key, words),
        synopsisDoor(film.key, words),
      ],
    },
  );
}

/** That nothing fits, and which wish to give up first. */
export function nothingFits(
  { wishes, notes, loosen }: Wished & { readonly loosen: { readonly wish: WishName; readonly leaves: number } },
  words: Words,
): Message {
  return card(
    lines(words.pick.nothingFits(wishLine({ wishes, notes }, words)), words.pick.loosen(loosen.wish, loosen.leaves)),
  );
}

function wishLine({ wishes: { decade, country, language, form, avoid }, notes }: Wished, words: Words): string {
  return dotted(
    decade === undefined ? undefined : words.choices.decade(decade),
    country && words.film.countries([country]),
    language && words.film.languages([language]),
    form,
    avoid && words.pick.without(avoidedLine(avoid, notes)),
  );
}

function avoidedLine(avoid: NonNullable<Wishes['avoid']>, notes: readonly string[]): string {
  return escapeLine(avoidedAs(avoid, notes));
}
