import type { APIMessageTopLevelComponent, APIModalInteractionResponseCallbackData } from 'discord.js';

/** A message as Discord's Components V2 lays it out: plain JSON, ready to send. */
export interface Message {
  readonly components: readonly APIMessageTopLevelComponent[];
}

/** A form that a press opens. */
export type Modal = APIModalInteractionResponseCallbackData;

interface Encodable<T> {
  toJSON(): T;
}

/** A message from builders, which check each part of it as they turn it into JSON. */
export function message(...parts: readonly Encodable<APIMessageTopLevelComponent>[]): Message {
  return { components: parts.map((part) => part.toJSON()) };
}
