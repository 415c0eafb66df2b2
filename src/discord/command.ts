import type { SlashCommandOptionsOnlyBuilder, SlashCommandSubcommandsOnlyBuilder } from '@discordjs/builders';
import type { FilmKey } from '../catalogue/ids.ts';
import type { ChannelId, GuildId, InteractionId, MemberId } from '../storage/ids.ts';
import type { Answer } from './answer.ts';
import type { CustomId } from './custom-ids.ts';
import type { Options } from './options.ts';

/** The rights that opening a thread needs, by Discord's names. */
export type ThreadRight = 'CreatePublicThreads' | 'SendMessagesInThreads';

/** A server that has the bot, as one request sees it. */
export interface ServerPlace {
  readonly kind: 'server';
  readonly guild: GuildId;
  readonly channel: ChannelId;
  /** The channel that a thread belongs to. */
  readonly within: ChannelId | undefined;
  /** Without it, a card here cannot be edited later. */
  readonly seesChannel: boolean;
  /** Whether a thread can be opened under a message here, or why not. */
  readonly threads: 'possible' | 'not here' | { readonly missing: readonly ThreadRight[] };
}

/** A direct message, a group, or a server that has the bot only through a member who installed it. */
export interface OtherPlace {
  readonly kind: 'elsewhere';
}

export type Place = ServerPlace | OtherPlace;

/** Who asks, and where. */
export interface Asking {
  /** Discord's id of this one request, the same for every process that it reaches. */
  readonly id: InteractionId;
  readonly member: MemberId;
  readonly managesMessages: boolean;
  /** Whether they have Manage Server. */
  readonly managesServer: boolean;
  readonly place: Place;
  /** The member's language and region, such as `pt-BR`. */
  readonly locale: string;
  /** The server's, for what everybody reads; elsewhere the member's. */
  readonly sharedLocale: string;
}

/** What a command or an action is handed: who asks, and the services it needs. */
export type Request<Services> = Asking & Services;

/** What runs when a member sends it: a command without subcommands, or one subcommand. */
export interface RunFor<Services> {
  /** Who sees the answer. It decides how a slow answer is deferred, and so whether it stays private. */
  readonly answers: (
    options: Options,
    request: Request<Services>,
  ) => 'public' | 'private' | Promise<'public' | 'private'>;
  /** Whether it is of no use to one member alone: where nothing public may be posted, it is refused before it runs. */
  readonly mustBePublic?: boolean;
  /** Suggestions for options as they are typed: at most 25, quick, from memory. */
  readonly suggest?: Readonly<
    Record<string, (typed: string, request: Request<Services> & { readonly options: Options }) => readonly Suggestion[]>
  >;
  /** The custom_id of a button that runs this command for another film, with the other options as they were given. */
  readonly retry?: (film: FilmKey, options: Options) => string;
  run(request: Request<Services> & { readonly options: Options }): Promise<Answer>;
}

interface CommandParts<Services> {
  /** Presses and forms that belong to this command's cards. */
  readonly actions?: readonly ActionFor<Services>[];
}

/** A command that is run by its name alone. */
export interface SingleCommandFor<Services> extends RunFor<Services>, CommandParts<Services> {
  readonly definition: SlashCommandOptionsOnlyBuilder;
  readonly subcommands?: undefined;
}

/** A command of subcommands, by their names. On Discord, such a command cannot itself be run. */
export interface NestingCommandFor<Services> extends CommandParts<Services> {
  readonly definition: SlashCommandSubcommandsOnlyBuilder;
  readonly subcommands: Readonly<Record<string, RunFor<Services>>>;
}

/** A slash command: one plain object. */
export type CommandFor<Services> = SingleCommandFor<Services> | NestingCommandFor<Services>;

/** A suggestion: a name of 1–100 characters and the value it stands for. */
export interface Suggestion {
  readonly name: string;
  readonly value: string;
}

/** What a press or a form tells beside its custom_id. */
export interface Pressed {
  /** Whether the message was the member's own: asked for by them, or shown to them alone. */
  readonly ownMessage: boolean;
  /** Whether nobody but the member sees the message. */
  readonly privateMessage: boolean;
  /** The values of a form's fields, by custom_id; empty for a press. */
  readonly fields: Readonly<Record<string, string>>;
  /** What was picked in a select menu; empty for anything else. A modified client can send any text. */
  readonly values: readonly string[];
  /** The texts of the message that was pressed, as they stand there. */
  readonly texts: readonly string[];
}

/** How a slow answer to a press is deferred. `form` is for presses that open one: they cannot be deferred. */
export type PressAnswers = 'public' | 'private' | 'update' | 'form';

/** A press or a form whose custom_id was understood. */
export interface Understood<Services> {
  readonly answers: PressAnswers;
  run(request: Request<Services>, pressed: Pressed): Promise<Answer>;
}

/** What happens on a press or when a form is sent. Made by {@link action}. */
export interface ActionFor<Services> {
  readonly name: string;
  /** Whether a second press of the same button on the same message is to do nothing. */
  readonly once: boolean;
  /** As for a command: see {@link RunFor}. */
  readonly mustBePublic: boolean;
  /** Undefined when the custom_id is of another version or forged. */
  readonly read: (customId: string) => Understood<Services> | undefined;
}

/** Binds a custom_id's fields to the handler that reads them. What it answers may depend on them. */
export function action<Services, Fields>(
  id: CustomId<Fields>,
  answers: PressAnswers | ((fields: Fields) => PressAnswers),
  run: (request: Request<Services>, fields: Fields, pressed: Pressed) => Promise<Answer>,
  { once = false, mustBePublic = false } = {},
): ActionFor<Services> {
  return {
    name: id.action,
    once,
    mustBePublic,
    read(customId) {
      const fields = id.parse(customId);
      if (!fields) return undefined;
      return {
        answers: typeof answers === 'function' ? answers(fields) : answers,
        run: async (request, pressed) => run(request, fields, pressed),
      };
    },
  };
}
