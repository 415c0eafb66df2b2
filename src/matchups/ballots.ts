import type { MemberId } from '../storage/ids.ts';
import { keys } from '../storage/keys.ts';
import { listRecords, readRecord } from '../storage/records.ts';
import { UserError } from '../user-error.ts';
import { type Aspect, type Ballot, ballotRecord, type Knowledge, type Side } from './ballot.ts';
import { type Count, countBallots } from './count.ts';
import { isOpen, isSecret, isShown, type Matchup, type MatchupRef, type ShownMatchup } from './matchup.ts';
import { keyOf, type Shelf } from './shelf.ts';

/** A count with the change that it includes last. */
export interface Counted {
  readonly count: Count;
  readonly changes: number;
}

/** Edits a card to show this. */
export type EditCard = (matchup: ShownMatchup, count: Count) => Promise<'edited' | 'gone'>;

/** One ballot for each member, and the count of them on the card. */
export interface Ballots {
  /**
   * Resolves when the ballot would survive a power cut. `knows` is what a ballot begins with whose writer has not said
   * what they know. @throws UserError `matchup.closed` or `matchup.gone`
   */
  cast(ref: MatchupRef, member: MemberId, side: Side, knows?: Knowledge): Promise<Ballot>;
  /**
   * Answers an aspect too, or leaves it out again.
   * @throws UserError `ballot.none` where the member has no ballot, and as {@link Ballots.cast}
   */
  answer(ref: MatchupRef, member: MemberId, aspect: Aspect, side: Side | undefined): Promise<Ballot>;
  /** @throws UserError as {@link Ballots.answer} */
  sayKnows(ref: MatchupRef, member: MemberId, knows: Knowledge): Promise<Ballot>;
  /** Resolves to whether there was one. @throws UserError as {@link Ballots.cast} */
  takeBack(ref: MatchupRef, member: MemberId): Promise<boolean>;
  count(ref: MatchupRef): Promise<Counted>;
  /**
   * Edits the card to what is stored now. All edits of a card go through here, one after the other, so that none puts
   * an older state over a newer one. `gone`: there is no card.
   */
  showCard(ref: MatchupRef, edit: EditCard): Promise<'edited' | 'gone'>;
}

/** Ballots over a shelf. */
export function createBallots({ store, now, standing, inTurn, get }: Shelf): Ballots {
  /** Hands over the member's ballot and writes what comes back, if that is another one. */
  async function change<After extends Ballot | undefined>(
    ref: MatchupRef,
    member: MemberId,
    how: (before: Ballot | undefined, matchup: Matchup) => After,
  ): Promise<{ readonly before: Ballot | undefined; readonly after: After }> {
    const key = keys.ballot(ref.guild, ref.id, member);
    return inTurn(keyOf(ref), async () => {
      const matchup = await get(ref);
      if (!isOpen(matchup, now())) throw new UserError({ code: 'matchup.closed' });
      const before = await readRecord(store, key, ballotRecord);
      const after = how(before, matchup);
      if (after === before) return { before, after };
      const write = async () => (after ? store.put(key, after) : store.delete(key));
      // A card that tells nothing has nothing to follow, and an edit of it would tell that somebody has voted.
      await (isSecret(matchup) ? write() : standing.during(ref, write));
      return { before, after };
    });
  }

  async function count(ref: MatchupRef): Promise<Counted> {
    // Read before the ballots: a ballot that arrives in between is counted and still leaves the card stale.
    const changes = standing.changes(ref);
    const ballots = await listRecords(store, keys.ballots(ref.guild, ref.id), ballotRecord);
    return { count: countBallots(ballots.map(({ record }) => record)), changes };
  }

  return {
    async cast(ref, member, overall, offered) {
      const { after } = await change(ref, member, (before): Ballot => {
        const knows = before?.knows ?? offered;
        if (before?.sides.overall === overall && before.knows === knows) return before;
        return {
          version: 2,
          sides: { ...before?.sides, overall },
          ...(knows && { knows }),
          changed: before !== undefined && (before.changed || before.sides.overall !== overall),
          at: now(),
        };
      });
      return after;
    },
    async answer(ref, member, aspect, side) {
      const { after } = await change(ref, member, (before, matchup): Ballot => {
        if (!matchup.aspects) throw new UserError({ code: 'card.outdated', command: 'bookvsfilm' });
        if (!before) throw new UserError({ code: 'ballot.none' });
        if (before.sides[aspect] === side) return before;
        const { [aspect]: _, ...others } = before.sides;
        return { ...before, sides: { ...others, ...(side && { [aspect]: side }) }, at: now() };
      });
      return after;
    },
    async sayKnows(ref, member, knows) {
      const { after } = await change(ref, member, (before): Ballot => {
        if (!before) throw new UserError({ code: 'ballot.none' });
        return before.knows === knows ? before : { ...before, knows, at: now() };
      });
      return after;
    },
    async takeBack(ref, member) {
      const { before } = await change(ref, member, () => undefined);
      return before !== undefined;
    },
    count,
    async showCard(ref, edit) {
      return inTurn(`card:${keyOf(ref)}`, async () => {
        const { count: now, changes } = await count(ref);
        const matchup = await get(ref);
        if (!isShown(matchup)) return 'gone';
        const result = await edit(matchup, now);
        if (result === 'edited') await inTurn(keyOf(ref), async () => standing.shown(ref, changes, owesTalk(matchup)));
        return result;
      });
    },
  };
}

/** Whether the talk has still to be begun, or to hear something: a closed one owes it nothing. */
export function owesTalk({ talk, status }: Matchup): boolean {
  return status.kind === 'open' && (!talk?.begun || status.untold === true);
}
