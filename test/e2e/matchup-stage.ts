import { afterAll, afterEach, beforeAll } from 'vitest';
import type { Channel, Server } from '../../src/playground/loopback.ts';
import type { Member } from '../../src/playground/members.ts';
import type { PermissionName } from '../../src/playground/permissions.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { type Foyer, type FoyerOptions, startFoyer } from '../foyer.ts';

export const film = 'never-let-me-go-2010';
export const hour = 3_600_000;
export const usual: readonly PermissionName[] = [
  'ViewChannel',
  'SendMessages',
  'CreatePublicThreads',
  'SendMessagesInThreads',
];

/** A server of its own for each test: at most one poll on a film is open on each. */
export interface Club {
  readonly server: Server;
  readonly channel: Channel;
  readonly alice: Member;
  readonly bob: Member;
  /** So many more members. */
  members(count: number): readonly Member[];
  /** One with Manage Messages. */
  moderator(): Member;
}

export interface Stage {
  readonly foyer: () => Foyer;
  club(): Club;
  /** Opens a poll, and resolves to its card when the talk has begun in its thread. */
  open(member: Member, options?: Readonly<Record<string, string | number | boolean>>): Promise<SeenMessage>;
  until(condition: () => boolean, what: string): Promise<void>;
  untilShows(card: SeenMessage, text: string): Promise<void>;
}

/** A bot for all tests of a file. */
export function stageForPolls(options: FoyerOptions = {}): Stage {
  let foyer: Foyer;
  beforeAll(async () => {
    foyer = await startFoyer(options);
  });
  afterEach(() => foyer.loopback.faults.clear());
  afterAll(() => foyer.end());

  const stage: Stage = {
    foyer: () => foyer,
    club() {
      const { loopback } = foyer;
      const server = loopback.addServer();
      const [channel] = server.channels;
      if (!channel) throw new Error('a server without a channel');
      return {
        server,
        channel,
        alice: loopback.addMember('Alice', { server }),
        bob: loopback.addMember('Bob', { server }),
        members: (count) => Array.from({ length: count }, (_, index) => loopback.addMember(`M${index}`, { server })),
        moderator: () => loopback.addMember('Mo', { server, permissions: [...usual, 'ManageMessages'] }),
      };
    },
    async open(member, more = {}) {
      const { message } = await member.run('/bookvsfilm', { film, ...more });
      await stage.until(() => (message.thread?.messages.length ?? 0) > 0, 'the talk in its thread');
      return message;
    },
    until: async (condition, what) => foyer.loopback.until(condition, what),
    untilShows: async (card, text) => stage.until(() => card.text.includes(text), `"${text}" on the card`),
  };
  return stage;
}

/** Casts a ballot and says what one knows; resolves to the confirmation. */
export async function vote(member: Member, card: SeenMessage, side: string, knows?: 'book' | 'film' | 'both') {
  const { message } = await member.press(card, side);
  if (knows) await member.press(message, knows === 'both' ? 'I know both' : `I know the ${knows}`);
  return message;
}
