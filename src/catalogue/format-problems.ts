import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { filmJsonSchema, type SchemaNode } from './json-schema.ts';
import type { Path, Problem } from './mistakes.ts';
import { editsFrom } from './search/edits.ts';

/*
 * What zod found, in words for somebody who writes about films: the field, what it expects, what it found, and the name
 * that was probably meant.
 */

type Issue = z.core.$ZodIssue;

/** What does not follow the format in what an author wrote. */
export function formatProblems(error: z.ZodError, written: unknown): readonly Problem[] {
  const schema: SchemaNode = filmJsonSchema();
  return error.issues.filter(isNoConsequence).flatMap((issue) => problemsOf(issue, { schema, written }));
}

/** Of a text where a list is expected zod says, beside that, that it has too many letters. */
function isNoConsequence(issue: Issue, _: number, issues: readonly Issue[]): boolean {
  const isOfWrongType = ({ code, path }: Issue) => code === 'invalid_type' && isDeepStrictEqual(path, issue.path);
  return issue.code === 'invalid_type' || !issues.some(isOfWrongType);
}

interface Context {
  readonly schema: SchemaNode;
  readonly written: unknown;
}

function problemsOf(issue: Issue, context: Context): readonly Problem[] {
  const { path } = issue;
  switch (issue.code) {
    case 'unrecognized_keys': {
      const { names } = fieldsAt(context.schema, path);
      return issue.keys.map((name) => ({ path: [...path, name], at: 'key', problem: unknownField(name, names) }));
    }
    case 'invalid_union':
      return unionProblems(issue, context);
    default:
      return [{ path, problem: labelled(path, explain(issue, valueAt(context.written, path))) }];
  }
}

function explain(issue: Issue, found: unknown): string {
  if (found === undefined) return 'is missing';
  if (found === null) return 'is empty: give it a value or remove it';
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'number' || issue.expected === 'int' ? issue.message : wrongType(issue.expected, found);
    case 'invalid_value':
      return wrongChoice(issue.values.map(String), found);
    case 'too_big':
      if (issue.origin === 'array') return `has ${lengthOf(found)} entries, and ${issue.maximum} at most are shown`;
      return issue.origin === 'string' ? `is ${lengthOf(found)} characters long, of ${issue.maximum}` : issue.message;
    case 'too_small':
      return issue.origin === 'array' ? 'needs an entry' : issue.message;
    default:
      return issue.message;
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  array: 'a list, each entry after a hyphen',
  object: 'fields (name: value)',
};

function wrongType(expected: string, found: unknown): string {
  const quotes = expected === 'string' && !isContainer(found) ? `: write "${found}"` : '';
  return `expected ${kinds[expected] ?? expected}, found ${kindOf(found)}${quotes}`;
}

function wrongChoice(choices: readonly string[], found: unknown): string {
  const meant = isText(found) ? nearest(found, choices) : undefined;
  const guess = meant === undefined ? '' : `; did you mean ${meant}?`;
  return `expected one of ${choices.join(', ')}; found ${isContainer(found) ? kindOf(found) : found}${guess}`;
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (isContainer(value)) return 'fields';
  return isText(value) ? 'a text' : `${typeof value === 'number' ? 'the number ' : ''}${value}`;
}

function unknownField(name: string, known: readonly string[]): string {
  // Between { and } a comma begins the next field, whatever was meant.
  if (!/^\w+$/.test(name)) return `a text with a comma in it needs quotes between { and }: ${name} was read as a field`;
  const meant = nearest(name, known);
  return meant === undefined
    ? `there is no field ${name} here; there are ${known.join(', ')}`
    : `there is no field ${name}; did you mean ${meant}?`;
}

/** The forms of a union differ in one field: `text`, or `plot` for what is to stand behind a spoiler. */
function unionProblems(issue: Extract<Issue, { code: 'invalid_union' }>, context: Context): readonly Problem[] {
  const { path } = issue;
  const found = valueAt(context.written, path);
  const forms = fieldsAt(context.schema, path).ofOneForm;
  const either = forms.join(' or ');
  if (!isContainer(found) || Array.isArray(found)) {
    return [{ path, problem: labelled(path, `expected a field ${either}, found ${kindOf(found)}`) }];
  }
  const [first, second] = forms.filter((name) => name in found);
  const misfit: readonly Problem[] = [
    ...(first === undefined ? [{ path, problem: labelled(path, `needs a field ${either}`) }] : []),
    ...(second
      ? [{ path: [...path, second], at: 'key' as const, problem: `${second}: write ${either}, not both` }]
      : []),
  ];
  const chosen = first === undefined ? 0 : forms.indexOf(first);
  const others = (issue.errors[chosen] ?? []).filter(isNoConsequence).flatMap((error) => besides(error, forms, found));
  return [...misfit, ...others.flatMap((error) => problemsOf({ ...error, path: [...path, ...error.path] }, context))];
}

/** An issue without what it says of the fields by which the forms differ. */
function besides(issue: Issue, forms: readonly string[], found: object): readonly Issue[] {
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.filter((name) => !forms.includes(name));
    return keys.length > 0 ? [{ ...issue, keys }] : [];
  }
  const isMissing = forms.some((name) => name === issue.path[0] && !(name in found));
  return isMissing ? [] : [issue];
}

/** The names that can stand at a path, and of them those that only one of its forms has. */
function fieldsAt(schema: SchemaNode, path: Path): { names: readonly string[]; ofOneForm: readonly string[] } {
  const step = (nodes: readonly SchemaNode[], to: PropertyKey) =>
    nodes.flatMap((node) => (typeof to === 'string' ? (propertiesOf(node)[to] ?? []) : itemsOf(node))).flatMap(formsOf);
  const forms = path.reduce(step, formsOf(schema));
  const perForm = forms.map((form) => Object.keys(propertiesOf(form)));
  const names = [...new Set(perForm.flat())];
  return { names, ofOneForm: names.filter((name) => perForm.filter((some) => some.includes(name)).length === 1) };
}

const formsOf = (node: SchemaNode): readonly SchemaNode[] => (typeof node === 'object' && node.anyOf) || [node];
const propertiesOf = (node: SchemaNode): Readonly<Record<string, SchemaNode>> =>
  (typeof node === 'object' && node.properties) || {};
const itemsOf = (node: SchemaNode): readonly SchemaNode[] =>
  typeof node === 'object' && node.items !== undefined ? [node.items].flat() : [];

/** More edits than this make another word. */
const mostEdits = 3;

function nearest(name: string, known: readonly string[]): string | undefined {
  const edits = editsFrom(name.toLowerCase());
  const ranked = known
    .map((each) => ({ each, away: edits(each.toLowerCase()) }))
    .filter(({ each, away }) => away <= Math.min(mostEdits, Math.floor(each.length / 2)))
    .sort((one, other) => one.away - other.away);
  return ranked[0]?.each;
}

const labelled = (path: Path, message: string) => {
  const field = path.findLast(isText);
  return field === undefined ? message : `${field}: ${message}`;
};

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, step) => (isContainer(at) ? Reflect.get(at, step) : undefined), value);
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;
const lengthOf = (value: unknown) => (isText(value) ? value.trim().length : Array.isArray(value) ? value.length : 0);
