import { asNumber, isGiven, lengthOf } from './json.ts';
import type { Issue } from './refusals.ts';

/** Where something stands in a request body. */
export type Path = readonly (string | number)[];

/** A list of issues being gathered, with the checks that most fields share. */
export interface Checks {
  readonly issues: Issue[];
  add(path: Path, code: string, message: string): void;
  /** Text that must be there, of a length between two limits. */
  text(path: Path, value: unknown, least: number, most: number): void;
  /** Text that may be missing. */
  optionalText(path: Path, value: unknown, least: number, most: number): void;
  /** A whole number that may be missing, between two limits. */
  optionalInteger(path: Path, value: unknown, least: number, most: number): void;
  /** How many there are of something. */
  count(path: Path, value: unknown, least: number, most: number): void;
}

/** An empty list of issues. */
export function checks(): Checks {
  const issues: Issue[] = [];
  const add = (path: Path, code: string, message: string): void => {
    issues.push({ path, code, message });
  };
  const text = (path: Path, value: unknown, least: number, most: number): void => {
    if (!isGiven(value) || (typeof value === 'string' && value.trim() === '')) {
      if (least > 0) add(path, 'BASE_TYPE_REQUIRED', 'This field is required');
      return;
    }
    if (typeof value !== 'string') {
      add(path, 'STRING_TYPE_CONVERT', 'Could not interpret value as string.');
      return;
    }
    const length = lengthOf(value);
    if (length < least || length > most) {
      add(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${least} and ${most} in length.`);
    }
  };
  return {
    issues,
    add,
    text,
    optionalText: (path, value, least, most) => {
      if (isGiven(value)) text(path, value, least, most);
    },
    optionalInteger: (path, value, least, most) => {
      if (!isGiven(value)) return;
      if (!Number.isInteger(value)) {
        add(path, 'NUMBER_TYPE_COERCE', `Value "${value}" is not int.`);
        return;
      }
      const number = asNumber(value) ?? 0;
      if (number < least) add(path, 'NUMBER_TYPE_MIN', `int value should be greater than or equal to ${least}.`);
      if (number > most) add(path, 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${most}.`);
    },
    count: (path, value, least, most) => {
      if (!Array.isArray(value)) add(path, 'BASE_TYPE_REQUIRED', 'This field is required');
      else if (value.length < least || value.length > most) {
        add(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${least} and ${most} in length.`);
      }
    },
  };
}
