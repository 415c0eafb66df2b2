/** What the process ends with, after sysexits.h, so that a supervisor can tell what would not help. */
export const exitCodes = {
  /** It was asked to stop, and did. */
  stopped: 0,
  /** Discord refuses what it was asked for, or is out of reach. */
  refused: 69,
  /** A fault of ours. */
  fault: 70,
  /** The store cannot be opened, read or written. */
  store: 74,
  /** Discord refuses the token. */
  token: 77,
  /** Settings that cannot be used. */
  config: 78,
} as const;
