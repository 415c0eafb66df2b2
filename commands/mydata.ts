import { type Answer, privately, turned } from '../src/discord/answer.ts';
import { action, type Pressed } from '../src/discord/command.ts';
import { mydataAsk, mydataDelete, mydataExport, mydataShow } from '../src/discord/custom-ids.ts';
import { belongingsOn, countsOf, isNothing } from '../src/members/belongings.ts';
import type { Where, WorkId } from '../src/storage/keys.ts';
import { everythingFile, ratingsFile } from '../src/views/exported.ts';
import { deletionCard, exportCard, type Kept, mydataCard, type Reach } from '../src/views/mydata.ts';
import { type Command, type Request, serverOf } from './command.ts';
import { everywhere } from './film-option.ts';

export const mydata = {
  definition: everywhere((words) => words.commands.mydata),
  answers: () => 'private',
  run: async (request) => privately(mydataCard(await keptOf(request), request.words)),

  actions: [
    action(mydataShow, 'update', async (request: Request, _, pressed) =>
      turned(mydataCard(await keptOf(request), request.words), pressed),
    ),
    action(mydataExport, 'private', async (request: Request) => {
      const { member, members, now, words } = request;
      const belongings = await members.belongingsOf(member);
      const exporting = { member, now: now(), titleOf: titlesIn(request) };
      const files = [ratingsFile(belongings.ratings, exporting), everythingFile(belongings, exporting)];
      return privately(exportCard(files, words));
    }),
    action(mydataAsk, 'update', async (request: Request, { where }, pressed) => ask(request, where, pressed)),
    action(mydataDelete, 'update', async (request: Request, { where, asked }, pressed) => {
      const { member, members, words } = request;
      if ((await members.forget(member, whereIs(request, where), asked)) === 'newer') {
        return ask(request, where, pressed, words.mydata.newer);
      }
      return turned(mydataCard(await keptOf(request), words, words.mydata.deleted[where]), pressed);
    }),
  ],
} satisfies Command;

/** Asks before anything is deleted; where there is nothing to delete, says so. */
async function ask(request: Request, where: Reach, pressed: Pressed, ...first: readonly string[]): Promise<Answer> {
  const { now, words } = request;
  const asked = now();
  const kept = await keptOf(request);
  const counts = whereIs(request, where) === 'everywhere' ? kept.everywhere : kept.here;
  if (!counts || isNothing(counts)) return turned(mydataCard(kept, words), pressed);
  return turned(deletionCard({ counts, where, asked }, words, ...first), pressed);
}

async function keptOf({ member, members, place }: Request): Promise<Kept> {
  const belongings = await members.belongingsOf(member);
  return {
    here: place.kind === 'server' ? countsOf(belongingsOn(belongings, place.guild)) : undefined,
    everywhere: countsOf(belongings),
  };
}

/** @throws UserError `server.only` where there is no server */
function whereIs(request: Request, where: Reach): Where {
  return where === 'here' ? serverOf(request).guild : 'everywhere';
}

function titlesIn({ catalogue }: Request): (work: WorkId) => string | undefined {
  const titles = new Map<WorkId, string>(
    catalogue.films.flatMap(({ key, title, book }) => [
      [`film:${key}`, title],
      [`book:${book.key}`, book.title],
    ]),
  );
  return (work) => titles.get(work);
}
