import { describe, expect, test } from 'vitest';
import { type FormField, partsOf, problemWith, submission } from '../../../src/playground/page/model/form.ts';

function fieldsOf(...components: readonly Record<string, unknown>[]): readonly FormField[] {
  const labelled = components.map((component, index) => ({ type: 18, label: `Field ${index}`, component }));
  return partsOf({ components: labelled }, [], []).flatMap((part) => (part.kind === 'field' ? [part.field] : []));
}

function fieldOf(component: Record<string, unknown>): FormField {
  const [field] = fieldsOf(component);
  if (!field) throw new Error('no field');
  return field;
}

const ten = Array.from({ length: 3 }, (_, index) => ({ label: `L${index}`, value: `v${index}` }));

describe('a form', () => {
  test('keeps texts and fields in their order', () => {
    const parts = partsOf(
      {
        components: [
          { type: 10, content: 'Hello' },
          { type: 18, label: 'A', component: { type: 4, custom_id: 'a' } },
        ],
      },
      [],
      [],
    );
    expect(parts.map(({ kind }) => kind)).toEqual(['text', 'field']);
  });

  test('begins with what the bot filled in', () => {
    const options = [
      { label: 'A', value: 'a' },
      { label: 'B', value: 'b', default: true },
    ];
    expect(fieldOf({ type: 21, custom_id: 'r', options }).start).toBe('b');
    expect(fieldOf({ type: 22, custom_id: 'c', options }).start).toEqual(['b']);
    expect(fieldOf({ type: 4, style: 1, custom_id: 't', value: 'text' }).start).toBe('text');
    expect(fieldOf({ type: 23, custom_id: 'k', default: true }).start).toBe(true);
  });

  test('sends every field, but no radio group without a pick', () => {
    const fields = fieldsOf(
      { type: 4, style: 1, custom_id: 't', required: false },
      { type: 21, custom_id: 'r', options: ten, required: false },
      { type: 23, custom_id: 'k' },
    );
    expect(submission(fields, { t: 'x' })).toEqual({ t: 'x', k: false });
  });
});

describe('checking', () => {
  const line = fieldOf({ type: 4, style: 1, custom_id: 't', min_length: 3, max_length: 5 });

  test.each([
    ['', 'This field is required.'],
    ['ab', 'Write at least 3 characters.'],
    ['abcdef', 'Write no more than 5 characters.'],
    ['🎬🎬🎬🎬🎬', undefined],
  ])('the text "%s"', (text, problem) => {
    expect(problemWith(line, text)).toBe(problem);
  });

  test('a text that may be left out, may', () => {
    expect(problemWith({ ...line, required: false }, '')).toBeUndefined();
    expect(problemWith({ ...line, required: false }, 'ab')).toBe('Write at least 3 characters.');
  });

  test('a radio group needs a pick where it is required', () => {
    const radio = fieldOf({ type: 21, custom_id: 'r', options: ten });
    expect(problemWith(radio, '')).toBe('Choose one of these.');
    expect(problemWith(radio, 'v1')).toBeUndefined();
  });

  test('checkboxes have a least and a most', () => {
    const boxes = fieldOf({ type: 22, custom_id: 'c', options: ten, min_values: 2, max_values: 2 });
    expect(problemWith(boxes, ['v0'])).toBe('Choose at least 2.');
    expect(problemWith(boxes, ['v0', 'v1', 'v2'])).toBe('Choose no more than 2.');
    expect(problemWith(boxes, ['v0', 'v1'])).toBeUndefined();
  });
});
