import { batch, computed, effect, signal, untracked } from '@preact/signals';
import { type Choice, type CommandDefinition, choicesFrom } from '../model/definitions.ts';
import {
  addOption,
  backOut,
  type CommandEntry,
  chooseCommand,
  commandsMatching,
  definitionOf,
  type Entry,
  emptyEntry,
  finish,
  focusOn,
  optionsMatching,
  pickChoice,
  removeOption,
  step,
  typeBehind,
  typeInto,
  typeText,
  valuesSoFar,
} from '../model/entry.ts';
import { choicesMatching } from '../model/option-check.ts';
import { composerTrouble, send } from './actions.ts';
import { ask } from './connection.ts';
import { actingId, locale, offered, placeId } from './session.ts';

/** One thing to take from the list above the composer. */
export interface Offer {
  readonly key: string;
  readonly title: string;
  readonly detail: string | undefined;
  readonly take: () => void;
}

/** The list above the composer. */
export interface OfferList {
  readonly heading: string;
  readonly offers: readonly Offer[];
  readonly note: string | undefined;
  /** Whether Enter takes the first one although none was gone to. */
  readonly eager: boolean;
}

/** What stands in the composer. */
export const entry = signal<Entry>(emptyEntry);

/** Counts whenever the composer should have the focus again. */
export const focusWanted = signal(0);

/** Which of the offers is marked; -1 for none. */
export const marked = signal(0);

/** Whether Escape has put the list away until the next letter. */
const isListHidden = signal(false);

type Suggested = { readonly state: 'loading' | 'ready' | 'failed'; readonly choices: readonly Choice[] };

const suggested = signal<Suggested>({ state: 'ready', choices: [] });

/** As long as a pause between letters has to be before suggestions are asked for. */
const pause = 80;
let asked = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** The list for what is typed now; undefined where there is nothing to offer. */
export const offerList = computed<OfferList | undefined>(() => {
  if (isListHidden.value) return undefined;
  const now = entry.value;
  return now.kind === 'text'
    ? commandOffers(now.text)
    : now.focused === undefined
      ? optionOffers(now)
      : valueOffers(now);
});

function commandOffers(text: string): OfferList | undefined {
  if (!text.startsWith('/')) return undefined;
  const found = commandsMatching(offered.value, text);
  if (found.length === 0) return undefined;
  return {
    heading: text === '/' ? 'Commands' : `Commands that match ${text}`,
    offers: found.map((command) => ({
      key: command.path,
      title: `/${command.label}`,
      detail: command.description,
      take: () => choose(command),
    })),
    note: undefined,
    eager: true,
  };
}

function optionOffers(now: CommandEntry): OfferList | undefined {
  const left = optionsMatching(now);
  if (left.length === 0) return undefined;
  return {
    heading: 'More options',
    offers: left.map(({ name, label, description }) => ({
      key: name,
      title: label,
      detail: description,
      take: () => change(addOption(now, name)),
    })),
    note: undefined,
    eager: now.tail.trim() !== '',
  };
}

function valueOffers(now: CommandEntry): OfferList | undefined {
  const name = now.focused ?? '';
  const definition = definitionOf(now, name);
  const field = now.fields.find((one) => one.name === name);
  if (!definition || !field) return undefined;
  const heading = definition.description;
  // What was picked from a list is shown whole again, so that another can be taken.
  const choices = definition.suggests
    ? suggested.value.choices
    : choicesMatching(definition.choices, field.picked ? '' : field.typed);
  const offers = choices.map((choice) => ({
    key: String(choice.value),
    title: choice.name,
    detail: undefined,
    take: () => change(pickChoice(now, name, choice)),
  }));
  return { heading, offers, note: noteFor(definition, offers.length), eager: !field.picked };
}

function noteFor({ suggests, choices }: { suggests: boolean; choices: readonly Choice[] }, count: number) {
  if (count > 0 || (!suggests && choices.length === 0)) return undefined;
  if (!suggests) return 'Nothing on the list matches.';
  if (suggested.value.state === 'loading') return 'Looking…';
  return suggested.value.state === 'failed'
    ? 'Loading options failed.'
    : 'No suggestions for this. You can send it as it is.';
}

/** Typing into the plain text. */
export function typePlain(text: string): void {
  change(typeText(text, offered.value));
}

/** Typing into an option, or behind the last one. */
export function typeField(name: string | undefined, typed: string): void {
  const now = entry.value;
  if (now.kind === 'command') change(name === undefined ? typeBehind(now, typed) : typeInto(now, name, typed));
}

/** Begins a command, and gives the composer the focus. */
export function choose(command: CommandDefinition): void {
  change(chooseCommand(command));
  focusWanted.value += 1;
}

