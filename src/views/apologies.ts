import { type FilmKey, filmKey } from '../catalogue/ids.ts';
import type { Message } from '../discord/message.ts';
import { DeletionUnfinished } from '../members/members.ts';
import { escapeLineWithin } from '../spoilers/cut.ts';
import { escapeLine } from '../spoilers/escape.ts';
import { StoreUnusable } from '../storage/store.ts';
import type { NamedFilm, UserErrorReason } from '../user-error.ts';
import type { Words } from '../words/en.ts';
import { labelsFor } from './film-names.ts';
import type { Mention } from './help.ts';
import { card } from './layout.ts';

/** Of what a member typed, as much as is worth repeating to them. */
const repeated = 120;

/**
 * What a member does next when something was not as they meant. `retry` makes the custom_id of a button that does the
 * same with another film.
 */
export function explanation(
  reason: UserErrorReason,
  { retry, mention }: { readonly retry: ((film: FilmKey) => string) | undefined; readonly mention: Mention },
  words: Words,
): Message {
  switch (reason.code) {
    case 'film.unclear': {
      const { nearest, query } = reason;
      if (nearest.length === 0) return card(words.errors.noFilms);
      const said = escapeLineWithin(query, repeated);
      const labels = labelsFor(nearest, words);
      const button = ({ key }: NamedFilm, index: number) =>
        retry ? [{ label: labels[index] ?? key, id: retry(filmKey.parse(key)) }] : [];
      const buttons = nearest.flatMap(button);
      return card(said === '' ? words.errors.unclearEmpty : words.errors.unclear(said), { buttons });
    }
    case 'critic.unknown':
      return card(
        words.errors.criticUnknown(
          escapeLineWithin(reason.query, repeated),
          reason.critics.map((critic) => escapeLineWithin(critic, repeated)),
        ),
      );
    case 'card.outdated':
      return card(words.errors.outdated(reason.command && mention(reason.command)));
    case 'option.unusable':
      return card(words.errors.optionUnusable(reason.option));
    case 'matchup.not-yours':
      return card(words.errors.notYoursToManage(reason.openedBy && `<@${reason.openedBy}>`));
    case 'matchup.too-long':
      return card(words.errors.matchupTooLong(reason.left));
    case 'matchup.not-reopened':
      return card(words.errors.matchupNotReopened[reason.why]);
    case 'take.empty':
      return card(words.errors.takeEmpty);
    case 'take.not-yours':
      return card(words.errors.takeNotYours);
    case 'rights.missing':
      return card(words.errors.rightMissing(words.rights[reason.right]));
    case 'film.gone':
      return card(words.errors.filmGone);
    case 'server.only':
      return card(words.errors.serverOnly);
    case 'matchup.gone':
      return card(words.errors.matchupGone);
    case 'matchup.closed':
      return card(words.errors.matchupClosed);
    case 'asked.too-fast':
      return card(words.errors.tooFast);
    case 'public.elsewhere':
      return card(words.errors.publicElsewhere(reason.channels.map((channel) => `<#${channel}>`)));
    case 'public.later':
      return card(words.errors.publicLater(reason.cardsPerHour, Math.ceil(reason.at / 1000)));
    case 'settings.not-yours':
      return card(words.errors.settingsNotYours);
    case 'ballot.none':
      return card(words.errors.noBallot);
  }
}

/** Our own fault, with the reference under which the host finds it in the log. */
export function faultNote(reference: string, error: unknown, words: Words): Message {
  const known = escapeLine(reference);
  if (error instanceof DeletionUnfinished) return card(words.errors.deletionUnfinished(known));
  if (error instanceof StoreUnusable) {
    return card(error.damaged ? words.errors.storeDamaged(known) : words.errors.storeAway(known));
  }
  return card(words.errors.fault(known));
}
