import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { readPageFile } from './page-files.ts';
import { protectiveHeaders } from './page-guard.ts';
import { lockHeader } from './playground-lock.ts';
import type { World } from './world.ts';

/** Pictures that a browser may show in place; anything else is only ever downloaded. */
const pictures: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** What the page's origin serves. */
export interface PageParts {
  /** The built page. */
  readonly pageFolder: string;
  readonly world: World;
  /** See playground-lock.ts. */
  readonly word: string;
}

/** The page's own files, and the files of messages. */
export function createPageApp({ pageFolder, world, word }: PageParts): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();

  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(protectiveHeaders(c.req.header('host') ?? ''))) c.header(name, value);
    c.header(lockHeader, word);
  });

  app.get('/attachments/:id/:name', (c) => {
    const file = world.files.get(c.req.param('id'));
    if (file?.name !== c.req.param('name')) return c.body(null, 404);
    const isPicture = pictures.includes(file.contentType);
    return c.body(Buffer.from(file.bytes), 200, {
      'Content-Type': isPicture ? file.contentType : 'application/octet-stream',
      'Content-Disposition': isPicture ? 'inline' : `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'Cache-Control': 'private, max-age=3600',
    });
  });

  app.get('*', async (c) => {
    const file = await readPageFile(pageFolder, decoded(c.req.path));
    if (!file)
      return c.req.path === '/'
        ? c.text('The page has not been built: npm run build does it.\n', 404)
        : c.body(null, 404);
    return c.body(Buffer.from(file.bytes), 200, {
      'Content-Type': file.contentType,
      'Cache-Control': file.cacheControl,
    });
  });

  app.all('*', (c) => c.body(null, 405));
  return app;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
