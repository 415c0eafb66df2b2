import { type REST, Routes } from 'discord.js';
import { z } from 'zod';

const gatewayBot = z.object({
  shards: z.number().int().positive(),
  session_start_limit: z.object({ max_concurrency: z.number().int().positive() }),
});

/** How many shards Discord recommends, and how many sessions may begin within five seconds. */
export async function fetchGatewayLimits(
  rest: REST,
): Promise<{ readonly recommendedShards: number; readonly atOnce: number }> {
  const { shards, session_start_limit } = gatewayBot.parse(await rest.get(Routes.gatewayBot()));
  return { recommendedShards: shards, atOnce: session_start_limit.max_concurrency };
}
