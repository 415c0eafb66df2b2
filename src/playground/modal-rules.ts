import { type Checks, checks, type Path } from './checks.ts';
import { checkOptions, checkSelect, checkUniqueIds, choice, selects } from './component-rules.ts';
import { componentType } from './components.ts';
import { asNumber, asObjects, isObject, type JsonObject } from './json.ts';
import { refuseInvalid } from './refusals.ts';

const inLabels: readonly unknown[] = [componentType.textInput, ...selects, 19, 21, 22, 23];

function checkTextInput(c: Checks, at: Path, input: JsonObject): void {
  if (![1, 2].includes(asNumber(input.style) ?? 0)) {
    c.add([...at, 'style'], 'BASE_TYPE_CHOICES', 'Value must be one of {1, 2}.');
  }
  c.optionalInteger([...at, 'min_length'], input.min_length, 0, 4000);
  c.optionalInteger([...at, 'max_length'], input.max_length, 1, 4000);
  c.optionalText([...at, 'placeholder'], input.placeholder, 0, 100);
  c.optionalText([...at, 'value'], input.value, 0, Math.min(4000, asNumber(input.max_length) ?? 4000));
}

function checkField(c: Checks, at: Path, field: JsonObject): void {
  if (!choice(c, at, field.type, inLabels)) return;
  c.text([...at, 'custom_id'], field.custom_id, 1, 100);
  if (field.type === componentType.textInput) checkTextInput(c, at, field);
  else if (selects.includes(field.type)) checkSelect(c, at, field);
  else if (field.type === componentType.radioGroup) checkOptions(c, at, field.options, 2, 10);
  else if (field.type === componentType.checkboxGroup) checkOptions(c, at, field.options, 1, 10);
}

/** Refuses a modal that Discord would refuse. `path` is where it stands in the request body. */
export function checkModal(modal: JsonObject, path: Path): void {
  const c = checks();
  c.text([...path, 'title'], modal.title, 1, 45);
  c.text([...path, 'custom_id'], modal.custom_id, 1, 100);
  c.count([...path, 'components'], modal.components, 1, 5);
  const components = asObjects(modal.components);
  for (const [index, component] of components.entries()) {
    const at = [...path, 'components', index];
    if (!choice(c, at, component.type, [componentType.actionRow, componentType.textDisplay, componentType.label]))
      continue;
    if (component.type === componentType.textDisplay) c.text([...at, 'content'], component.content, 1, 4000);
    if (component.type === componentType.actionRow) {
      for (const [place, input] of asObjects(component.components).entries()) {
        const inside = [...at, 'components', place];
        c.text([...inside, 'label'], input.label, 1, 45);
        checkField(c, inside, input);
      }
    }
    if (component.type !== componentType.label) continue;
    c.text([...at, 'label'], component.label, 1, 45);
    c.optionalText([...at, 'description'], component.description, 1, 100);
    if (isObject(component.component)) checkField(c, [...at, 'component'], component.component);
    else c.add([...at, 'component'], 'BASE_TYPE_REQUIRED', 'This field is required');
  }
  checkUniqueIds(c, [...path, 'components'], components);
  refuseInvalid(c.issues);
}
