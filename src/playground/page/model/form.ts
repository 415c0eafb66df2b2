import { componentType } from '../../components.ts';
import { asNumber, asObject, asObjects, asText, type JsonObject, lengthOf } from '../../json.ts';

/** A choice of a field. */
export interface FormOption {
  readonly label: string;
  readonly value: string;
  readonly description: string | undefined;
}

/** What a member put into a field. */
export type FormValue = string | readonly string[] | boolean;

/** A field of a form. */
export interface FormField {
  readonly id: string;
  readonly label: string;
  readonly description: string | undefined;
  readonly kind: 'line' | 'paragraph' | 'radio' | 'checkboxes' | 'checkbox' | 'select' | 'unknown';
  readonly required: boolean;
  readonly options: readonly FormOption[];
  /** The least and most characters, or options. */
  readonly least: number;
  readonly most: number;
  readonly placeholder: string | undefined;
  readonly start: FormValue;
}

/** A part of a form: a field, or text between fields. */
export type FormPart =
  | { readonly kind: 'text'; readonly markdown: string }
  | { readonly kind: 'field'; readonly field: FormField };

const longestText = 4000;

/** A form's parts in their order. */
export function partsOf(modal: JsonObject, people: readonly FormOption[], channels: readonly FormOption[]) {
  return asObjects(modal.components).flatMap((component): readonly FormPart[] => {
    switch (component.type) {
      case componentType.textDisplay:
        return [{ kind: 'text', markdown: asText(component.content) ?? '' }];
      case componentType.label:
        return [{ kind: 'field', field: fieldFrom(asObject(component.component), component, people, channels) }];
      case componentType.actionRow:
        return asObjects(component.components).map((input) => ({
          kind: 'field',
          field: fieldFrom(input, input, people, channels),
        }));
      default:
        return [];
    }
  });
}

function fieldFrom(
  input: JsonObject,
  labelled: JsonObject,
  people: readonly FormOption[],
  channels: readonly FormOption[],
): FormField {
  const kind = kindOf(input);
  const options = optionsOf(input, people, channels);
  const isText = kind === 'line' || kind === 'paragraph';
  const required = input.required !== false;
  const several = kind === 'checkboxes' ? options.length : 1;
  return {
    id: asText(input.custom_id) ?? '',
    label: asText(labelled.label) ?? '',
    description: asText(labelled.description),
    kind,
    required,
    options,
    least: isText ? (asNumber(input.min_length) ?? 0) : required ? (asNumber(input.min_values) ?? 1) : 0,
    most: isText ? (asNumber(input.max_length) ?? longestText) : (asNumber(input.max_values) ?? several),
    placeholder: asText(input.placeholder),
    start: startOf(input, kind),
  };
}

function kindOf({ type, style }: JsonObject): FormField['kind'] {
  switch (type) {
    case componentType.textInput:
      return style === 2 ? 'paragraph' : 'line';
    case componentType.radioGroup:
      return 'radio';
    case componentType.checkboxGroup:
      return 'checkboxes';
    case componentType.checkbox:
      return 'checkbox';
    case componentType.stringSelect:
    case componentType.userSelect:
    case componentType.mentionableSelect:
    case componentType.channelSelect:
      return 'select';
    default:
      return 'unknown';
  }
}

function startOf(input: JsonObject, kind: FormField['kind']): FormValue {
  if (kind === 'line' || kind === 'paragraph') return asText(input.value) ?? '';
  if (kind === 'checkbox') return input.default === true;
  const picked = asObjects(input.options).filter((option) => option.default === true);
  const values = picked.map(({ value }) => String(value));
  return kind === 'radio' ? (values[0] ?? '') : values;
}

/** The options of a select, radio or checkbox group; of a member or channel select, who or what there is. */
export function optionsOf(
  input: JsonObject,
  people: readonly FormOption[],
  channels: readonly FormOption[],
): readonly FormOption[] {
  if (input.type === componentType.userSelect || input.type === componentType.mentionableSelect) return people;
  if (input.type === componentType.channelSelect) return channels;
  return asObjects(input.options).map(({ label, value, description }) => ({
    label: asText(label) ?? '',
    value: String(value),
    description: asText(description),
  }));
}

/** What keeps a field from being sent; undefined where nothing does. */
export function problemWith(field: FormField, value: FormValue): string | undefined {
  if (typeof value === 'boolean') return undefined;
  if (field.kind === 'radio') return value === '' && field.required ? 'Choose one of these.' : undefined;
  if (typeof value !== 'string') return problemWithPicks(field, value.length);
  const length = lengthOf(value);
  if (length === 0) return field.required ? 'This field is required.' : undefined;
  if (length < field.least) return `Write at least ${field.least} characters.`;
  if (length > field.most) return `Write no more than ${field.most} characters.`;
  return undefined;
}

function problemWithPicks({ least, most, required }: FormField, picks: number): string | undefined {
  if (picks === 0 && !required) return undefined;
  if (picks < least) return least === 1 ? 'Choose at least one.' : `Choose at least ${least}.`;
  return picks > most ? `Choose no more than ${most}.` : undefined;
}

/** The values as they are sent: a field that is left empty and may be is not among them. */
export function submission(
  fields: readonly FormField[],
  values: Readonly<Record<string, FormValue>>,
): Readonly<Record<string, FormValue>> {
  const sent = fields
    .filter(({ kind }) => kind !== 'unknown')
    .map((field) => [field, values[field.id] ?? field.start] as const)
    .filter(([field, value]) => !(field.kind === 'radio' && value === ''));
  return Object.fromEntries(sent.map(([{ id }, value]) => [id, value]));
}
