import { isObject, type JsonObject } from './json.ts';

/** One thing wrong with a request body, at its place in it. */
export interface Issue {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}

/** An answer that refuses a request, as Discord words it. */
export interface Refusal {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  readonly errors?: JsonObject;
}

const refusals = new WeakMap<Error, Refusal>();

/** An error to throw where a request is refused; `refusalOf` reads it back. */
export function refuse(status: number, code: number, message: string, errors?: JsonObject): Error {
  const error = new Error(`${status}: ${message} (${code})`);
  refusals.set(error, { status, code, message, ...(errors && { errors }) });
  return error;
}

/** The refusal in a thrown value, if it is one. */
export function refusalOf(thrown: unknown): Refusal | undefined {
  return thrown instanceof Error ? refusals.get(thrown) : undefined;
}

/** Discord's refusals that this server knows, by name. */
export const refusal = {
  unauthorized: () => refuse(401, 0, '401: Unauthorized'),
  notFound: () => refuse(404, 0, '404: Not Found'),
  serverError: () => refuse(500, 0, '500: Internal Server Error'),
  notJson: () => refuse(400, 50109, 'The request body contains invalid JSON.'),
  tooLarge: () => refuse(413, 40005, 'Request entity too large'),
  unknownApplication: () => refuse(404, 10002, 'Unknown Application'),
  unknownChannel: () => refuse(404, 10003, 'Unknown Channel'),
  unknownGuild: () => refuse(404, 10004, 'Unknown Guild'),
  unknownMessage: () => refuse(404, 10008, 'Unknown Message'),
  unknownWebhook: () => refuse(404, 10015, 'Unknown Webhook'),
  unknownInteraction: () => refuse(404, 10062, 'Unknown interaction'),
  alreadyAcknowledged: () => refuse(400, 40060, 'Interaction has already been acknowledged.'),
  tooManyFollowUps: () =>
    refuse(400, 40094, 'This interaction has reached the maximum number of follow-up messages that can be sent.'),
  missingAccess: () => refuse(403, 50001, 'Missing Access'),
  notTheAuthor: () => refuse(403, 50005, 'Cannot edit a message authored by another user'),
  emptyMessage: () => refuse(400, 50006, 'Cannot send an empty message'),
  missingPermissions: () => refuse(403, 50013, 'Missing Permissions'),
  wrongChannelType: () => refuse(400, 50024, 'Cannot execute action on this channel type'),
  invalidWebhookToken: () => refuse(401, 50027, 'Invalid Webhook Token'),
  archivedThread: () => refuse(400, 50083, 'Thread is archived'),
  threadExists: () => refuse(400, 160004, 'A thread has already been created for this message'),
} as const;

type Branch = { [key: string]: unknown };

/** Puts issues into the nested shape in which Discord reports them. */
function nest(issues: readonly Issue[]): Branch {
  const root: Branch = {};
  for (const issue of issues) {
    let branch = root;
    for (const step of issue.path) {
      const next = branch[step];
      const child: Branch = isObject(next) ? next : {};
      branch[step] = child;
      branch = child;
    }
    const known = Array.isArray(branch._errors) ? branch._errors : [];
    branch._errors = [...known, { code: issue.code, message: issue.message }];
  }
  return root;
}

/** Throws "Invalid Form Body" with every issue, where there are any. */
export function refuseInvalid(issues: readonly Issue[]): void {
  if (issues.length > 0) throw refuse(400, 50035, 'Invalid Form Body', nest(issues));
}
