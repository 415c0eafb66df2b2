/*
 * A content file in which everything is that a whole entry has. Its running texts are made of numbers, each used once,
 * so that no sentence stands in two files, and no dictionary is asked.
 */

/** A film of this title and of 2001, whole. */
export function wholeFilm(title: string): string {
  const numbers = (count: number): string => {
    const first = next;
    next += count;
    return Array.from({ length: count }, (_, at) => first + at).join(' ');
  };
  const scene = (stage: string) => `  - film: ${stage}\n    book: ${stage}\n    plot: ${numbers(40)}\n`;
  const change = (aspect: string) =>
    `  - { aspect: ${aspect}, film: middle, book: middle, inBook: ${numbers(9)}, inFilm: ${numbers(9)} }\n`;
  const section = (about: string) => `      - about: ${about}\n        text: ${numbers(50)}\n`;
  return `title: ${title}
year: 2001
medium: film
countries: [GB]
languages: [en]
directors:
  - name: Ada Example
cast:
  - { role: First, performer: Cee Example }
  - { role: Second, performer: Dee Example }
  - { role: Third, performer: Eve Example }
book:
  key: ${title.toLowerCase()}-1999
  title: ${title}
  authors: [Bea Example]
  year: 1999
  form: novel
contentNotes: [Violence]
readOrWatchFirst:
  advice: read
  reason: ${numbers(9)}
reviews:
  - key: foyer
    stars: 3.5
    sections:
${['story', 'characters', 'look and sound'].map(section).join('')}    verdict: ${numbers(40)}
scenes:
${['setup', 'setup', 'middle', 'middle', 'ending', 'ending'].map(scene).join('')}changes:
${['plot', 'tone', 'setting', 'ending'].map(change).join('')}themes:
  - { name: Loyalty, note: ${numbers(9)} }
prompts:
  - text: ${numbers(9)}
  - text: ${numbers(9)}
  - text: ${numbers(9)}
  - plot: ${numbers(9)}
  - plot: ${numbers(9)}
endingTerms: [clone]
sources:
  - { title: Its own credits }
`;
}

let next = 1000;
