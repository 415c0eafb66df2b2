import { type Answer, ask, privately } from '../src/discord/answer.ts';
import { action, type Pressed } from '../src/discord/command.ts';
import {
  matchupTake,
  matchupTakeEdit,
  matchupTakeForm,
  matchupTakeFormFields,
  matchupTakeRemove,
} from '../src/discord/custom-ids.ts';
import { passing } from '../src/discord/faults.ts';
import type { Message } from '../src/discord/message.ts';
import { readOptions } from '../src/discord/options.ts';
import { isSecret, type Matchup } from '../src/matchups/matchup.ts';
import { longestTake, type TakeText, takesIn } from '../src/matchups/takes.ts';
import { cleanText } from '../src/spoilers/clean.ts';
import { asTyped } from '../src/spoilers/wrap.ts';
import { UserError } from '../src/user-error.ts';
import { linkTo, note } from '../src/views/matchup-card.ts';
import { heldTakeNote, takeForm, takeMessage } from '../src/views/take.ts';
import { type Request, serverOf } from './command.ts';

const nothingYet: TakeText = { text: '', plotFree: false };

/** What members do with their takes: from the private confirmation, and on the take itself. */
export const takeActions = [
  action(matchupTake, 'form', async (request: Request, { id }) => {
    const ref = refOf(request, id);
    await request.matchups.get(ref);
    const own = await request.matchups.takeOf(ref, request.member);
    return ask(takeForm(id, own?.kind === 'held' ? own : nothingYet, request.words));
  }),
  // The text is not kept beside the message, which the press brings along.
  action(matchupTakeEdit, 'form', async (request: Request, { id, writer }, { texts }: Pressed) => {
    if (writer !== request.member) throw new UserError({ code: 'take.not-yours' });
    const shown = texts[1] ?? '';
    const text = [...asTyped(shown)].slice(0, longestTake).join('');
    return ask(takeForm(id, { text, plotFree: !shown.startsWith('||') }, request.words));
  }),
  action(matchupTakeForm, 'private', async (request: Request, { id }, { fields }: Pressed) =>
    write(request, id, takeIn(fields)),
  ),
  action(matchupTakeRemove, 'private', async (request: Request, { id, writer }) => {
    const { matchups, member, managesMessages, words } = request;
    const ref = refOf(request, id);
    // While a blind one is open, whether somebody has a take tells whether they have voted.
    const mayRemove = writer === member || (managesMessages && !isSecret(await matchups.get(ref)));
    if (!mayRemove) throw new UserError({ code: 'take.not-yours' });
    const hadOne = await matchups.removeTake(ref, writer);
    return privately(note(hadOne ? words.take.removed : words.take.nothingToRemove));
  }),
];

const refOf = (request: Request, id: Matchup['id']) => ({ guild: serverOf(request).guild, id });

/** @throws UserError `take.empty`, or `option.unusable` for what no form sends */
function takeIn(fields: Pressed['fields']): TakeText {
  const text = fields[matchupTakeFormFields.text] ?? '';
  const plot = readOptions(fields).choice(matchupTakeFormFields.plot, ['may-tell', 'plot-free']);
  if ([...text].length > longestTake) {
    throw new UserError({ code: 'option.unusable', option: matchupTakeFormFields.text });
  }
  if (cleanText(text) === '') throw new UserError({ code: 'take.empty' });
  return { text, plotFree: plot === 'plot-free' };
}

async function write(request: Request, id: Matchup['id'], take: TakeText): Promise<Answer> {
  const { matchups, channels, member, sharedWordsIn } = request;
  const ref = refOf(request, id);
  await matchups.writeTake(ref, member, take, request.id);
  const matchup = await matchups.get(ref);
  try {
    const shared = sharedWordsIn(matchup.locale);
    const posting = takesIn(channels, (writer, each) => takeMessage({ id, writer, take: each }, shared));
    await matchups.postTakes(ref, posting);
  } catch (error) {
    if (!passing(error)) throw error;
    // Discord stumbles: it is posted when the card is next brought up to date, which is soon.
    matchups.talkDelayed(ref);
  }
  return privately(await told(request, matchup));
}

/** What became of the member's take. */
async function told({ matchups, member, words }: Request, matchup: Matchup): Promise<Message> {
  const own = await matchups.takeOf(matchup, member);
  if (own?.kind === 'posted') return note(words.take.posted(linkTo({ guild: matchup.guild, ...own })));
  if (!own) return note(words.take.nowhere);
  return heldTakeNote({ id: matchup.id, writer: member, isSecret: isSecret(matchup) }, words);
}
