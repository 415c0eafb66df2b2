import type { SlashCommandBooleanOption, SlashCommandStringOption } from '@discordjs/builders';
import { type Answer, privately, publicly } from '../src/discord/answer.ts';
import type { Message } from '../src/discord/message.ts';
import type { Options } from '../src/discord/options.ts';
import { type Stage, stages } from '../src/spoilers/stages.ts';
import { choice, named } from '../src/words/words.ts';
import type { Request } from './command.ts';

/*
 * What the commands have in common that tell plot: how far, and to whom.
 */

export type Audience = 'public' | 'private';

/** How far to tell. */
export function uptoOption(option: SlashCommandStringOption): SlashCommandStringOption {
  return named(option, (words) => words.options.upto).addChoices(
    stages.map((stage) => choice(stage, (words) => words.choices.upto[stage])),
  );
}

/** Whether to tell one member alone. */
export function privateOption(option: SlashCommandBooleanOption): SlashCommandBooleanOption {
  return named(option, (words) => words.options.private);
}

/** How far a member wants to be told: to the end, unless they say otherwise. */
export function uptoOf(options: Options): Stage {
  return options.choice('upto', ['ending', 'middle', 'setup']);
}

/** Whom a member wants it told to, where they say so. */
export function askedAudience(options: Options): Audience | 'default' {
  const isPrivate = options.flagIfGiven('private');
  if (isPrivate === undefined) return 'default';
  return isPrivate ? 'private' : 'public';
}

/** Whom it is told: as the member says or, where they do not, as the server wishes. */
export async function audienceFor(asked: Audience | 'default', { place, settings }: Request): Promise<Audience> {
  if (asked !== 'default') return asked;
  if (place.kind !== 'server') return 'public';
  return (await settings.of(place.guild)).tellsPrivately ? 'private' : 'public';
}

/** All messages for everybody, or all for one member. */
export function told(messages: readonly [Message, ...Message[]], audience: Audience): Answer {
  return audience === 'public' ? publicly(...messages) : privately(...messages);
}
