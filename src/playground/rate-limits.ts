import { createHash } from 'node:crypto';

/** Where a request stands in its rate limit. */
export interface RateLimit {
  readonly headers: Record<string, string>;
  /** Seconds to wait, where the request is over its limit. */
  readonly retryAfter: number | undefined;
}

/** Counts requests against Discord's limits. */
export interface RateLimits {
  /** Counts one request of a route. `limited` gives the limited thing's key: a channel's messages. */
  count(method: string, route: string, limited: string | undefined): RateLimit;
}

const messagesPerWindow = 5;
const windowMs = 5_000;

/** Limits nobody has used up yet. Over the real clock: clients wait for real. */
export function createRateLimits(): RateLimits {
  const windows = new Map<string, { started: number; used: number }>();
  const buckets = new Map<string, string>();
  const bucketOf = (route: string): string => {
    const known = buckets.get(route);
    if (known !== undefined) return known;
    const bucket = createHash('sha1').update(route).digest('hex').slice(0, 32);
    buckets.set(route, bucket);
    return bucket;
  };
  const headers = (bucket: string, limit: number, remaining: number, resetAfterMs: number): Record<string, string> => ({
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Remaining': String(remaining),
    'X-RateLimit-Reset': ((Date.now() + resetAfterMs) / 1000).toFixed(3),
    'X-RateLimit-Reset-After': (resetAfterMs / 1000).toFixed(3),
    'X-RateLimit-Bucket': bucket,
  });
  const sweep = (time: number): void => {
    for (const [key, { started }] of windows) if (time - started >= windowMs) windows.delete(key);
  };
  return {
    count: (method, route, limited) => {
      const bucket = bucketOf(`${method} ${route}`);
      if (limited === undefined) return { headers: headers(bucket, 100, 99, 1_000), retryAfter: undefined };
      const time = Date.now();
      const key = `${bucket} ${limited}`;
      let window = windows.get(key);
      if (!window || time - window.started >= windowMs) {
        sweep(time);
        window = { started: time, used: 0 };
        windows.set(key, window);
      }
      const resetAfter = window.started + windowMs - time;
      if (window.used >= messagesPerWindow) {
        return { headers: headers(bucket, messagesPerWindow, 0, resetAfter), retryAfter: resetAfter / 1000 };
      }
      window.used += 1;
      const remaining = messagesPerWindow - window.used;
      return { headers: headers(bucket, messagesPerWindow, remaining, resetAfter), retryAfter: undefined };
    },
  };
}
