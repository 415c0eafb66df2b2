import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { filmJsonSchema, type SchemaNode } from '../../src/catalogue/json-schema.ts';
import { parseFilm } from '../../src/catalogue/load.ts';
import { shortest } from './files.ts';

const committed: unknown = JSON.parse(await readFile('data/film.schema.json', 'utf8'));

test('the committed schema is in step with the format: if not, run `npm run schema`', () => {
  expect(committed).toEqual(JSON.parse(JSON.stringify(filmJsonSchema())));
});

describe('as an editor reads it', () => {
  const ajv = new Ajv({ strict: false, allErrors: true, formats: { uri: true } });
  const validate = ajv.compile(filmJsonSchema());

  test('every shipped film follows it', async () => {
    for (const name of (await readdir('data/films')).filter((each) => each.endsWith('.yaml'))) {
      expect.soft(validate(parse(await readFile(join('data/films', name), 'utf8'))), name).toBe(true);
    }
  });

  test.each([
    ['an unknown field', shortest.replace('year:', 'yaer:')],
    ['a wrong choice', shortest.replace('novel', 'haiku')],
    ['a wrong type', shortest.replace('2001', 'then')],
    ['text and plot', `${shortest}prompts:\n  - { text: Why?, plot: Because. }\n`],
  ])('%s is underlined', (_, yaml) => {
    expect(validate(parse(yaml))).toBe(false);
  });

  test('plot is text, and explained', () => {
    expect(filmJsonSchema()).toMatchObject({
      properties: { scenes: { items: { properties: { plot: { type: 'string' } } } } },
    });
    expect(JSON.stringify(committed)).toContain('Tells plot: shown behind a spoiler only');
  });
});

describe('the template for a film', async () => {
  const yaml = await readFile('data/film.template.yaml', 'utf8');

  test('follows the format under its own name', () => {
    expect(parseFilm('the-film-2001.yaml', yaml).mistakes).toEqual([]);
  });

  test('has every field that there is', () => {
    expect(fieldsIn(parse(yaml)).toSorted()).toEqual(fieldsOf(filmJsonSchema()).toSorted());
  });
});

/** The fields of a schema, each by its path: lists and the forms of a choice count as what is in them. */
function fieldsOf(node: SchemaNode | undefined, path = ''): readonly string[] {
  if (typeof node !== 'object') return [];
  const parts = [...(node.anyOf ?? []), ...(node.items === undefined ? [] : [node.items].flat())];
  const own = Object.entries(node.properties ?? {}).flatMap(([name, child]) => [
    `${path}${name}`,
    ...fieldsOf(child, `${path}${name}.`),
  ]);
  return [...new Set([...own, ...parts.flatMap((part) => fieldsOf(part, path))])];
}

/** The fields of a value, by the same paths. */
function fieldsIn(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((item: unknown) => fieldsIn(item, path)))];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => [`${path}${name}`, ...fieldsIn(child, `${path}${name}.`)]);
}
