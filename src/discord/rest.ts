import { setTimeout as wait } from 'node:timers/promises';
import { DefaultRestOptions, REST, type RESTOptions } from 'discord.js';

/** How long to leave Discord alone when it says "too many" without saying for how long. */
const untoldPause = 1000;

/**
 * How every request of ours is made. @discordjs/rest itself would try again three times within milliseconds, also what
 * must not arrive twice, and send in a hot loop after a 429 without `Retry-After`: whoever sends decides instead, by
 * `patiently`.
 */
export function restOptions(apiUrl: string): Partial<RESTOptions> {
  return {
    api: apiUrl,
    retries: 0,
    async makeRequest(url, init) {
      const response = await DefaultRestOptions.makeRequest(url, init);
      if (response.status === 429 && !response.headers.has('Retry-After')) await wait(untoldPause);
      return response;
    },
  };
}

/** REST for what Foyer does on its own account. */
export function createRest({ apiUrl, token }: { readonly apiUrl: string; readonly token: string }): REST {
  const rest = new REST(restOptions(apiUrl)).setToken(token);
  // It sets its token to null at the first 401, a stray one included, and would be of no use from then on. A token that
  // was really withdrawn shows at the gateway.
  rest.setToken = () => rest;
  return rest;
}
