/** The time, in milliseconds since the Unix epoch. Handed in wherever a rule depends on it. */
export type Now = () => number;
