import {
  LabelBuilder,
  ModalBuilder,
  RadioGroupBuilder,
  RadioGroupOptionBuilder,
  TextInputBuilder,
} from '@discordjs/builders';
import { TextInputStyle } from 'discord.js';
import {
  matchupTake,
  matchupTakeEdit,
  matchupTakeForm,
  matchupTakeFormFields,
  matchupTakeRemove,
} from '../discord/custom-ids.ts';
import type { Message, Modal } from '../discord/message.ts';
import type { MatchupId } from '../matchups/matchup.ts';
import { longestTake, type TakeText } from '../matchups/takes.ts';
import { escapeText } from '../spoilers/escape.ts';
import { plotText } from '../spoilers/plot-text.ts';
import { spoiler } from '../spoilers/wrap.ts';
import type { MemberId } from '../storage/ids.ts';
import type { Words } from '../words/en.ts';
import { card, small } from './layout.ts';

/** A take, as it stands in the talk: behind bars, unless its writer says that it tells no plot. */
export function takeMessage(
  {
    id,
    writer,
    take: { text, plotFree },
  }: { readonly id: MatchupId; readonly writer: MemberId; readonly take: TakeText },
  words: Words,
): Message {
  return card(
    words.take.by(`<@${writer}>`),
    plotFree ? escapeText(text) : spoiler(plotText(text)),
    small(plotFree ? '' : words.take.mayTell),
    {
      buttons: [
        { label: words.buttons.change, id: matchupTakeEdit.build({ id, writer }) },
        { label: words.buttons.remove, id: matchupTakeRemove.build({ id, writer }) },
      ],
    },
  );
}

/** The form for a take, with what it says so far. */
export function takeForm(id: MatchupId, { text, plotFree }: TakeText, words: Words): Modal {
  const input = new TextInputBuilder()
    .setCustomId(matchupTakeFormFields.text)
    .setStyle(TextInputStyle.Paragraph)
    .setMinLength(1)
    .setMaxLength(longestTake);
  const choices = (['may-tell', 'plot-free'] as const).map((value) =>
    new RadioGroupOptionBuilder()
      .setLabel(words.take.form.plot[value])
      .setValue(value)
      .setDefault((value === 'plot-free') === plotFree),
  );
  return new ModalBuilder()
    .setCustomId(matchupTakeForm.build({ id }))
    .setTitle(words.take.form.title)
    .addLabelComponents(
      new LabelBuilder()
        .setLabel(words.take.form.text)
        .setTextInputComponent(text === '' ? input : input.setValue(text)),
      new LabelBuilder()
        .setLabel(words.take.form.spoiler)
        .setRadioGroupComponent(
          new RadioGroupBuilder().setCustomId(matchupTakeFormFields.plot).setRequired(true).addOptions(choices),
        ),
    )
    .toJSON();
}

/** That a take is kept, for its writer alone, and what they can do about it. */
export function heldTakeNote(
  { id, writer, isSecret }: { readonly id: MatchupId; readonly writer: MemberId; readonly isSecret: boolean },
  words: Words,
): Message {
  return card(isSecret ? words.take.waits : words.take.soon, {
    buttons: [
      { label: words.buttons.changeTake, id: matchupTake.build({ id }) },
      { label: words.buttons.removeTake, id: matchupTakeRemove.build({ id, writer }) },
    ],
  });
}
