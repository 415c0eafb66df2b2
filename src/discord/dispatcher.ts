import {
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  ComponentType,
  type Message as DiscordMessage,
  type Interaction,
  type MessageComponentInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
} from 'discord.js';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { FilmKey } from '../catalogue/ids.ts';
import { UserError, type UserErrorReason } from '../user-error.ts';
import { type Answer, privately } from './answer.ts';
import { askingOf } from './asking.ts';
import { type Border, borderOf, type Publicity } from './border.ts';
import type { Asking, CommandFor, Pressed, Request, RunFor, Suggestion } from './command.ts';
import { actionOf } from './custom-ids.ts';
import { type Answerable, type Deferral, type Delivery, deliveryOf } from './delivery.ts';
import { alreadyAnswered, passing, tooLate } from './faults.ts';
import type { Message } from './message.ts';
import { type OptionValues, readOptions } from './options.ts';
import type { Pace } from './pace.ts';

/** What the one boundary shows when something did not go as the member meant. */
export interface Apologies {
  /** The member's next step. `retry` makes the custom_id of a button that does the same with another film. */
  explain(reason: UserErrorReason, locale: string, retry: ((film: FilmKey) => string) | undefined): Message;
  /** Our fault, with the reference under which it is logged. */
  fault(reference: string, error: unknown, locale: string): Message;
}

export interface DispatcherNeeds<Services> {
  readonly commands: readonly CommandFor<Services>[];
  readonly servicesFor: (asking: Asking) => Services;
  readonly apologies: Apologies;
  readonly pace: Pace;
  /** Hears of each request, by a name out of a few; what it returns hears how that ended. */
  readonly watch?: ((action: string) => (outcome: Outcome) => void) | undefined;
  /** Whether cards for everybody may stand somewhere; left out: everywhere. */
  readonly publicity?: Publicity;
  readonly log: Logger;
}

/** How a request ended. */
export type Outcome = 'answered' | 'user error' | 'fault' | 'too late' | 'answered before';

/** How an answer is to be given. */
interface Plan {
  /** How it is announced when it takes long. */
  readonly deferral: Deferral | undefined;
  /** The same where it has first to be found out. */
  readonly audience?: (asking: Asking) => Promise<'public' | 'private'>;
  readonly mustBePublic: boolean;
}

/** Every interaction goes in here, and every answer out. */
export interface Dispatcher {
  /** Never rejects. */
  handle(interaction: Interaction): Promise<void>;
  /** Takes no new work, and resolves when what is under way is finished. */
  finish(): Promise<void>;
}

/** Discord waits 3 s for a first answer; the deferral itself must travel too. */
const deferAfter = 2000;
const maxSuggestions = 25;

