import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { filmJsonSchema } from '../../src/catalogue/json-schema.ts';
import { shortest } from './files.ts';

const committed: unknown = JSON.parse(await readFile('data/film.schema.json', 'utf8'));

test('the committed schema is in step with the format: if not, run `npm run schema`', () => {
  expect(committed).toEqual(JSON.parse(JSON.stringify(filmJsonSchema())));
});

describe('as an editor reads it', () => {
  const ajv = new Ajv({ strict: false, allErrors: true, formats: { uri: true } });
  const validate = ajv.compile(filmJsonSchema());

  test('every shipped film follows it', async () => {
    for (const name of await readdir('data/films')) {
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
