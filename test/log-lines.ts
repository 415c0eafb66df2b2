import { z } from 'zod';
import type { BotProcess } from '../src/playground/bot-process.ts';

const line = z.looseObject({
  level: z.number(),
  msg: z.string(),
  reference: z.string().optional(),
  err: z.object({ type: z.string(), message: z.string(), stack: z.string().optional() }).loose().optional(),
});

/** One line of the bot's log. */
export type LogLine = z.infer<typeof line>;

const worthALook = 40;

/** What the bot has logged so far, a line each; throws where a line of standard error is not of the log. */
export function logLines({ output }: BotProcess): readonly LogLine[] {
  return output.stderr
    .split('\n')
    .filter(Boolean)
    .map((text) => line.parse(JSON.parse(text)));
}

/** Warnings and errors among them. */
export function troubles(bot: BotProcess): readonly LogLine[] {
  return logLines(bot).filter(({ level }) => level >= worthALook);
}