/** Routes interactions to commands and actions, and sends what they return. */
export function createDispatcher<Services>({
  commands,
  servicesFor,
  apologies,
  pace,
  watch = () => () => {},
  publicity,
  log,
}: DispatcherNeeds<Services>): Dispatcher {
  const commandsByName = new Map(commands.map((command) => [command.definition.name, command]));
  const actionsByName = new Map(
    commands.flatMap((command) => (command.actions ?? []).map((action) => [action.name, action] as const)),
  );
  const underWay = new Set<Promise<void>>();
  let finishing = false;

  // A dispatch can be delivered twice, and a button pressed twice before its message has changed.
  const seen = new LRUCache<string, true>({ max: 20_000, ttl: 15 * 60_000 });
  const isFirst = (key: string) => !seen.has(key) && Boolean(seen.set(key, true));

  function requestOf(asking: Asking): Request<Services> {
    return { ...servicesFor(asking), ...asking };
  }

  /** The command that a member sent, or the one of its subcommands. */
  function runOf(interaction: ChatInputCommandInteraction | AutocompleteInteraction): RunFor<Services> | undefined {
    const command = commandsByName.get(interaction.commandName);
    return command?.subcommands ? command.subcommands[interaction.options.getSubcommand(false) ?? ''] : command;
  }

  async function suggest(interaction: AutocompleteInteraction): Promise<Outcome> {
    const focused = interaction.options.getFocused(true);
    const suggestions = runOf(interaction)?.suggest?.[focused.name];
    let found: readonly Suggestion[] = [];
    try {
      const options = readOptions(valuesOf(interaction));
      found = suggestions?.(focused.value, { ...requestOf(askingOf(interaction)), options }) ?? [];
    } catch (error) {
      if (!(error instanceof UserError)) log.error({ err: error, reference: interaction.id }, 'no suggestions');
    }
    try {
      await interaction.respond(found.slice(0, maxSuggestions));
      return 'answered';
    } catch (error) {
      // By then the member has typed on: nobody waits for these suggestions.
      log.debug({ err: error }, 'suggestions came too late');
      return 'too late';
    }
  }

  async function run(interaction: ChatInputCommandInteraction): Promise<Outcome> {
    const command = runOf(interaction);
    const options = readOptions(valuesOf(interaction));
    return answer(
      interaction,
      {
        deferral: 'private',
        audience: async (asking) => command?.answers(options, requestOf(asking)) ?? 'private',
        mustBePublic: command?.mustBePublic ?? false,
      },
      async (asking) => {
        if (!command) throw new UserError({ code: 'card.outdated', command: undefined });
        return command.run({ ...requestOf(asking), options });
      },
      command?.retry && ((film) => command.retry?.(film, options) ?? ''),
    );
  }

  async function press(interaction: MessageComponentInteraction | ModalSubmitInteraction): Promise<Outcome> {
    const action = actionsByName.get(actionOf(interaction.customId));
    const understood = action?.read(interaction.customId);
    const thisButton = `${interaction.message?.id}/${interaction.customId}`;
    if (action?.once && !isFirst(thisButton)) {
      await deliveryOf(interaction).defer('update');
      return 'answered before';
    }
    const { answers = 'private' } = understood ?? {};
    const plan: Plan = {
      deferral: answers === 'form' ? undefined : answers,
      mustBePublic: action?.mustBePublic ?? false,
    };
    const outcome = await answer(interaction, plan, async (asking) => {
      // A form cannot answer a form: who sends what opens one as if it were one has a client of their own making.
      const isMistaken = answers === 'form' && interaction.isModalSubmit();
      if (!understood || isMistaken) {
        throw new UserError({ code: 'card.outdated', command: commandOf(interaction.customId) });
      }
      return understood.run(requestOf(asking), pressedOf(interaction));
    });
    if (outcome !== 'answered') seen.delete(thisButton);
    return outcome;
  }

  /** Which command's card a button stands on, for a button whose custom_id is not understood. */
  function commandOf(customId: string): string | undefined {
    const owner = commands.find(({ actions }) => actions?.some(({ name }) => name === actionOf(customId)));
    return owner && runnableName(owner);
  }

  /**
   * The one boundary: whatever happens, the member is answered once, by the state the interaction is in. Resolves to
   * how that ended.
   */
  async function answer(
    interaction: Answerable,
    plan: Plan,
    work: (asking: Asking) => Promise<Answer>,
    retry?: (film: FilmKey) => string,
  ): Promise<Outcome> {
    const delivery = deliveryOf(interaction);
    let border: Border | undefined;
    try {
      const asking = askingOf(interaction);
      if (!pace.take(asking.member)) throw new UserError({ code: 'asked.too-fast' });
      border = borderOf(asking.place, publicity);
      const answered = await answerBehind(border, plan, delivery, asking, work);
      const explain = (why: UserErrorReason) => apologies.explain(why, interaction.locale, undefined);
      await delivery.send(await border.through(answered, explain));
      return 'answered';
    } catch (error) {
      border?.giveBack();
      return apologise(interaction, delivery, error, retry);
    }
  }

  /** What the work resolves to. Where nothing public may be posted, it is announced as private from the start. */
  async function answerBehind(
    border: Border,
    plan: Plan,
    delivery: Delivery,
    asking: Asking,
    work: (asking: Asking) => Promise<Answer>,
  ): Promise<Answer> {
    let { deferral } = plan;
    return deferringWhen(
      () => deferral,
      delivery,
      async () => {
        deferral = (await plan.audience?.(asking)) ?? deferral;
        if (plan.mustBePublic) await border.pass();
        else if (deferral === 'public' && (await border.refusal())) deferral = 'private';
        return work(asking);
      },
    );
  }

  /** What `task` resolves to; when that takes long, the answer is deferred meanwhile. */
  async function deferringWhen(
    deferral: () => Deferral | undefined,
    delivery: Delivery,
    task: () => Promise<Answer>,
  ): Promise<Answer> {
    const timer = setTimeout(() => {
      const as = deferral();
      // A deferral that fails fails what is sent afterwards, too: it is logged there.
      if (as !== undefined) delivery.defer(as).catch(() => {});
    }, deferAfter);
    try {
      return await task();
    } finally {
      clearTimeout(timer);
    }
  }

  async function apologise(
    interaction: Answerable,
    delivery: Delivery,
    error: unknown,
    retry: ((film: FilmKey) => string) | undefined,
  ): Promise<Outcome> {
    if (alreadyAnswered(error)) return 'answered before';
    const isFault = !(error instanceof UserError);
    if (isFault) log.error({ err: error, reference: interaction.id, action: nameOf(interaction) }, 'a request failed');
    if (tooLate(error)) return 'too late'; // Nobody is there to be told.
    const words = isFault
      ? apologies.fault(interaction.id, error, interaction.locale)
      : apologies.explain(error.reason, interaction.locale, retry);
    try {
      await tell(delivery, words);
    } catch (second) {
      log.error({ err: second, about: interaction.id }, 'the member could not be told');
    }
    return isFault ? 'fault' : 'user error';
  }

  /** Tries twice: that a member reads twice what went wrong is better than that they read nothing. */
  async function tell(delivery: Delivery, words: Message): Promise<void> {
    try {
      await delivery.send(privately(words));
    } catch (error) {
      if (!passing(error)) throw error;
      await delivery.send(privately(words));
    }
  }

  async function handleOne(interaction: Interaction): Promise<void> {
    if (!isFirst(interaction.id)) return;
    const isOurs =
      interaction.isAutocomplete() ||
      interaction.isChatInputCommand() ||
      interaction.isMessageComponent() ||
      interaction.isModalSubmit();
    if (!isOurs) return;
    const ended = watch(known(nameOf(interaction)));
    try {
      ended(await outcomeOf(interaction));
    } catch (error) {
      ended('fault');
      throw error;
    }
  }

  async function outcomeOf(interaction: Answerable | AutocompleteInteraction): Promise<Outcome> {
    if (interaction.isAutocomplete()) return suggest(interaction);
    return interaction.isChatInputCommand() ? run(interaction) : press(interaction);
  }

  /** A forged custom_id can have any name: it must not become a series of figures of its own. */
  function known(name: string): string {
    const command = /^\/(\S+)/.exec(name)?.[1];
    const isKnown = command === undefined ? actionsByName.has(name) : commandsByName.has(command);
    return isKnown ? name : 'unknown';
  }

  return {
    async handle(interaction) {
      if (finishing) return;
      const work = handleOne(interaction).catch((error: unknown) => {
        log.error({ err: error, reference: interaction.id }, 'a request failed');
      });
      underWay.add(work);
      await work;
      underWay.delete(work);
    },
    async finish() {
      finishing = true;
      await Promise.all(underWay);
    },
  };
}

