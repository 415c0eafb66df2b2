/** Latin letters that do not come apart into a plain one and its accent. */
const spellings: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ħ: 'h' },
};

/** Whether a title can be spelt in a key: it has letters or digits, and none of another script. */
export function isInLatin(title: string | undefined): title is string {
  return title !== undefined && slugOf(title, title.length) !== '' && !/(?!\p{Script=Latin})\p{L}/u.test(title);
}

/** A title as the first part of a key, `ivans-childhood` for `Ivan’s Childhood`; a long one is cut at a word. */
export function slugOf(title: string, longest: number): string {
  const slug = title
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{ASCII}]/gu, (letter) => spellings[letter] ?? letter)
    .replace(/['’ʻʼ]/gu, '')
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-|-$/gu, '');
  if (slug.length <= longest) return slug;
  const end = slug.lastIndexOf('-', longest);
  return slug.slice(0, end > 0 ? end : longest);
}
