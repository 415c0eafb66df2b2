import { UserError, type UserErrorReason } from '../user-error.ts';
import type { Answer, Post } from './answer.ts';
import type { Place, ServerPlace } from './command.ts';
import type { Message } from './message.ts';

/** Whether a card for everybody may stand in a place of a server. */
export interface Publicity {
  ask(place: ServerPlace): Promise<Permission>;
}

/** What is granted counts, unless it is given back. */
export type Permission =
  | { readonly granted: true; giveBack(): void }
  | { readonly granted: false; readonly why: UserErrorReason };

/** What one answer passes on its way to everybody. It is asked for once, however many messages there are. */
export interface Border {
  /** Why nothing public may be posted; undefined where it may. */
  refusal(): Promise<UserErrorReason | undefined>;
  /** @throws UserError where nothing public may be posted */
  pass(): Promise<void>;
  /** The answer as it may be sent: what must not be public is for the member alone, and says why. */
  through(answer: Answer, explain: (why: UserErrorReason) => Message): Promise<Answer>;
  /** Nothing public came of it. */
  giveBack(): void;
}

/** The border of one request. */
export function borderOf(place: Place, publicity: Publicity | undefined): Border {
  let asked: Promise<Permission> | undefined;
  let permission: Permission | undefined;

  const border: Border = {
    async refusal() {
      if (place.kind !== 'server' || !publicity) return undefined;
      asked ??= publicity.ask(place);
      permission = await asked;
      return permission.granted ? undefined : permission.why;
    },
    async pass() {
      const why = await border.refusal();
      if (why) throw new UserError(why);
    },
    async through(answer, explain) {
      if (!isPublic(answer)) {
        border.giveBack();
        return answer;
      }
      const why = await border.refusal();
      return why ? keptPrivate(answer, explain(why)) : answer;
    },
    giveBack() {
      if (permission?.granted) permission.giveBack();
      permission = undefined;
    },
  };
  return border;
}

function isPublic(answer: Answer): boolean {
  const posts = answer.kind === 'post' ? [answer.post, ...answer.more] : answer.more;
  return posts.some(({ audience }) => audience === 'public');
}

function keptPrivate(answer: Answer, why: Message): Answer {
  const alone = ({ message }: Post): Post => ({ audience: 'private', message });
  const more = [...answer.more.map(alone), { audience: 'private' as const, message: why }];
  return answer.kind === 'post' ? { ...answer, post: alone(answer.post), more } : { ...answer, more };
}
