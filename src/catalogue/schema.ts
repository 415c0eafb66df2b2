import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';
import { filmJsonSchema } from './json-schema.ts';

/* `npm run schema`: writes data/film.schema.json, which editors complete and check content files by. */

const file = join(projectRoot(import.meta.filename), 'data', 'film.schema.json');
await writeFile(file, `${JSON.stringify(filmJsonSchema(), null, 2)}\n`);
