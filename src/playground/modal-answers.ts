import { componentType, withIds } from './components.ts';
import { asNumber, asObjects, isObject, type JsonObject, lengthOf } from './json.ts';
import type { SeenField, SeenModal } from './seen.ts';

/** What a member puts into a modal's field: text, the picked options, or a tick. */
export type FieldValue = string | readonly string[] | boolean;

function fail(field: SeenField, problem: string): never {
  throw new Error(`Discord would not send this: field "${field.label || field.customId}" ${problem}`);
}

/** The value of one of a field's options, by its value, its label or a whole word of that. */
function optionOf(field: SeenField, wanted: string): string {
  const option =
    field.options.find(({ value }) => value === wanted) ??
    field.options.find(({ label }) => label === wanted) ??
    field.options.find(({ label }) => label.split(' ').includes(wanted));
  if (!option) fail(field, `has no option "${wanted}"; it has ${field.options.map(({ label }) => label).join(', ')}`);
  return option.value;
}

function defaultsOf(field: SeenField): readonly string[] {
  return asObjects(field.raw.options)
    .filter((option) => option.default === true)
    .map(({ value }) => String(value));
}

function several(field: SeenField, given: FieldValue | undefined): readonly string[] {
  const wanted = given === undefined ? defaultsOf(field) : typeof given === 'string' ? [given] : given;
  if (typeof wanted === 'boolean') fail(field, 'takes options, not a tick');
  const values = field.options.length > 0 ? wanted.map((one) => optionOf(field, one)) : wanted;
  const least = field.required ? (asNumber(field.raw.min_values) ?? 1) : 0;
  const most =
    asNumber(field.raw.max_values) ?? (field.type === componentType.checkboxGroup ? field.options.length : 1);
  if (values.length < least || values.length > most) fail(field, `takes ${least} to ${most} options`);
  return values;
}

function textFor(field: SeenField, given: FieldValue | undefined): string {
  const text = given ?? field.value ?? '';
  if (typeof text !== 'string') fail(field, 'takes text');
  const length = lengthOf(text);
  if (length === 0 && field.required) fail(field, 'is required');
  const least = asNumber(field.raw.min_length) ?? 0;
  const most = asNumber(field.raw.max_length) ?? 4000;
  if (length > 0 && (length < least || length > most)) fail(field, `must be between ${least} and ${most} long`);
  return text;
}

function answerOf(field: SeenField, given: FieldValue | undefined): JsonObject {
  switch (field.type) {
    case componentType.textInput:
      return { value: textFor(field, given) };
    case componentType.radioGroup: {
      const [picked] = given === undefined ? defaultsOf(field) : several(field, given);
      if (picked === undefined && field.required) fail(field, 'is required');
      return { value: picked ?? null };
    }
    case componentType.checkbox:
      if (given !== undefined && typeof given !== 'boolean') fail(field, 'takes a tick');
      return { value: given ?? field.raw.default === true };
    default:
      return { values: several(field, given) };
  }
}

/** A submission's components, from what a member put into the fields, by custom id or label. */
export function modalComponents(modal: SeenModal, given: Readonly<Record<string, FieldValue>>): readonly JsonObject[] {
  for (const name of Object.keys(given)) {
    if (modal.fields.some(({ customId, label }) => customId === name || label === name)) continue;
    const known = modal.fields.map(({ label }) => label).join(', ');
    throw new Error(`The modal "${modal.title}" has no field "${name}"; it has ${known}`);
  }
  const filled = (raw: JsonObject): JsonObject => {
    const field = modal.fields.find(({ customId }) => customId === raw.custom_id);
    if (!field) return { type: raw.type, id: raw.id };
    const value = given[field.customId] ?? given[field.label];
    return { type: raw.type, id: raw.id, custom_id: raw.custom_id, ...answerOf(field, value) };
  };
  return withIds(asObjects(modal.raw.components)).map((component) => {
    const { type, id } = component;
    if (type === componentType.label && isObject(component.component)) {
      return { type, id, component: filled(component.component) };
    }
    if (type === componentType.actionRow) return { type, id, components: asObjects(component.components).map(filled) };
    return { type, id };
  });
}
