/** A message that came, was changed or went. */
export interface ChangedMessage {
  readonly id: string;
  readonly roomId: string;
}

/** Tells whoever waits that something in the loopback changed. */
export interface Changes {
  /** Says that something changed, and which message if it was one. */
  announce(message?: ChangedMessage): void;
  /** Calls `listener` at every change until the returned function is called. */
  subscribe(listener: (message?: ChangedMessage) => void): () => void;
  /** Resolves once `condition` holds, looked at again at every change; rejects naming `what` after `timeoutMs`. */
  until(condition: () => boolean, what: string, timeoutMs?: number): Promise<void>;
  /** Rejects everybody who still waits. */
  close(): void;
}

/** Changes that nobody waits for yet. */
export function createChanges(): Changes {
  const listeners = new Set<(message?: ChangedMessage) => void>();
  const waiting = new Set<(reason: Error) => void>();
  return {
    announce: (message) => {
      for (const listener of [...listeners]) listener(message);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    until: async (condition, what, timeoutMs = 10_000) => {
      if (condition()) return;
      await new Promise<void>((resolve, reject) => {
        const finish = (error?: unknown): void => {
          clearTimeout(timer);
          listeners.delete(look);
          waiting.delete(finish);
          if (error === undefined) resolve();
          else reject(error);
        };
        const look = (): void => {
          try {
            if (condition()) finish();
          } catch (error) {
            finish(error);
          }
        };
        const timer = setTimeout(() => finish(new Error(`Waited ${timeoutMs} ms in vain for: ${what}`)), timeoutMs);
        listeners.add(look);
        waiting.add(finish);
      });
    },
    close: () => {
      for (const reject of [...waiting]) reject(new Error('The loopback was closed'));
    },
  };
}
