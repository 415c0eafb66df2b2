import { DiscordAPIError, HTTPError, RESTJSONErrorCodes } from 'discord.js';

/** Discord does not know the token, or has withdrawn it. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
}

/** The error as Discord's refusal of a request, if it is one. */
export const refusal = (error: unknown) => (error instanceof DiscordAPIError ? error : undefined);

/** Whether Discord refused with one of these codes. */
export function refusedWith(error: unknown, ...codes: readonly (string | number)[]): boolean {
  return error instanceof DiscordAPIError && codes.includes(error.code);
}

/** The first answer to this interaction has arrived already: a retry of ours, or a dispatch that came twice. */
export const alreadyAnswered = (error: unknown) =>
  refusedWith(error, RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged);

/** The interaction's token is no longer good: nobody can be answered. */
export const tooLate = (error: unknown) =>
  refusedWith(error, RESTJSONErrorCodes.UnknownInteraction, RESTJSONErrorCodes.UnknownWebhook, 50027);

/** The channel or thread does not exist any more, or we may not see it. */
export const channelGone = (error: unknown) =>
  refusedWith(error, RESTJSONErrorCodes.UnknownChannel, RESTJSONErrorCodes.MissingAccess);

/** The server does not exist, or we are not on it. */
export const serverClosedToUs = (error: unknown) =>
  refusedWith(error, RESTJSONErrorCodes.UnknownGuild, RESTJSONErrorCodes.MissingAccess);

export const messageGone = (error: unknown) => refusedWith(error, RESTJSONErrorCodes.UnknownMessage);

export const notPermitted = (error: unknown) =>
  refusedWith(error, RESTJSONErrorCodes.MissingPermissions, RESTJSONErrorCodes.MissingAccess);

/** The thread is archived. */
export const archived = (error: unknown) => refusedWith(error, 50083);

/** Nobody was reached: the request was not sent. */
const notSent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];
/** The connection went away under the request: it may have taken effect. */
const cut = ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'];

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '');
const statusOf = (error: unknown) =>
  error instanceof DiscordAPIError || error instanceof HTTPError ? error.status : undefined;

/** Discord was out of reach or stumbled: the same request may go through a moment later. */
export function passing(error: unknown): boolean {
  const status = statusOf(error);
  if (status !== undefined) return status >= 500;
  if ([...notSent, ...cut].includes(codeOf(error))) return true;
  // What @discordjs/rest rejects with when an answer takes longer than it waits.
  return error instanceof Error && error.name === 'AbortError';
}

/** Like {@link passing}, and the request has not taken effect: it can be sent again even where two would be wrong. */
export function withoutEffect(error: unknown): boolean {
  const status = statusOf(error);
  // 504 is left out: a gateway that gave up waiting says nothing of what it waited for.
  return status === undefined ? notSent.includes(codeOf(error)) : [500, 502, 503].includes(status);
}
