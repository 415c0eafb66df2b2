import { expect, test } from 'vitest';
import { heavy, wordsOf } from '../../../src/catalogue/search/fold.ts';

test.each([
  ['Låt den rätte komma in', 'lat den ratte komma in'],
  ['Łódź Ærø Đuro Straße', 'lodz aero duro strasse'],
  ['İstanbul', 'istanbul'],
  ['Pride & Prejudice', 'pride and prejudice'],
  ['M*A*S*H', 'mash'],
  ['m a s h', 'mash'],
  ['L.A. Confidential', 'la confidential'],
  ["L’Avventura, d'entre", 'l avventura d entre'],
  ["Babette's Feast", 'babettes feast'],
  ['8½', '8 1 2'],
  ['ＤＵＮＥ', 'dune'],
  ['Ёлки', 'елки'],
  ['كتابي', 'کتابی'],
  ['羅生門', '羅 生 門'],
  ['ドライブ・マイ・カー', 'と ら い ふ ま い か ー'],
  ['পথের পাঁচালী', 'পথের পাঁচালী'],
  ['$', '$'],
  [' \u200b\ud800 ', ''],
])('%s is read as %s', (text, words) => {
  expect(wordsOf(text).join(' ')).toBe(words.normalize('NFKD'));
});

test('articles and "and" carry no name, unless there is nothing else', () => {
  expect(heavy(['the', 'wages', 'of', 'the', 'fear'])).toEqual(['wages', 'of', 'fear']);
  expect(heavy(['the', 'the'])).toEqual(['the', 'the']);
});
