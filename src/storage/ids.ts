import { z } from 'zod';

/** Discord's ids: 17 to 20 decimal digits. */
const snowflake = z.string().regex(/^\d{17,20}$/);

/** A server's id. Discord calls servers guilds. */
export const guildId = snowflake.brand<'GuildId'>();
export type GuildId = z.infer<typeof guildId>;

export const memberId = snowflake.brand<'MemberId'>();
export type MemberId = z.infer<typeof memberId>;

/** A channel's or a thread's id. */
export const channelId = snowflake.brand<'ChannelId'>();
export type ChannelId = z.infer<typeof channelId>;

export const messageId = snowflake.brand<'MessageId'>();
export type MessageId = z.infer<typeof messageId>;

/** What names one request of a member's. */
export const interactionId = snowflake.brand<'InteractionId'>();
export type InteractionId = z.infer<typeof interactionId>;
