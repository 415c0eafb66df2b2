import { privately } from '../src/discord/answer.ts';
import { action } from '../src/discord/command.ts';
import { matchupBegin, matchupClose, matchupOpen } from '../src/discord/custom-ids.ts';
import type { Options } from '../src/discord/options.ts';
import { defaultHours, openHours } from '../src/matchups/matchup.ts';
import { note } from '../src/views/matchup-card.ts';
import { named } from '../src/words/words.ts';
import { type Command, type Request, serverOf } from './command.ts';
import { filmOption, onServers, suggestFilms } from './film-option.ts';
import { ballotActions } from './matchup-ballots.ts';
import { openMatchup, type Wanted } from './matchup-opening.ts';

export const bookvsfilm = {
  definition: onServers((words) => words.commands.bookvsfilm)
    .addStringOption(filmOption)
    .addIntegerOption((option) =>
      named(option, (words) => words.options.hours)
        .setMinValue(openHours.min)
        .setMaxValue(openHours.max),
    )
    .addBooleanOption((option) => named(option, (words) => words.options.aspects))
    .addBooleanOption((option) => named(option, (words) => words.options.blind)),

  answers: () => 'public',
  suggest: { film: suggestFilms },
  retry: (film, options) => {
    const { hours, aspects, blind } = wantedBy(options);
    const asks = aspects ? 'aspects' : 'whole';
    return matchupBegin.build({ film, hours, asks, shows: blind ? 'nothing' : 'counts' });
  },

  run: async (request) =>
    openMatchup(request, request.catalogue.find(request.options.text('film')), wantedBy(request.options)),

  actions: [
    action(matchupOpen, 'public', async (request: Request, { film, hours }) =>
      openMatchup(request, request.catalogue.summary(film), { hours, aspects: false, blind: false }),
    ),
    action(matchupBegin, 'public', async (request: Request, { film, hours, asks, shows }) =>
      openMatchup(request, request.catalogue.summary(film), {
        hours,
        aspects: asks === 'aspects',
        blind: shows === 'nothing',
      }),
    ),
    ...ballotActions,
    action(matchupClose, 'private', async (request: Request, { id }) => {
      const { member, managesMessages, matchups, words } = request;
      await matchups.closeBy({ guild: serverOf(request).guild, id }, { member, managesMessages });
      return privately(note(words.matchup.closedByYou));
    }),
  ],
} satisfies Command;

function wantedBy(options: Options): Wanted {
  return {
    hours: options.wholeOr('hours', openHours, defaultHours),
    aspects: options.flag('aspects'),
    blind: options.flag('blind'),
  };
}
