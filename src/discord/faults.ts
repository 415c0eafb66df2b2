import { DiscordAPIError, HTTPError, RESTJSONErrorCodes } from 'discord.js';

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

export const messageGone = (error: unknown) => refusedWith(error, RESTJSONErrorCodes.UnknownMessage);

export const notPermitted = (error: unknown) =>
  refusedWith(error, RESTJSONErrorCodes.MissingPermissions, RESTJSONErrorCodes.MissingAccess);

/** Discord was out of reach or stumbled: the same request may go through a moment later. */
export function passing(error: unknown): boolean {
  if (error instanceof DiscordAPIError) return error.status >= 500;
  if (error instanceof HTTPError) return error.status >= 500;
  // What fetch rejects with when a socket is cut, refused or silent.
  return error instanceof TypeError || (error instanceof Error && /^(Abort|Timeout|Socket|Connect)/.test(error.name));
}
