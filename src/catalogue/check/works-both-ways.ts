import { type Finding, listAt, type Read, valueAt } from './entries.ts';

/*
 * Who made a film is said in its own entry, and in those of others: “also Dune, 2021”. Where both are here, they agree.
 */

const crafts = ['directors', 'screenwriters', 'cinematographers', 'composers'];

/** Works that an entry ascribes to somebody, and that stand here otherwise. */
export function disagreeing(read: readonly Read[]): readonly Finding[] {
  const known = read.map((one) => ({
    ...one,
    titles: titlesOf(one.written),
    year: valueAt(one.written, 'year'),
    people: peopleOf(one.written),
  }));
  return read.flatMap(({ entry, written }) =>
    crafts.flatMap((craft) =>
      listAt(written, craft).flatMap((person, at) =>
        listAt(person, 'works').flatMap((work, index): Finding | readonly [] => {
          const [name, title, year] = [valueAt(person, 'name'), valueAt(work, 'title'), valueAt(work, 'year')];
          const path = [craft, at, 'works', index];
          const namesakes = known.filter(({ titles }) => titles.includes(title));
          const meant = namesakes.filter((film) => film.year === year);
          const theirs = namesakes.find(({ people }) => people.includes(name));
          if (meant.some(({ people }) => people.includes(name))) return [];
          if (meant[0]) {
            const problem = `works: ${meant[0].key} does not name ${name}`;
            return { entry, path, problem, beside: { entry: meant[0].entry, path: [craft] } };
          }
          if (!theirs || year === undefined) return [];
          const problem = `works: ${theirs.key} is of another year`;
          return { entry, path, problem, beside: { entry: theirs.entry, path: ['year'] } };
        }),
      ),
    ),
  );
}

function titlesOf(written: unknown): readonly unknown[] {
  const titles = ['title', 'originalTitle', 'romanisedTitle'].map((field) => valueAt(written, field));
  return [...titles, ...listAt(written, 'otherTitles')].filter((title) => title !== undefined);
}

function peopleOf(written: unknown): readonly unknown[] {
  return [
    ...crafts.flatMap((craft) => listAt(written, craft).map((person) => valueAt(person, 'name'))),
    ...listAt(written, 'cast').flatMap((part) => [valueAt(part, 'performer'), valueAt(part, 'younger')]),
    ...listAt(written, 'book', 'authors'),
  ];
}
