import { bookvsfilm } from './bookvsfilm.ts';
import type { Command } from './command.ts';
import { help } from './help.ts';
import { rate } from './rate.ts';
import { review } from './review.ts';
import { synopsis } from './synopsis.ts';

/** Every command there is: routing, registration and tests all read this list. */
export const commands: readonly Command[] = [review, synopsis, rate, bookvsfilm, help];
