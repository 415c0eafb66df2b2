import { lengthOf } from '../../json.ts';
import type { OptionValue } from '../../protocol.ts';
import type { Choice, OptionDefinition } from './definitions.ts';

/** What a member put into an option. */
export interface Filled {
  readonly typed: string;
  /** The suggestion or choice they took, as long as they have not typed on. */
  readonly picked: Choice | undefined;
}

/** What an option's text comes to: a value, nothing, or what is wrong with it. */
export type Reading =
  | { readonly kind: 'value'; readonly value: OptionValue }
  | { readonly kind: 'left-out' }
  | { readonly kind: 'wrong'; readonly problem: string };

/** Reads one option as Discord's client does before it sends a command. */
export function readOption(option: OptionDefinition, { typed, picked }: Filled): Reading {
  if (picked) return { kind: 'value', value: picked.value };
  const text = typed.trim();
  if (text === '') return option.required ? wrong('This option is required. Specify a value.') : { kind: 'left-out' };
  if (option.choices.length > 0) return readChoice(option, text);
  return option.kind === 'text' ? readText(option, text) : readNumber(option, text);
}

/** The choices that go with what was typed: those that begin with it first. */
export function choicesMatching(choices: readonly Choice[], typed: string): readonly Choice[] {
  const wanted = typed.trim().toLowerCase();
  const found = choices.filter(({ name }) => name.toLowerCase().includes(wanted));
  const begins = (choice: Choice) => (choice.name.toLowerCase().startsWith(wanted) ? 0 : 1);
  return [...found].sort((one, other) => begins(one) - begins(other));
}

function readChoice({ choices }: OptionDefinition, text: string): Reading {
  const wanted = text.toLowerCase();
  const found =
    choices.find(({ name }) => name.toLowerCase() === wanted) ??
    choices.find(({ name }) => name.toLowerCase().split(' ').includes(wanted)) ??
    choices.find(({ value }) => String(value) === text);
  return found ? { kind: 'value', value: found.value } : wrong('Choose one from the list.');
}

function readText({ minLength = 0, maxLength = 6000 }: OptionDefinition, text: string): Reading {
  const length = lengthOf(text);
  if (length < minLength) return wrong(`Write at least ${minLength} characters.`);
  if (length > maxLength) return wrong(`Write no more than ${maxLength} characters; these are ${length}.`);
  return { kind: 'value', value: text };
}

function readNumber({ kind, min, max }: OptionDefinition, text: string): Reading {
  const value = Number(text);
  if (kind === 'whole' && !/^[-+]?\d+$/.test(text)) return wrong('Enter a whole number.');
  if (!Number.isFinite(value)) return wrong('Enter a number.');
  const tooLow = min !== undefined && value < min;
  const tooHigh = max !== undefined && value > max;
  if (!tooLow && !tooHigh) return { kind: 'value', value };
  if (min !== undefined && max !== undefined) return wrong(`Enter a number from ${min} to ${max}.`);
  return wrong(tooLow ? `Enter a number no lower than ${min}.` : `Enter a number no higher than ${max}.`);
}

function wrong(problem: string): Reading {
  return { kind: 'wrong', problem };
}
