import {
  ActionRowBuilder,
  ButtonBuilder,
  ChannelSelectMenuBuilder,
  ContainerBuilder,
  FileBuilder,
  MediaGalleryBuilder,
  MediaGalleryItemBuilder,
  SeparatorBuilder,
  StringSelectMenuBuilder,
  TextDisplayBuilder,
} from '@discordjs/builders';
import { ButtonStyle, ChannelType } from 'discord.js';
import { maxAltText } from '../discord/limits.ts';
import { attachmentUrl, type Message, type MessageFile, message } from '../discord/message.ts';
import { ellipsis } from '../spoilers/cut.ts';

/** The red of a cinema's curtain. */
const accent = 0x8c1c2b;

/** A button as views think of it. */
export interface Press {
  readonly label: string;
  readonly id: string;
  readonly style?: 'primary' | 'secondary' | 'danger' | 'success';
  readonly disabled?: boolean;
}

/** A button that opens a page in the browser. */
export interface Link {
  readonly label: string;
  readonly url: string;
}

/** A menu in which one option at most is picked; picking that once more leaves the menu empty. */
export interface Choice {
  readonly id: string;
  /** What is asked. It is hidden as soon as something is picked: the options' labels say it, too. */
  readonly question: string;
  readonly options: readonly { readonly label: string; readonly value: string }[];
  readonly picked: string | undefined;
}

/** A menu of the server's text channels, of which any number is picked. */
export interface ChannelChoice {
  readonly id: string;
  readonly question: string;
  readonly picked: readonly string[];
}

/** Discord's limit for what is picked in one menu. */
const mostPicked = 25;

/** Discord's limit for one row. */
const buttonsInARow = 5;

const styles = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  danger: ButtonStyle.Danger,
  success: ButtonStyle.Success,
} as const;

/** A line between two parts of a card. */
export const rule = { rule: true } as const;

/** A picture of our own, and what it shows in words. */
export interface Drawn {
  readonly picture: MessageFile;
  readonly alt: string;
}

/** A part of a card. */
export type CardPart =
  | string
  | typeof rule
  | { readonly buttons: readonly (Press | Link)[] }
  | { readonly choice: Choice }
  | { readonly channels: ChannelChoice }
  | { readonly file: MessageFile }
  | Drawn;

/** A card with our accent. Empty texts and rows without buttons are left out; Discord refuses them. */
export function card(...parts: readonly CardPart[]): Message {
  const container = new ContainerBuilder({ accent_color: accent });
  for (const part of parts) {
    if (part === rule) container.addSeparatorComponents(new SeparatorBuilder());
    else if (typeof part === 'string') addText(container, part);
    else if ('buttons' in part) container.addActionRowComponents(rows(part.buttons));
    else if ('choice' in part) container.addActionRowComponents(menu(part.choice));
    else if ('picture' in part) container.addMediaGalleryComponents(gallery(part));
    else if ('channels' in part) container.addActionRowComponents(channelMenu(part.channels));
    else if ('file' in part) container.addFileComponents(new FileBuilder().setURL(attachmentUrl(part.file)));
  }
  const files = parts.flatMap(fileOf);
  return { ...message(container), ...(files.length > 0 && { files }) };
}

function fileOf(part: CardPart): MessageFile[] {
  if (typeof part === 'string') return [];
  if ('picture' in part) return [part.picture];
  return 'file' in part ? [part.file] : [];
}

function gallery({ picture, alt }: Drawn): MediaGalleryBuilder {
  const item = new MediaGalleryItemBuilder().setURL(attachmentUrl(picture)).setDescription(ellipsis(alt, maxAltText));
  return new MediaGalleryBuilder().addItems(item);
}

function addText(container: ContainerBuilder, text: string): void {
  if (text.trim() !== '') container.addTextDisplayComponents(new TextDisplayBuilder().setContent(text));
}

function rows(buttons: readonly (Press | Link)[]): ActionRowBuilder<ButtonBuilder>[] {
  const builders = buttons.map(button);
  return Array.from({ length: Math.ceil(builders.length / buttonsInARow) }, (_, row) =>
    new ActionRowBuilder<ButtonBuilder>().addComponents(builders.slice(row * buttonsInARow, (row + 1) * buttonsInARow)),
  );
}

function menu({ id, question, options, picked }: Choice): ActionRowBuilder<StringSelectMenuBuilder> {
  const builder = new StringSelectMenuBuilder()
    .setCustomId(id)
    .setPlaceholder(question)
    .setMinValues(0)
    .setMaxValues(1)
    .addOptions(options.map((option) => ({ ...option, default: option.value === picked })));
  return new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(builder);
}

function channelMenu({ id, question, picked }: ChannelChoice): ActionRowBuilder<ChannelSelectMenuBuilder> {
  const builder = new ChannelSelectMenuBuilder()
    .setCustomId(id)
    .setPlaceholder(question)
    .setChannelTypes(ChannelType.GuildText, ChannelType.GuildAnnouncement)
    .setMinValues(0)
    .setMaxValues(mostPicked)
    .setDefaultChannels(picked.slice(0, mostPicked));
  return new ActionRowBuilder<ChannelSelectMenuBuilder>().addComponents(builder);
}

function button(press: Press | Link): ButtonBuilder {
  if ('url' in press) return new ButtonBuilder().setStyle(ButtonStyle.Link).setLabel(press.label).setURL(press.url);
  return new ButtonBuilder()
    .setStyle(styles[press.style ?? 'secondary'])
    .setLabel(press.label)
    .setCustomId(press.id)
    .setDisabled(press.disabled ?? false);
}

/** Parts of a text; the empty and missing ones are left out. */
export type Parts = readonly (string | undefined)[];

/** The parts that are there. */
export function present(parts: Parts): readonly string[] {
  return parts.flatMap((part) => part || []);
}

/** Parts on lines of their own. */
export function lines(...parts: Parts): string {
  return present(parts).join('\n');
}

/** Parts on one line. */
export function dotted(...parts: Parts): string {
  return present(parts).join(' · ');
}

/** A line in small type; nothing where there is nothing to say. */
export function small(text: string | undefined): string {
  return text ? `-# ${text}` : '';
}

/** In bold; nothing where there is nothing, because four asterisks would be shown as they are. */
export function bold(text: string): string {
  return text === '' ? '' : `**${text}**`;
}
