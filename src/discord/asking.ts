import {
  ApplicationIntegrationType,
  type AutocompleteInteraction,
  type BaseInteraction,
  ChannelType,
  PermissionFlagsBits,
} from 'discord.js';
import { channelId, guildId, interactionId, memberId } from '../storage/ids.ts';
import type { Asking, Place, ServerPlace, ThreadRight } from './command.ts';
import type { Answerable } from './delivery.ts';

const threadRights: readonly ThreadRight[] = ['CreatePublicThreads', 'SendMessagesInThreads'];
const channelsWithThreads: readonly ChannelType[] = [ChannelType.GuildText, ChannelType.GuildAnnouncement];

/** Who asks, and where, from Discord's interaction. */
export function askingOf(interaction: Answerable | AutocompleteInteraction): Asking {
  return {
    id: interactionId.parse(interaction.id),
    member: memberId.parse(interaction.user.id),
    managesMessages: interaction.memberPermissions?.has(PermissionFlagsBits.ManageMessages) ?? false,
    managesServer: interaction.memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false,
    place: placeOf(interaction),
    locale: interaction.locale,
    sharedLocale: interaction.guildLocale ?? interaction.locale,
  };
}

function placeOf(interaction: BaseInteraction): Place {
  // In a direct message the owner is "0"; where only the member installed the bot there is none.
  const owner = guildId.safeParse(interaction.authorizingIntegrationOwners[ApplicationIntegrationType.GuildInstall]);
  if (!owner.success || owner.data !== interaction.guildId || !interaction.channelId) return { kind: 'elsewhere' };
  return {
    kind: 'server',
    guild: owner.data,
    channel: channelId.parse(interaction.channelId),
    within: interaction.channel?.isThread() ? channelId.safeParse(interaction.channel.parentId).data : undefined,
    seesChannel: interaction.appPermissions.has(PermissionFlagsBits.ViewChannel),
    threads: threadsIn(interaction),
  };
}

function threadsIn({ channel, appPermissions }: BaseInteraction): ServerPlace['threads'] {
  if (!channel || !channelsWithThreads.includes(channel.type)) return 'not here';
  const missing = threadRights.filter((right) => !appPermissions.has(PermissionFlagsBits[right]));
  return missing.length > 0 ? { missing } : 'possible';
}
