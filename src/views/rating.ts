import { LabelBuilder, ModalBuilder, RadioGroupBuilder, RadioGroupOptionBuilder } from '@discordjs/builders';
import type { FilmSummary } from '../catalogue/summary.ts';
import { type Work, works } from '../catalogue/works.ts';
import { rateAsk, rateForm, rateFormFields, rateShare, rateTakeBack } from '../discord/custom-ids.ts';
import type { Message, Modal } from '../discord/message.ts';
import { allHalfSteps, type HalfSteps, stars } from '../ratings/half-steps.ts';
import type { Tally } from '../ratings/tally.ts';
import type { MemberId } from '../storage/ids.ts';
import type { Words } from '../words/en.ts';
import { bar } from './bars.ts';
import { bookTitleOf, titleOf } from './film-names.ts';
import { card, type Press } from './layout.ts';

/** One member's stars for one work of a pair. */
export interface GivenRating {
  readonly film: FilmSummary;
  readonly work: Work;
  readonly steps: HalfSteps;
}

/** What a member gave, and what their server thinks. For them alone. */
export function ratingAnswer({ film, work, steps }: GivenRating, tally: Tally, words: Words): Message {
  const { key } = film;
  const change: Press = {
    label: words.buttons.change,
    id: rateAsk.build({ film: key, work, steps, from: 'answer' }),
  };
  return card(words.rating.given(`**${stars(steps)}**`, work, workTitle(film, work, words)), tallyText(tally, words), {
    buttons: [
      change,
      { label: words.buttons.takeBack, id: rateTakeBack.build({ film: key, work }) },
      { label: words.buttons.share, id: rateShare.build({ film: key, work }), style: 'primary' },
    ],
  });
}

/** After a rating was taken back, or where there was none: it can be given again. */
export function ratingTakenBack(
  { film, work, hadOne }: Pick<GivenRating, 'film' | 'work'> & { readonly hadOne: boolean },
  tally: Tally,
  words: Words,
): Message {
  const title = workTitle(film, work, words);
  const text = hadOne ? words.rating.takenBack(work, title) : words.rating.nothingToTakeBack(work, title);
  const id = rateAsk.build({ film: film.key, work, steps: 'none', from: 'answer' });
  return card(text, tallyText(tally, words), { buttons: [{ label: words.buttons.rate, id }] });
}

/** What a member shows to everybody. */
export function sharedRating(member: MemberId, { film, work, steps }: GivenRating, words: Words): Message {
  return card(words.rating.shared(`<@${member}>`, `**${stars(steps)}**`, work, workTitle(film, work, words)));
}

/** The form for stars: ten steps, and which of the two works they are for. */
export function ratingForm(
  {
    film,
    work,
    steps,
    from,
  }: Pick<GivenRating, 'film' | 'work'> & {
    readonly steps: HalfSteps | 'none';
    readonly from: 'card' | 'answer';
  },
  words: Words,
): Modal {
  const starOptions = [...allHalfSteps].reverse().map((step) =>
    new RadioGroupOptionBuilder()
      .setLabel(stars(step))
      .setValue(String(step))
      .setDefault(step === steps),
  );
  const workOptions = works.map((each) =>
    new RadioGroupOptionBuilder()
      .setLabel(words.choices.work[each])
      .setValue(each)
      .setDefault(each === work),
  );
  const radios = (id: string, options: RadioGroupOptionBuilder[]) =>
    new RadioGroupBuilder().setCustomId(id).setRequired(true).addOptions(options);
  return new ModalBuilder()
    .setCustomId(rateForm.build({ film: film.key, from }))
    .setTitle(words.rating.form.title)
    .addLabelComponents(
      new LabelBuilder()
        .setLabel(words.rating.form.stars)
        .setRadioGroupComponent(radios(rateFormFields.stars, starOptions)),
      new LabelBuilder()
        .setLabel(words.rating.form.work)
        .setRadioGroupComponent(radios(rateFormFields.work, workOptions)),
    )
    .toJSON();
}

/** `Title (year)` of the film or of its book. */
function workTitle(film: FilmSummary, work: Work, words: Words): string {
  return work === 'film' ? titleOf(film, words) : bookTitleOf(film.book, words);
}

/** The count in digits, average and median once there are enough, and a bar for each half-step, the best on top. */
function tallyText(tally: Tally, words: Words): string {
  const bars = allHalfSteps.map((step) => {
    const count = tally.perStep[step - 1] ?? 0;
    return `${bar(count, tally.count)} ${words.rating.count(count)} · ${stars(step)}`;
  });
  return [words.rating.tally(tally), ...bars.reverse()].join('\n');
}
