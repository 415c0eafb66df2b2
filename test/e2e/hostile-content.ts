import { plotPoint } from '../spoilers/hostile.ts';
import { largestFilm } from '../views/any-film.ts';
import { bait } from '../views/what-is-shown.ts';

/** What a hostile writer tries, with a bait between the marks that are to take hold of it. */
export const attacks = [
  ...['**', '__', '_', '*', '~~', '||', '`', '```'].map((mark) => `a ${mark}${bait}${mark} b`),
  `\n# ${bait}\n## ${bait}\n-# ${bait}\n> ${bait}\n>>> ${bait}\n- ${bait}\n1. ${bait}\n`,
  `@everyone @here <@${'1'.repeat(18)}> <@&${'2'.repeat(18)}> <#${'3'.repeat(18)}> </review:${'4'.repeat(18)}> <t:1700000000:R>`,
  `[${bait}](https://evil.example/) <https://evil.example/> https://evil.example/ discord.gg/evil mailto:a@evil.example`,
  `\u200B\u200E\u200F\u202Eabc\u2066def\u2069\u00AD\u2800 :smile: <:a:${'5'.repeat(18)}> \u1FEF${bait}\u1FEF "'“” \\|\\| \\`,
  'فیلم שלום 電影 a\u0300\u0301\u0302\u0303\u0304\u0305 👨\u200D👩\u200D👧',
];

/** The attacks in turn, each field beginning with another, as long as the field allows. */
function hostileTexts() {
  let field = 0;
  return ({ secret, max }: { readonly secret: boolean; readonly max: number }): string => {
    field += 1;
    let text = secret ? plotPoint : '';
    for (let at = field; text.length < max; at += 1)
      text += `${attacks[at % attacks.length]}${secret ? plotPoint : ' '}`;
    return text;
  };
}

const year = 2010;
export const hostile = `${'h'.repeat(55)}-${year}`;
export const twin = `${'t'.repeat(55)}-${year}`;
const largest = largestFilm(hostileTexts());
/** As many critics as there can be; all but ours are brief, because a file has a limit as a whole. */
const written = {
  ...largest,
  reviews: largest.reviews?.map((review) =>
    review.key === 'foyer' ? review : { ...review, sections: review.sections.slice(0, 2), readers: [] },
  ),
};
/** Two films for CONTENT_DIR, both as hostile as the format lets them be; of the twin nothing is told. */
export const content = {
  [`${hostile}.yaml`]: JSON.stringify(written),
  [`${twin}.yaml`]: JSON.stringify({ ...written, reviews: [], scenes: [] }),
};
