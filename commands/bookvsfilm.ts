import { action } from '../src/discord/command.ts';
import { matchupBegin, matchupOpen } from '../src/discord/custom-ids.ts';
import type { Options } from '../src/discord/options.ts';
import { openHours } from '../src/matchups/matchup.ts';
import { named } from '../src/words/words.ts';
import type { Command, Request } from './command.ts';
import { filmOption, onServers, suggestFilms } from './film-option.ts';
import { ballotActions } from './matchup-ballots.ts';
import { managementActions } from './matchup-management.ts';
import { openMatchup, type Wanted } from './matchup-opening.ts';
import { takeActions } from './matchup-takes.ts';

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
  mustBePublic: true,
  suggest: { film: suggestFilms },
  retry: (film, options) => {
    const { hours, aspects, blind } = wantedBy(options);
    const asks = aspects ? 'aspects' : 'whole';
    return matchupBegin.build({ film, hours, asks, shows: blind ? 'nothing' : 'counts' });
  },

  run: async (request) =>
    openMatchup(request, request.catalogue.find(request.options.text('film')), wantedBy(request.options)),

  actions: [
    action(
      matchupOpen,
      'public',
      async (request: Request, { film, hours }) =>
        openMatchup(request, request.catalogue.summary(film), { hours, aspects: false, blind: false }),
      { mustBePublic: true },
    ),
    action(
      matchupBegin,
      'public',
      async (request: Request, { film, hours, asks, shows }) =>
        openMatchup(request, request.catalogue.summary(film), {
          hours,
          aspects: asks === 'aspects',
          blind: shows === 'nothing',
        }),
      { mustBePublic: true },
    ),
    ...ballotActions,
    ...takeActions,
    ...managementActions,
  ],
} satisfies Command;

function wantedBy(options: Options): Wanted {
  return {
    hours: options.wholeOr('hours', openHours, 'default'),
    aspects: options.flag('aspects'),
    blind: options.flag('blind'),
  };
}
