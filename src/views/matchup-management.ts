import { LabelBuilder, ModalBuilder, TextInputBuilder } from '@discordjs/builders';
import { TextInputStyle } from 'discord.js';
import type { FilmSummary } from '../catalogue/summary.ts';
import {
  matchupClose,
  matchupExtend,
  matchupExtendForm,
  matchupExtendFormFields,
  matchupKeep,
  matchupRemove,
  matchupRemoveSurely,
  matchupReopen,
  matchupsPage,
} from '../discord/custom-ids.ts';
import type { Message, Modal } from '../discord/message.ts';
import type { Count } from '../matchups/count.ts';
import type { Matchup, ShownMatchup } from '../matchups/matchup.ts';
import type { Words } from '../words/en.ts';
import { titleOf } from './film-names.ts';
import type { Mention } from './help.ts';
import { card, dotted, lines, type Press, small } from './layout.ts';
import { linkToCard } from './matchup-card.ts';

const inSeconds = (milliseconds: number) => Math.floor(milliseconds / 1000);
/** So many on a page: each is two lines. */
const onAPage = 10;
/** What a form begins with. */
const usualExtension = '24';

/** What can be done with a matchup, for those who may, alone. It tells nothing of the ballots. */
export function managementCard(
  film: FilmSummary | undefined,
  matchup: Matchup,
  words: Words,
  ...first: readonly string[]
): Message {
  const { id, status, closesAt } = matchup;
  const about = film ? words.matchup.title(titleOf(film, words)) : words.matchup.resultHeadingAlone;
  const remove: Press = { label: words.buttons.remove, id: matchupRemove.build({ id }), style: 'danger' };
  if (status.kind === 'closed') {
    return card(...first, `**${about}**`, words.matchup.manageClosed(inSeconds(status.at)), {
      buttons: [{ label: words.buttons.reopen, id: matchupReopen.build({ id }) }, remove],
    });
  }
  return card(...first, `**${about}**`, words.matchup.manageOpen(inSeconds(closesAt)), {
    buttons: [
      { label: words.buttons.extend, id: matchupExtend.build({ id }), style: 'primary' },
      { label: words.buttons.close, id: matchupClose.build({ id }) },
      remove,
    ],
  });
}

/** Asks once more. */
export function removalCard({ id }: Matchup, words: Words): Message {
  return card(words.matchup.removeAsk, {
    buttons: [
      { label: words.buttons.yesRemove, id: matchupRemoveSurely.build({ id }), style: 'danger' },
      { label: words.buttons.keepIt, id: matchupKeep.build({ id }) },
    ],
  });
}

/** The form for how many hours more. */
export function extensionForm({ id }: Matchup, words: Words): Modal {
  const input = new TextInputBuilder()
    .setCustomId(matchupExtendFormFields.hours)
    .setStyle(TextInputStyle.Short)
    .setMinLength(1)
    .setMaxLength(3)
    .setValue(usualExtension);
  return new ModalBuilder()
    .setCustomId(matchupExtendForm.build({ id }))
    .setTitle(words.matchup.extendForm.title)
    .addLabelComponents(new LabelBuilder().setLabel(words.matchup.extendForm.hours).setTextInputComponent(input))
    .toJSON();
}

/** One open matchup in a list. A blind one has no count. */
export interface Listed {
  readonly matchup: ShownMatchup;
  /** Missing where it has left the catalogue. */
  readonly film: FilmSummary | undefined;
  readonly count: Pick<Count, 'ballots'> | undefined;
}

/** Which of them stand on a page. */
export function pageOf<T>(
  all: readonly T[],
  page: number,
): { readonly page: number; readonly on: readonly T[]; readonly pages: number } {
  const pages = Math.max(1, Math.ceil(all.length / onAPage));
  const shown = Math.min(page, pages - 1);
  return { page: shown, on: all.slice(shown * onAPage, (shown + 1) * onAPage), pages };
}

/** The open matchups of a server, a page of them. */
export function matchupList(
  listed: readonly Listed[],
  { page, pages, mention }: { readonly page: number; readonly pages: number; readonly mention: Mention },
  words: Words,
): Message {
  if (listed.length === 0) return card(words.matchups.none(mention('bookvsfilm')));
  const turn = (to: number, label: string): Press => ({ label, id: matchupsPage.build({ page: to }) });
  return card(
    `## ${words.matchups.heading}`,
    ...listed.map(({ matchup, film, count }) =>
      lines(
        `**[${film ? titleOf(film, words) : words.matchups.withoutFilm}](${linkToCard(matchup)})**`,
        small(
          dotted(
            words.matchups.closes(inSeconds(matchup.closesAt)),
            count ? words.matchup.ballots(count.ballots) : words.matchups.blind,
          ),
        ),
      ),
    ),
    small(pages > 1 ? words.review.page(page + 1, pages) : ''),
    {
      buttons: [
        ...(page > 0 ? [turn(page - 1, words.buttons.back)] : []),
        ...(page < pages - 1 ? [turn(page + 1, words.buttons.on)] : []),
      ],
    },
  );
}
