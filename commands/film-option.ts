import { SlashCommandBuilder, type SlashCommandStringOption } from '@discordjs/builders';
import { ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import type { FilmKey } from '../src/catalogue/ids.ts';
import type { FilmSummary } from '../src/catalogue/summary.ts';
import { UserError } from '../src/user-error.ts';
import { suggestionsFor } from '../src/views/film-names.ts';
import type { Words } from '../src/words/en.ts';
import { named } from '../src/words/words.ts';
import type { Request } from './command.ts';

const maxSuggestions = 25;
/** Longer than any title; Discord cuts what is typed there. */
const maxTyped = 200;

/** The option that every look-up begins with. */
export function filmOption(option: SlashCommandStringOption): SlashCommandStringOption {
  return named(option, (words) => words.options.film)
    .setRequired(true)
    .setAutocomplete(true)
    .setMaxLength(maxTyped);
}

/** Suggestions for the film option. */
export function suggestFilms(typed: string, { catalogue, words }: Request) {
  return suggestionsFor(catalogue.suggest(typed, maxSuggestions), words);
}

/** A film by its key; undefined where it has left the catalogue. */
export function filmIfKnown(key: FilmKey, { catalogue }: Pick<Request, 'catalogue'>): FilmSummary | undefined {
  try {
    return catalogue.summary(key);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** A command that works everywhere: on servers, in direct messages, and where only the member installed the bot. */
export function everywhere(pick: (words: Words) => { name: string; description: string }): SlashCommandBuilder {
  return named(new SlashCommandBuilder(), pick)
    .setContexts(InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel)
    .setIntegrationTypes(ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall);
}

/** A command for servers that have the bot: what it does belongs to a server. */
export function onServers(pick: (words: Words) => { name: string; description: string }): SlashCommandBuilder {
  return named(new SlashCommandBuilder(), pick)
    .setContexts(InteractionContextType.Guild)
    .setIntegrationTypes(ApplicationIntegrationType.GuildInstall);
}
