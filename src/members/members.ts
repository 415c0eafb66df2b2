import type { Forgetting } from '../matchups/forgetting.ts';
import type { Progress } from '../progress/progress.ts';
import type { Ratings } from '../ratings/ratings.ts';
import type { MemberId } from '../storage/ids.ts';
import type { Where } from '../storage/keys.ts';
import type { Scrubbing } from '../storage/scrubbing.ts';
import { type Belongings, belongingsOn, latestOf } from './belongings.ts';

/** What a member may do with what is kept about them: see it, take it along, have it deleted. */
export interface Members {
  /** Everything, on all servers. Nobody else's. */
  belongingsOf(member: MemberId): Promise<Belongings>;
  /**
   * Deletes what is kept there, and every byte of it in the store's own files. `newer`: something was written after
   * `asked` (epoch milliseconds), so nothing was deleted: the member was not asked about that.
   * @throws DeletionUnfinished where doing it again goes on
   */
  forget(member: MemberId, where: Where, asked: number): Promise<'deleted' | 'newer'>;
}

/** Some of it may be deleted, some not: nothing is lost by doing it again. */
export class DeletionUnfinished extends Error {
  override readonly name = 'DeletionUnfinished';
}

export interface MembersNeeds {
  readonly ratings: Pick<Ratings, 'exportOf' | 'forget'>;
  readonly matchups: Forgetting;
  readonly progress: Pick<Progress, 'exportOf' | 'forget'>;
  readonly scrubbing: Pick<Scrubbing, 'after'>;
}

/** Members over the domains that keep something about them. */
export function createMembers({ ratings, matchups, progress, scrubbing }: MembersNeeds): Members {
  async function belongingsOf(member: MemberId): Promise<Belongings> {
    return {
      ratings: await ratings.exportOf(member, 'everywhere'),
      ...(await matchups.exportOf(member, 'everywhere')),
      progress: await progress.exportOf(member, 'everywhere'),
    };
  }

  return {
    belongingsOf,
    async forget(member, where, asked) {
      if (latestOf(belongingsOn(await belongingsOf(member), where)) > asked) return 'newer';
      try {
        await scrubbing.after(async () => {
          let deleted = false;
          for (const domain of [ratings, matchups, progress]) {
            deleted = (await domain.forget(member, where)) || deleted;
          }
          return deleted;
        });
      } catch (error) {
        throw new DeletionUnfinished('not everything of a member could be deleted', { cause: error });
      }
      return 'deleted';
    },
  };
}
