import { ourReviewKey } from '../catalogue/ids.ts';
import type { ReviewSummary } from '../catalogue/summary.ts';
import { plainLine } from '../spoilers/clean.ts';
import { ellipsis } from '../spoilers/cut.ts';
import type { Words } from '../words/en.ts';
import { toldApart } from './told-apart.ts';

/** Discord's limit for the name of a suggestion. */
const maxSuggestion = 100;

/** What a film's reviews are called where members choose one, in their order, for places without Markdown. */
export function criticNames(reviews: readonly ReviewSummary[], words: Words): readonly string[] {
  return toldApart(reviews, {
    max: maxSuggestion,
    name: (review, room) => ellipsis(nameOf(review, words), room),
    details: [({ title }) => title, ({ key }) => key],
  });
}

function nameOf({ key, byline, publication, title }: ReviewSummary, words: Words): string {
  if (key === ourReviewKey) return words.review.ours;
  const [first, ...more] = [byline ?? title, publication].map((part) => plainLine(part ?? '')).filter(Boolean);
  return first === undefined ? key : [first, ...more].join(', ');
}