/** Fills the composer with a command's name, as a click on a command in a text does. */
export function fillCommand(path: string): void {
  const command = offered.value.find((one) => one.path === path);
  if (command) choose(command);
  else composerTrouble.value = `/${path} is not offered here.`;
}

/** Goes to an option, or behind the last one. */
export function focusField(name: string | undefined): void {
  const now = entry.value;
  if (now.kind === 'command' && now.focused !== name) change(focusOn(now, name));
}

/** One option back or on. */
export function moveField(by: 1 | -1): void {
  const now = entry.value;
  if (now.kind === 'command') change(step(now, by));
}

/** Adds an option that may be left out. */
export function addField(name: string): void {
  const now = entry.value;
  if (now.kind === 'command') change(addOption(now, name));
  focusWanted.value += 1;
}

/** Takes an added option away. */
export function removeField(name: string): void {
  const now = entry.value;
  if (now.kind === 'command') change(removeOption(now, name));
  focusWanted.value += 1;
}

/** Backspace where nothing is left to delete. */
export function leaveField(): void {
  const now = entry.value;
  if (now.kind === 'command') change(backOut(now));
  focusWanted.value += 1;
}

/** Escape: first the list goes, then the command. */
export function stepOut(): void {
  if (offerList.value && !isListHidden.value) isListHidden.value = true;
  else if (entry.value.kind === 'command') change(emptyEntry);
  focusWanted.value += 1;
}

/** Marks the offer above or below, round and round. */
export function moveMark(by: 1 | -1): void {
  const count = offerList.value?.offers.length ?? 0;
  if (count === 0) return;
  marked.value = marked.value < 0 && by < 0 ? count - 1 : (marked.value + by + count) % count;
}

/** Takes the marked offer. Says whether there was one. */
export function takeMarked(): boolean {
  const offer = offerList.value?.offers[marked.value];
  offer?.take();
  if (offer) focusWanted.value += 1;
  return offer !== undefined;
}

/** Sends what stands in the composer. With something wrong in it, it stays and says so. */
export function submit(): void {
  const now = entry.value;
  if (now.kind === 'text') {
    if (now.text.trim() === '') return;
    change(emptyEntry);
    void sendOrRestore(now, { do: 'say', memberId: actingId.value, placeId: placeId.value, text: now.text });
    return;
  }
  const outcome = finish(now);
  if (outcome.kind === 'wrong') {
    change(outcome.entry);
    focusWanted.value += 1;
    return;
  }
  change(emptyEntry);
  focusWanted.value += 1;
  const { path: command } = now.command;
  const { options } = outcome;
  void sendOrRestore(now, { do: 'run', memberId: actingId.value, placeId: placeId.value, command, options });
}

async function sendOrRestore(before: Entry, wish: Parameters<typeof send>[0]): Promise<void> {
  const isSent = await send(wish);
  if (!isSent && entry.value === emptyEntry) change(before);
}

function change(next: Entry): void {
  batch(() => {
    const before = entry.value;
    entry.value = next;
    isListHidden.value = false;
    if (next !== emptyEntry) composerTrouble.value = undefined;
    askForSuggestions(before, next);
    marked.value = offerList.value?.eager ? 0 : -1;
  });
}

function askForSuggestions(before: Entry, next: Entry): void {
  const name = next.kind === 'command' ? next.focused : undefined;
  const definition = next.kind === 'command' && name !== undefined ? definitionOf(next, name) : undefined;
  const isSameField = before.kind === 'command' && before.focused === name;
  clearTimeout(timer);
  asked += 1;
  if (!isSameField) suggested.value = { state: 'loading', choices: [] };
  if (next.kind !== 'command' || name === undefined || !definition?.suggests) return;
  const number = asked;
  const { path: command } = next.command;
  const options = valuesSoFar(next);
  const look = async (): Promise<void> => {
    const where = { memberId: actingId.value, placeId: placeId.value };
    const reply = await ask({ do: 'complete', ...where, command, options, focused: name });
    // A letter typed meanwhile makes this answer stale.
    if (number !== asked) return;
    batch(() => {
      suggested.value = reply.ok
        ? { state: 'ready', choices: choicesFrom(reply.result, locale.value) }
        : { state: 'failed', choices: [] };
      marked.value = offerList.value?.eager ? 0 : -1;
    });
  };
  timer = setTimeout(() => void look(), isSameField ? pause : 0);
}

/** Empties the composer whenever somebody else acts or another place is shown. */
export function resetWithPlace(): void {
  effect(() => {
    void actingId.value;
    void placeId.value;
    untracked(() => {
      composerTrouble.value = undefined;
      change(emptyEntry);
    });
  });
}
