import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

/** A file of the built page. */
export interface PageFile {
  readonly contentType: string;
  readonly cacheControl: string;
  readonly bytes: Uint8Array;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/**
 * Reads the file of a path such as `/assets/index-1a2b3c4d.js`. The path is looked up among the names that the folder
 * has, and never made into a path of the file system: there is no way out of the folder.
 */
export async function readPageFile(folder: string, path: string): Promise<PageFile | undefined> {
  const wanted = path === '/' ? '/index.html' : path;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const found = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .find((name) => `/${name.split(sep).join('/')}` === wanted);
  if (found === undefined) return undefined;
  return {
    contentType: contentTypes[extname(found)] ?? 'application/octet-stream',
    // The build puts a hash of the content into the names of what it puts into assets/.
    cacheControl: wanted.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-store',
    bytes: await readFile(join(folder, found)),
  };
}
