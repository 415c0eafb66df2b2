import type { FilmSummary } from '../src/catalogue/summary.ts';
import { workId } from '../src/catalogue/works.ts';
import { privately, update } from '../src/discord/answer.ts';
import { action, type Pressed } from '../src/discord/command.ts';
import { matchupAspect, matchupCast, matchupChange, matchupKnows, matchupTakeBack } from '../src/discord/custom-ids.ts';
import type { Message } from '../src/discord/message.ts';
import { type Ballot, type Knowledge, knowledgeOf, type Side, side } from '../src/matchups/ballot.ts';
import type { Matchup } from '../src/matchups/matchup.ts';
import { UserError } from '../src/user-error.ts';
import { ballotAnswer, ballotTakenBack } from '../src/views/matchup-card.ts';
import { type Request, serverOf } from './command.ts';

/** What members do with their ballots: on the card, and in the private confirmation. */
export const ballotActions = [
  action(matchupCast, 'private', async (request: Request, { id, side }) => privately(await cast(request, id, side))),
  action(matchupChange, 'update', async (request: Request, { id, side }) => update(await cast(request, id, side))),
  action(matchupAspect, 'update', async (request: Request, { id, aspect }, { values }: Pressed) => {
    const { matchup, film } = await find(request, id);
    const ballot = await request.matchups.answer(matchup, request.member, aspect, pickedOf(values));
    return update(await answerWith(request, { film, matchup, ballot }));
  }),
  action(matchupKnows, 'update', async (request: Request, { id, knows }) => {
    const { matchup, film } = await find(request, id);
    const ballot = await request.matchups.sayKnows(matchup, request.member, knows);
    await remember(request, film, knows);
    return update(await answerWith(request, { film, matchup, ballot }));
  }),
  action(matchupTakeBack, 'update', async (request: Request, { id }) => {
    const { matchup, film } = await find(request, id);
    const hadOne = await request.matchups.takeBack(matchup, request.member);
    return update(ballotTakenBack(film, matchup, hadOne, request.words));
  }),
];

async function cast(request: Request, id: Matchup['id'], overall: Side): Promise<Message> {
  const { matchup, film } = await find(request, id);
  const offered = await knownTo(request, film);
  const ballot: Ballot = await request.matchups.cast(matchup, request.member, overall, offered);
  return answerWith(request, { film, matchup, ballot });
}

async function answerWith(
  { matchups, member, words }: Request,
  { film, matchup, ballot }: { readonly film: FilmSummary; readonly matchup: Matchup; readonly ballot: Ballot },
): Promise<Message> {
  const hasTake = (await matchups.takeOf(matchup, member)) !== undefined;
  return ballotAnswer(film, matchup, { ballot, hasTake }, words);
}

async function find(request: Request, id: Matchup['id']): Promise<{ matchup: Matchup; film: FilmSummary }> {
  const matchup = await request.matchups.get({ guild: serverOf(request).guild, id });
  return { matchup, film: request.catalogue.summary(matchup.film) };
}

/** What was picked in a menu; undefined where it was left empty. @throws UserError for what no menu offers */
function pickedOf([value, ...others]: readonly string[]): Side | undefined {
  if (value === undefined) return undefined;
  const picked = side.safeParse(value);
  if (!picked.success || others.length > 0) throw new UserError({ code: 'card.outdated', command: 'bookvsfilm' });
  return picked.data;
}

/** What the member knows by their progress. */
async function knownTo(request: Request, film: FilmSummary): Promise<Knowledge | undefined> {
  const { progress, member } = request;
  const { guild } = serverOf(request);
  const [ofBook, ofFilm] = await Promise.all([
    progress.of(guild, workId('book', film), member),
    progress.of(guild, workId('film', film), member),
  ]);
  return knowledgeOf({ book: ofBook === 'finished', film: ofFilm === 'finished' });
}

/** Who knows a work has finished it. What they do not claim to know takes nothing away from what they once said. */
async function remember(request: Request, film: FilmSummary, knows: Knowledge): Promise<void> {
  const { progress, member } = request;
  const { guild } = serverOf(request);
  const known = knows === 'both' ? (['book', 'film'] as const) : [knows];
  await Promise.all(known.map(async (work) => progress.atLeast(guild, workId(work, film), member, 'finished')));
}
