import { z } from 'zod';
import { asNumber, asObject, parseJson } from './json.ts';
import type { Request } from './protocol.ts';

/* What a page may ask, parsed: anything may come over a socket. */

const request = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const id = z.string().regex(/^\d{17,20}$/);
const name = z.string().min(1).max(100);
const text = z.string().max(6000);
const options = z.record(name, z.union([text, z.number(), z.boolean()]));
const aYear = 366 * 24 * 60 * 60 * 1000;

const used = { id: request, memberId: id, placeId: id, command: z.string().min(1).max(6000), options };
const touched = { id: request, memberId: id, messageId: id };

const schema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('run'), ...used }),
  z.object({ do: z.literal('complete'), ...used, focused: name }),
  z.object({ do: z.literal('press'), ...touched, customId: name }),
  z.object({ do: z.literal('select'), ...touched, customId: name, values: z.array(text).max(25) }),
  z.object({
    do: z.literal('submit'),
    id: request,
    memberId: id,
    modalId: id,
    fields: z.record(name, z.union([text, z.array(text).max(25), z.boolean()])),
  }),
  z.object({ do: z.literal('say'), id: request, memberId: id, placeId: id, text: z.string().trim().min(1).max(2000) }),
  z.object({ do: z.literal('dismiss'), ...touched }),
  z.object({ do: z.literal('advance'), id: request, milliseconds: z.number().int().min(1).max(aYear) }),
  z.object({ do: z.literal('inspect'), id: request, messageId: id }),
]);

/** A request, or why it is none; `id` as far as it could be read, so that the refusal finds its way. */
export type ParsedRequest =
  | { readonly request: Request }
  | { readonly request: undefined; readonly id: number; readonly reason: string };

/** Reads what came over a page's socket. */
export function parseRequest(written: string): ParsedRequest {
  const json = parseJson(written);
  const parsed = schema.safeParse(json);
  if (parsed.success) return { request: parsed.data };
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.');
  const reason = `This is no request${where ? ` (${where})` : ''}: ${issue?.message ?? 'it cannot be read'}`;
  return { request: undefined, id: asNumber(asObject(json).id) ?? -1, reason };
}
