import { bookvsfilm } from './bookvsfilm.ts';
import { changes } from './changes.ts';
import type { Command } from './command.ts';
import { film } from './film.ts';
import { foyer } from './foyer.ts';
import { help } from './help.ts';
import { matchups } from './matchups.ts';
import { mydata } from './mydata.ts';
import { pick } from './pick.ts';
import { progress } from './progress.ts';
import { rate } from './rate.ts';
import { ratings } from './ratings.ts';
import { review } from './review.ts';
import { synopsis } from './synopsis.ts';

/** Every command there is: routing, registration and tests all read this list. */
export const commands: readonly Command[] = [
  film,
  review,
  synopsis,
  changes,
  pick,
  progress,
  rate,
  ratings,
  bookvsfilm,
  matchups,
  mydata,
  foyer,
  help,
];
