import { UserError } from '../user-error.ts';

/** The values that a member gave to a command, by option name. */
export type OptionValues = Readonly<Record<string, string | number | boolean>>;

/** Reads them. A value of the wrong kind can only be forged, and is answered kindly all the same. */
export interface Options {
  /** @throws UserError `option.unusable` */
  text(name: string): string;
  textIfGiven(name: string): string | undefined;
  /** A whole number between the bounds, both included. @throws UserError `option.unusable` */
  whole(name: string, bounds: { readonly min: number; readonly max: number }): number;
  wholeOr<Otherwise>(
    name: string,
    bounds: { readonly min: number; readonly max: number },
    otherwise: Otherwise,
  ): number | Otherwise;
  /** One of the choices. @throws UserError `option.unusable` */
  choiceIfGiven<Choice extends string | number>(name: string, choices: readonly Choice[]): Choice | undefined;
  /** One of the choices, or the first of them where none was given. @throws UserError `option.unusable` */
  choice<Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]]): Choice;
  /** False where it was not given. */
  flag(name: string): boolean;
  flagIfGiven(name: string): boolean | undefined;
}

/** Options over plain values. */
export function readOptions(values: OptionValues): Options {
  const unusable = (option: string) => new UserError({ code: 'option.unusable', option });

  const options: Options = {
    text(name) {
      const value = values[name];
      if (typeof value !== 'string') throw unusable(name);
      return value;
    },
    textIfGiven: (name) => (values[name] === undefined ? undefined : options.text(name)),
    whole(name, { min, max }) {
      const value = values[name];
      if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) throw unusable(name);
      return value;
    },
    wholeOr: (name, bounds, otherwise) => (values[name] === undefined ? otherwise : options.whole(name, bounds)),
    choice: (name, choices) => options.choiceIfGiven(name, choices) ?? choices[0],
    choiceIfGiven(name, choices) {
      const value = values[name];
      if (value === undefined) return undefined;
      const chosen = choices.find((choice) => choice === value);
      if (chosen === undefined) throw unusable(name);
      return chosen;
    },
    flag: (name) => values[name] === true,
    flagIfGiven: (name) => (values[name] === undefined ? undefined : options.flag(name)),
  };
  return options;
}
