/*
 * What the spellings of one name have in common. Catalogue and query are folded alike, so a fold may be rough: ä is
 * a, and が is か.
 */

/** All of a text that is looked at: what Discord lets a member type, which also bounds the work of hostile ones. */
const longest = 100;
const mostWords = 16;

/** Letters that NFKD leaves whole, and those that Arabic and Persian keyboards write differently. */
const spellings = new Map([
  ...Object.entries({ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ħ: 'h', ŧ: 't' }),
  ...Object.entries({ ي: 'ی', ى: 'ی', ك: 'ک', ة: 'ه', ς: 'σ', '&': ' and ', '+': ' and ' }),
]);
/** Accents, kana voicing, Hebrew and Arabic vowels, tatweel, joiners. Indic vowel signs are spared. */
const marks = /[\u0300-\u036f\u3099\u309a\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640]|\p{Cf}/gu;
/** Dune2021 is Dune 2021. */
const yearStuck = /(?<=\p{L})(?=(?:1[89]|20)\d\d(?!\p{N}))/gu;
const elision = /(?<![\p{L}\p{N}])([ld])['’‘ʼ`´](?=\p{L})/gu;
/** L.A. and M*A*S*H, and what members make of them: l a, m a s h. */
const initials = /(?<!\S)\p{L}(?: \p{L}(?!\S))+/gu;
/** Scripts without spaces are matched by the character, so that any part of a title finds it. */
const unspaced =
  '[\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}]';
const word = new RegExp(`${unspaced}|(?:(?!${unspaced})\\S)+`, 'gu');

/** The words of a name in lower case, without accents and punctuation. A name of signs, as $ (1971), keeps them. */
export function wordsOf(text: string): readonly string[] {
  const letters = text
    .slice(0, longest)
    .replace(/\p{No}/gu, ' $& ') // 8½ becomes 8 1 2
    .toLowerCase()
    .normalize('NFKD')
    .replace(marks, '')
    .replace(/[ßæœøłđðþıħŧيىكةς&+]/gu, (letter) => spellings.get(letter) ?? letter)
    .replace(/[ァ-ヶ]/gu, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
  const spaced = letters
    .replace(elision, '$1 ')
    .replace(/['’‘ʼ`´]/gu, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .replace(yearStuck, ' ')
    .replace(initials, (run) => run.replaceAll(' ', ''))
    .slice(0, longest);
  return (spaced.match(word) ?? letters.replace(/\p{C}/gu, '').match(/\S+/gu) ?? []).slice(0, mostWords);
}

const light = new Set(
  [
    'the a an and le la les l un une des du d der die das den dem ein eine el los las una unos il lo gli uno',
    'o os as um uma de het een en ett det et',
  ].flatMap((words) => words.split(' ')),
);

/** The words that carry a name, without articles and "and", which members leave out; all where there are no others. */
export function heavy(words: readonly string[]): readonly string[] {
  const kept = words.filter((word) => !light.has(word));
  return kept.length > 0 ? kept : words;
}

/** The word is a year in which a film can have been made. */
export const isYear = (word: string): boolean => /^(?:1[89]|20)\d\d$/u.test(word);

/** The word may be a year without its century, as in Dune 84. */
export const isShortYear = (word: string): boolean => /^\d\d$/u.test(word);

const synonyms = new Map<string, readonly string[]>(
  [
    '1 i one,2 ii two,3 iii three,4 iv four,5 v five,6 vi six,7 vii seven,8 viii eight,9 ix nine,10 x ten,11 xi eleven',
    '12 xii twelve,13 xiii thirteen,14 xiv fourteen,15 xv fifteen,16 sixteen,17 seventeen,18 eighteen,19 nineteen',
    '20 twenty,30 thirty,40 forty,50 fifty,60 sixty,70 seventy,80 eighty,90 ninety,100 hundred,1000 thousand',
    'dr doctor,mr mister,st saint,vs versus',
  ]
    .flatMap((groups) => groups.split(','))
    .map((group) => group.split(' '))
    .flatMap((group) => group.map((one) => [one, group.filter((other) => other !== one)] as const)),
);

/** Other ways to write a word: 2, II and two; Dr. and Doctor. */
export const synonymsOf = (word: string): readonly string[] => synonyms.get(word) ?? [];

/** How much a word says, in letters: a Han character as much as two, a number, which tells sequels apart, as five. */
export function weight(word: string): number {
  if (isYear(word)) return 8;
  if (synonyms.has(word) || /^\p{Nd}+$/u.test(word)) return 5;
  return word.length === 1 && word >= '\u0e00' ? 2 : Math.min(word.length, 10);
}
