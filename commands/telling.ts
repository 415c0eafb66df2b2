import type { SlashCommandBooleanOption, SlashCommandStringOption } from '@discordjs/builders';
import type { Film } from '../src/catalogue/film.ts';
import { type Answer, privately, publicly } from '../src/discord/answer.ts';
import type { Message } from '../src/discord/message.ts';
import type { Options } from '../src/discord/options.ts';
import { type Stage, stages } from '../src/spoilers/stages.ts';
import type { Words } from '../src/words/en.ts';
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

/** What a member asks to be told. */
interface Wish {
  readonly upto: Stage;
  /** Whom it is told to, where they say so. */
  readonly audience: Audience | 'default';
}

/** How far a member wants it told, to the end unless they say otherwise, and to whom. */
export function wishOf(options: Options): Wish {
  return { upto: options.choice('upto', ['ending', 'middle', 'setup']), audience: askedAudience(options) };
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

/** The messages that tell a film up to a stage. */
type MessagesOf = (
  wish: { readonly film: Film; readonly upto: Stage },
  words: Words,
) => readonly [Message, ...Message[]];

/** Tells a film, by its key, as the member asks: all messages for everybody, or all for one member. */
export async function tell(
  request: Request,
  key: string,
  { upto, audience }: Wish,
  messagesOf: MessagesOf,
): Promise<Answer> {
  const { catalogue, words } = request;
  const isPublic = (await audienceFor(audience, request)) === 'public';
  const messages = messagesOf({ film: await catalogue.film(key), upto }, words);
  return isPublic ? publicly(...messages) : privately(...messages);
}
