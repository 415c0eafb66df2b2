import { LabelBuilder, ModalBuilder, RadioGroupBuilder, RadioGroupOptionBuilder } from '@discordjs/builders';
import type { FilmSummary } from '../catalogue/summary.ts';
import { type Work, works } from '../catalogue/works.ts';
import { rateAsk, rateForm, rateFormFields, rateShare, rateTakeBack } from '../discord/custom-ids.ts';
import type { Message, Modal } from '../discord/message.ts';
import { allHalfSteps, type HalfSteps, stars } from '../ratings/half-steps.ts';
import type { Tally } from '../ratings/tally.ts';
import { ellipsis } from '../spoilers/cut.ts';
import type { MemberId } from '../storage/ids.ts';
import type { Words } from '../words/en.ts';
import { bars } from './bars.ts';
import { bookTitleOf, plainTitleOf, titleOf } from './film-names.ts';
import { card, lines, small } from './layout.ts';

/** Discord's limits for a form. */
const maxFormTitle = 45;
const maxDescription = 100;

/** One member's stars for one work of a pair. */
export interface GivenRating {
  readonly film: FilmSummary;
  readonly work: Work;
  readonly steps: HalfSteps;
}

/** What a member gave, and what their server thinks. For them alone. */
export function ratingAnswer({ film, work, steps }: GivenRating, tally: Tally, words: Words): Message {
  const { key } = film;
  return card(givenText({ film, work, steps }, words), tallyText(tally, steps, words), {
    buttons: [
      { label: words.buttons.change, id: rateAsk.build({ film: key, work, steps, from: 'answer' }) },
      { label: words.buttons.takeBack, id: rateTakeBack.build({ film: key, work }) },
      { label: words.buttons.share, id: rateShare.build({ film: key, work }), style: 'primary' },
    ],
  });
}

/**
 * The same after it was shown to everybody. Nothing more is shared from here: other stars come on a card of their own,
 * with a `Share` of their own.
 */
export function ratingShared({ film, work, steps }: GivenRating, tally: Tally, words: Words): Message {
  const { key } = film;
  return card(givenText({ film, work, steps }, words), tallyText(tally, steps, words), small(words.rating.sharedHere), {
    buttons: [
      { label: words.buttons.change, id: rateAsk.build({ film: key, work, steps, from: 'card' }) },
      { label: words.buttons.takeBack, id: rateTakeBack.build({ film: key, work }) },
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
  // From a card of its own: under this one, a `Share` may have been pressed already, and would not work again.
  const id = rateAsk.build({ film: film.key, work, steps: 'none', from: 'card' });
  return card(text, tallyText(tally, undefined, words), { buttons: [{ label: words.buttons.rate, id }] });
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
  const titles = {
    film: plainTitleOf(film, words, maxDescription),
    book: ellipsis(bookOf(film, words), maxDescription),
  };
  const starOptions = [...allHalfSteps].reverse().map((step) =>
    new RadioGroupOptionBuilder()
      .setLabel(words.choices.stars(stars(step), step / 2))
      .setValue(String(step))
      .setDefault(step === steps),
  );
  const workOptions = works.map((each) =>
    new RadioGroupOptionBuilder()
      .setLabel(words.choices.work[each])
      .setDescription(titles[each])
      .setValue(each)
      .setDefault(each === work),
  );
  const radios = (id: string, options: RadioGroupOptionBuilder[]) =>
    new RadioGroupBuilder().setCustomId(id).setRequired(true).addOptions(options);
  return new ModalBuilder()
    .setCustomId(rateForm.build({ film: film.key, from }))
    .setTitle(plainTitleOf(film, words, maxFormTitle))
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

/** For a form, which shows no Markdown. */
function bookOf({ book: { title, authors } }: FilmSummary, words: Words): string {
  return words.film.bookBy(title, authors);
}

function givenText({ film, work, steps }: GivenRating, words: Words): string {
  return words.rating.given(`**${stars(steps)}**`, work, workTitle(film, work, words));
}

/**
 * The count in digits, median and average once there are enough, and a bar for each half-step, the best on top; the
 * member's own stands out.
 */
function tallyText(tally: Tally, own: HalfSteps | undefined, words: Words): string {
  const rows = allHalfSteps.map((step) => ({
    part: tally.perStep[step - 1] ?? 0,
    name: step === own ? `**${stars(step)}**` : stars(step),
  }));
  return lines(words.rating.tally(tally), bars(rows.reverse(), tally.count, words.rating.count));
}
