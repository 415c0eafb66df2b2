import { setTimeout as wait } from 'node:timers/promises';
import { DefaultRestOptions, REST, type RESTOptions, Routes } from 'discord.js';
import type { Logger } from 'pino';
import { refusal, TokenRefused } from './faults.ts';
import { whenInReach } from './patience.ts';

/** How long to leave Discord alone when it says "too many" without saying for how long. */
const untoldPause = 1000;

/**
 * How every request of ours is made. @discordjs/rest itself would try again three times within milliseconds, also what
 * must not arrive twice, and send in a hot loop after a 429 without `Retry-After`: whoever sends decides instead, by
 * `patiently`.
 */
export function restOptions(apiUrl: string) {
  return {
    api: apiUrl,
    retries: 0,
    async makeRequest(url, init) {
      const response = await DefaultRestOptions.makeRequest(url, init);
      if (response.status === 429 && !response.headers.has('Retry-After')) await wait(untoldPause);
      return response;
    },
  } satisfies Partial<RESTOptions>;
}

/** Why a token that was accepted once is refused. */
export const notAnyMore = 'Discord does not accept the token any more';

/** Discord's API, and a token for it. */
interface Access {
  readonly apiUrl: string;
  readonly token: string;
}

/** REST for what Foyer does on its own account. `onUnauthorized` hears of every 401. */
export function createRest({
  apiUrl,
  token,
  onUnauthorized = () => {},
}: Access & { readonly onUnauthorized?: () => void }): REST {
  const options = restOptions(apiUrl);
  const rest = new REST({
    ...options,
    async makeRequest(url, init) {
      const response = await options.makeRequest(url, init);
      if (response.status === 401) onUnauthorized();
      return response;
    },
  }).setToken(token);
  // It sets its token to null at the first 401, a stray one included, and would be of no use from then on.
  rest.setToken = () => rest;
  return rest;
}

/**
 * The same for a process that goes on for months. `tokenRefused` rejects with {@link TokenRefused} when Discord does not
 * accept the token any more: a token that is reset is refused here at once, and by the gateway not before the next
 * connection. Answers to members carry a token of their own and say nothing of ours.
 */
export function createWatchedRest({
  log,
  signal,
  ...access
}: Access & { readonly log: Logger; readonly signal: AbortSignal }): {
  readonly rest: REST;
  readonly tokenRefused: Promise<never>;
} {
  let refuse: (reason: TokenRefused) => void = () => {};
  const tokenRefused = new Promise<never>((_, reject) => {
    refuse = reject;
  });
  // It may be known before anybody waits for it.
  tokenRefused.catch(() => {});
  let asking = false;
  /** A 401 may be a stumble of Discord's: it is asked for what any token may see, whether it means that. */
  async function doubt(): Promise<void> {
    if (asking) return;
    asking = true;
    try {
      await whenInReach(async () => rest.get(Routes.user()), { log, signal });
    } catch (error) {
      if (refusal(error)?.status === 401) refuse(new TokenRefused(notAnyMore, { cause: error }));
    }
    asking = false;
  }
  const rest = createRest({ ...access, onUnauthorized: () => void doubt() });
  return { rest, tokenRefused };
}
