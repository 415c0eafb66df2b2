import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Upload } from './drafts.ts';
import { type JsonObject, parseJson } from './json.ts';
import { refusal } from './refusals.ts';

/** Hono's view of a request. */
export type RestContext = Context<{ Bindings: HttpBindings }>;

/** A request as the routes read it. */
export interface RestRequest {
  readonly param: (name: string) => string;
  readonly query: Readonly<Record<string, string>>;
  readonly json: unknown;
  readonly body: JsonObject;
  readonly uploads: readonly Upload[];
}

/** What a route does: it returns the JSON to answer, nothing for 204, or throws a refusal. */
export type Handler = (request: RestRequest) => unknown;

const largestUpload = 10 * 1024 * 1024;

/** Reads a JSON or multipart body; throws Discord's refusal where it cannot be read. */
export async function readBody(c: RestContext): Promise<{ json: unknown; uploads: readonly Upload[] }> {
  if (c.req.method === 'GET' || c.req.method === 'DELETE') return { json: undefined, uploads: [] };
  const type = c.req.header('content-type') ?? '';
  if (!type.startsWith('multipart/form-data')) {
    const text = await c.req.text();
    if (text === '') return { json: undefined, uploads: [] };
    const json = parseJson(text);
    if (json === undefined) throw refusal.notJson();
    return { json, uploads: [] };
  }
  const form = await c.req.formData();
  const uploads: Upload[] = [];
  let json: unknown;
  for (const [field, value] of form) {
    if (typeof value === 'string') {
      if (field !== 'payload_json') continue;
      json = parseJson(value);
      if (json === undefined) throw refusal.notJson();
      continue;
    }
    const bytes = new Uint8Array(await value.arrayBuffer());
    if (bytes.byteLength > largestUpload) throw refusal.tooLarge();
    const index = Number(/^files\[(\d+)\]$/.exec(field)?.[1] ?? uploads.length);
    uploads.push({ index, name: value.name, contentType: value.type || 'application/octet-stream', bytes });
  }
  return { json, uploads };
}
