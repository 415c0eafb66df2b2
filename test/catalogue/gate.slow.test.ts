import { expect, test } from 'vitest';
import type { Change, Film, Kept, Scene } from '../../src/catalogue/film.ts';
import { loadFilms } from '../../src/catalogue/load.ts';
import { wordsOf } from '../../src/catalogue/prose.ts';
import { textAt, textsIn } from '../../src/catalogue/written-texts.ts';
import type { Told } from '../../src/discord/custom-ids.ts';
import { type Reached, reaches } from '../../src/spoilers/reached.ts';
import { type Stage, stages, type WhenInWork } from '../../src/spoilers/stages.ts';
import { revealMessages } from '../../src/views/reveal.ts';
import { wordsFor } from '../../src/words/words.ts';
import { visibleText } from '../spoilers/discord-markdown.ts';
import { shownIn } from '../views/what-is-shown.ts';

/*
 * Every shipped film through the gate, for somebody at every pair of places in the film and the book. What may be shown
 * is decided here once more, from the file as its author wrote it, and more strictly than by telling the gate's code.
 */

const { films } = await loadFilms(['data/films']);
const words = wordsFor('en-GB');
const pairs = reaches.flatMap((film) => reaches.map((book) => ({ film, book })));

interface Piece {
  readonly text: string;
  readonly film: WhenInWork | 'all';
  readonly book: WhenInWork | 'all';
  /** Whether either work tells it, or it takes both. */
  readonly by: 'either' | 'both';
  readonly upto: readonly WhenInWork[];
}

const isPast = (reached: Reached, when: WhenInWork | 'all') =>
  when === 'all' ? reached === 'finished' : when !== 'absent' && reaches.indexOf(reached) > stages.indexOf(when);

function maySee({ film, book, by }: Piece, known: { readonly film: Reached; readonly book: Reached }): boolean {
  const inFilm = isPast(known.film, film);
  const inBook = isPast(known.book, book);
  return by === 'either' ? inFilm || inBook : inFilm && inBook;
}

const isTold = ({ upto }: Piece, to: Stage) =>
  upto.every((when) => when === 'absent' || stages.indexOf(when) <= stages.indexOf(to));

function scenePieces({ film, book }: Scene, text: (field: string) => string): readonly Piece[] {
  const first = film === 'absent' ? book : film;
  return [
    { text: text('plot'), film, book, by: 'either', upto: [first] },
    { text: text('inFilm'), film, book: 'absent', by: 'either', upto: [film] },
    { text: text('inBook'), film: 'absent', book, by: 'either', upto: [film, book] },
  ];
}

function changePieces({ film, book }: Change, text: (field: string) => string): readonly Piece[] {
  const upto = [film, book];
  return [
    book === 'absent'
      ? { text: text('inBook'), film, book: 'all', by: 'both', upto }
      : { text: text('inBook'), film: 'absent', book, by: 'either', upto },
    film === 'absent'
      ? { text: text('inFilm'), film: 'all', book, by: 'both', upto }
      : { text: text('inFilm'), film, book: 'absent', by: 'either', upto },
  ];
}

const keptPiece = ({ film, book }: Kept, text: (field: string) => string): Piece => ({
  text: text('plot'),
  film,
  book,
  by: 'either',
  upto: [film, book],
});

function piecesOf(film: Film, written: unknown, kind: 'synopsis' | 'changes'): readonly Piece[] {
  const texts = textsIn(written);
  const at = (list: string, index: number) => (field: string) => textAt(texts, list, index, field) ?? '';
  const pieces =
    kind === 'synopsis'
      ? film.scenes.flatMap((scene, index) => scenePieces(scene, at('scenes', index)))
      : [
          ...film.changes.flatMap((change, index) => changePieces(change, at('changes', index))),
          ...film.kept.map((kept, index) => keptPiece(kept, at('kept', index))),
        ];
  return pieces.filter(({ text }) => text !== '');
}

const spoken = (text: string) => ` ${wordsOf(text).join(' ')} `;
const opened = (film: Film, told: Told, said: { readonly film: Reached; readonly book: Reached }) =>
  spoken(
    revealMessages({ film, told, said, shownFor: undefined }, words)
      .flatMap(({ components }) => shownIn(components).texts)
      .map(visibleText)
      .join('\n'),
  );

/** The beginning of a piece, which no other piece of the film has. */
const mark = ({ text }: Piece) => ` ${wordsOf(text).slice(0, 8).join(' ')} `;

test.each(
  films.filter(({ film }) => film.scenes.length > 0).map(({ film, written }) => [film.key, film, written] as const),
)('%s shows each reader and viewer what they know, and nothing beyond', (_, film, written) => {
  for (const kind of ['synopsis', 'changes'] as const) {
    const pieces = piecesOf(film, written, kind);
    for (const upto of stages) {
      for (const known of pairs) {
        const shown = opened(film, { kind, upto }, known);
        const wrong = pieces.filter(
          (piece) => shown.includes(mark(piece)) !== (isTold(piece, upto) && maySee(piece, known)),
        );
        expect(wrong.map(mark), `${kind} up to ${upto} for ${known.film}, ${known.book}`).toEqual([]);
      }
    }
  }
});
