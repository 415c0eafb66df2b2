/** Which requests a fault befalls; `path` is tested against the path after `/api/v10`. */
export interface FaultMatch {
  readonly method?: string;
  readonly path: RegExp;
  /** How many requests it befalls; one unless told otherwise. */
  readonly times?: number;
}

/** What goes wrong with a request. */
export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Record<string, string>;
    }
  | { readonly kind: 'rate-limit'; readonly retryAfterSeconds?: number }
  | { readonly kind: 'cut'; readonly when: 'before' | 'after' }
  | { readonly kind: 'slow'; readonly ms: number; readonly when: 'before' | 'after' };

/** Faults that requests are going to meet. `when` says whether a request took effect before it went wrong. */
export interface Faults {
  /** Lets the next requests that match go wrong. */
  next(match: FaultMatch, fault: Fault): void;
  /** Takes back the faults that nobody has met yet. */
  clear(): void;
  /** How many requests are still to go wrong. */
  readonly pending: number;
}

/** Faults as the REST side uses them. */
export interface FaultBook extends Faults {
  /** The fault that this request meets, used up by asking. */
  take(method: string, path: string): Fault | undefined;
}

/** No faults yet. */
export function createFaults(): FaultBook {
  let planned: { readonly match: FaultMatch; readonly fault: Fault; left: number }[] = [];
  return {
    next: (match, fault) => {
      planned.push({ match, fault, left: match.times ?? 1 });
    },
    clear: () => {
      planned = [];
    },
    get pending() {
      return planned.reduce((sum, { left }) => sum + left, 0);
    },
    take: (method, path) => {
      const met = planned.find(
        ({ match }) =>
          (match.method === undefined || match.method.toUpperCase() === method) && path.search(match.path) >= 0,
      );
      if (!met) return undefined;
      met.left -= 1;
      if (met.left <= 0) planned = planned.filter((one) => one !== met);
      return met.fault;
    },
  };
}
