import { ask, privately, update } from '../src/discord/answer.ts';
import { action, type Pressed } from '../src/discord/command.ts';
import {
  matchupClose,
  matchupExtend,
  matchupExtendForm,
  matchupExtendFormFields,
  matchupKeep,
  matchupManage,
  matchupRemove,
  matchupRemoveSurely,
  matchupReopen,
} from '../src/discord/custom-ids.ts';
import type { Message } from '../src/discord/message.ts';
import { readOptions } from '../src/discord/options.ts';
import { type Matchup, openHours } from '../src/matchups/matchup.ts';
import { note } from '../src/views/matchup-card.ts';
import { extensionForm, managementCard, removalCard } from '../src/views/matchup-management.ts';
import { type Request, serverOf } from './command.ts';
import { filmIfKnown } from './film-option.ts';

const inSeconds = (milliseconds: number) => Math.floor(milliseconds / 1000);

/** What who opened a matchup, and those with Manage Messages, do with it. Each looks at their right anew. */
export const managementActions = [
  action(matchupManage, 'private', async (request: Request, { id }) =>
    privately(panelOf(request, await request.matchups.toManage(refOf(request, id), request))),
  ),
  action(matchupKeep, 'update', async (request: Request, { id }) =>
    update(panelOf(request, await request.matchups.toManage(refOf(request, id), request))),
  ),
  action(matchupClose, 'private', async (request: Request, { id }) => {
    await request.matchups.closeBy(refOf(request, id), request);
    return privately(note(request.words.matchup.closedByYou));
  }),
  action(matchupExtend, 'form', async (request: Request, { id }) =>
    ask(extensionForm(await request.matchups.toManage(refOf(request, id), request), request.words)),
  ),
  action(matchupExtendForm, 'update', async (request: Request, { id }, { fields }: Pressed) => {
    const { hours } = matchupExtendFormFields;
    const more = readOptions({ [hours]: Number(fields[hours]) }).whole(hours, openHours);
    const matchup = await request.matchups.extendBy(refOf(request, id), request, more);
    return update(panelOf(request, matchup, request.words.matchup.extended(inSeconds(matchup.closesAt))));
  }),
  action(matchupReopen, 'update', async (request: Request, { id }) => {
    const matchup = await request.matchups.reopenBy(refOf(request, id), request);
    return update(panelOf(request, matchup, request.words.matchup.reopenedByYou(inSeconds(matchup.closesAt))));
  }),
  action(matchupRemove, 'update', async (request: Request, { id }) =>
    update(removalCard(await request.matchups.toManage(refOf(request, id), request), request.words)),
  ),
  action(matchupRemoveSurely, 'update', async (request: Request, { id }) => {
    await request.matchups.removeBy(refOf(request, id), request);
    return update(note(request.words.matchup.removed));
  }),
];

const refOf = (request: Request, id: Matchup['id']) => ({ guild: serverOf(request).guild, id });

function panelOf(request: Request, matchup: Matchup, ...first: readonly string[]): Message {
  return managementCard(filmIfKnown(matchup.film, request), matchup, request.words, ...first);
}
