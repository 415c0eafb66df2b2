import { PermissionFlagsBits } from 'discord.js';

/** A permission by the name that discord.js gives it. */
export type PermissionName = keyof typeof PermissionFlagsBits;

/** What the bot may do in a channel unless told otherwise. */
export const defaultBotPermissions: readonly PermissionName[] = [
  'ViewChannel',
  'SendMessages',
  'EmbedLinks',
  'AttachFiles',
  'CreatePublicThreads',
  'SendMessagesInThreads',
  'ReadMessageHistory',
];

/** What a member may do unless told otherwise. */
export const defaultMemberPermissions: readonly PermissionName[] = [
  ...defaultBotPermissions,
  'AddReactions',
  'UseApplicationCommands',
  'UseExternalApps',
];

/** Permissions as Discord's bit field. */
export function bitsOf(names: readonly PermissionName[]): bigint {
  return names.reduce((bits, name) => bits | PermissionFlagsBits[name], 0n);
}

/** Whether a bit field has a permission; administrators have every one. */
export function allows(bits: bigint, name: PermissionName): boolean {
  const wanted = PermissionFlagsBits[name];
  return (bits & PermissionFlagsBits.Administrator) !== 0n || (bits & wanted) === wanted;
}