/** What a member types to get a card of that command: of several subcommands, the first makes the cards. */
function runnableName<Services>({ definition, subcommands }: CommandFor<Services>): string {
  const [first] = Object.keys(subcommands ?? {});
  return first === undefined ? definition.name : `${definition.name} ${first}`;
}

function nameOf(interaction: Answerable | AutocompleteInteraction): string {
  if (interaction.isAutocomplete()) return `/${interaction.commandName} suggestions`;
  if (!interaction.isChatInputCommand()) return actionOf(interaction.customId);
  const subcommand = interaction.options.getSubcommand(false);
  return subcommand === null ? `/${interaction.commandName}` : `/${interaction.commandName} ${subcommand}`;
}

/** Of a subcommand, Discord nests the options in it. */
function valuesOf({ options }: ChatInputCommandInteraction | AutocompleteInteraction): OptionValues {
  const given = options.data.flatMap((option) => option.options ?? option);
  return Object.fromEntries(given.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
}

function pressedOf(interaction: MessageComponentInteraction | ModalSubmitInteraction): Pressed {
  const { message, user } = interaction;
  const privateMessage = message?.flags.has(MessageFlags.Ephemeral) ?? false;
  return {
    privateMessage,
    ownMessage: privateMessage || message?.interactionMetadata?.user.id === user.id,
    fields: interaction.isModalSubmit() ? fieldsOf(interaction) : {},
    values: 'isAnySelectMenu' in interaction && interaction.isAnySelectMenu() ? interaction.values : [],
    texts: message ? textsOf(message) : [],
  };
}

function textsOf({ components }: DiscordMessage): readonly string[] {
  return components.flatMap((part) => {
    const inside = part.type === ComponentType.Container ? part.components : [part];
    return inside.flatMap((each) => (each.type === ComponentType.TextDisplay ? [each.content] : []));
  });
}

function fieldsOf({ fields }: ModalSubmitInteraction): Record<string, string> {
  return Object.fromEntries(
    [...fields.fields.values()].flatMap((field) =>
      'value' in field && typeof field.value === 'string' ? [[field.customId, field.value]] : [],
    ),
  );
}
