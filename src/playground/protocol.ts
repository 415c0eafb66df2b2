/*
 * What the playground's page and its server say to each other over one WebSocket, as JSON. The page holds no bot logic
 * and no state of its own that matters: it draws what it is told, and asks for what a person did.
 */

/** Raw JSON of Discord's API, as the bot sent it. */
export type ApiJson = Readonly<Record<string, unknown>>;

/** A place where messages stand. */
export interface PlaceView {
  readonly id: string;
  readonly kind: 'text' | 'voice' | 'announcement' | 'thread' | 'dm';
  readonly name: string;
  /** The server's id; undefined for a direct message. */
  readonly serverId: string | undefined;
  /** A thread's channel, and the message it hangs under. */
  readonly parentId: string | undefined;
  /** The member whose talk with the bot it is. */
  readonly dmWith: string | undefined;
  readonly archived: boolean;
}

export interface ServerView {
  readonly id: string;
  readonly name: string;
}

export interface MemberView {
  readonly id: string;
  readonly name: string;
  readonly locale: string;
  /** Has Manage Messages. */
  readonly moderator: boolean;
  /** Discord's bit field, as decimal digits. */
  readonly permissions: string;
}

/** A message as it is now. Messages for one member alone are sent too: the page shows them to that member. */
export interface MessageView {
  readonly id: string;
  readonly placeId: string;
  readonly author: { readonly id: string; readonly name: string; readonly bot: boolean };
  /** The member who alone sees it. */
  readonly onlyFor: string | undefined;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly editedAt: number | undefined;
  /** The command that led to it: who used what, for the line above the message. */
  readonly usedBy: { readonly memberId: string; readonly command: string } | undefined;
  readonly content: string;
  readonly components: readonly ApiJson[];
  readonly attachments: readonly ApiJson[];
  /** `thinking`: put off, not answered yet. `failed`: the app did not respond in 3 s. */
  readonly state: 'shown' | 'thinking' | 'failed';
  /** The thread under it. */
  readonly threadId: string | undefined;
  /** The interaction that it answers, for the inspector; undefined for messages of members. */
  readonly interactionId: string | undefined;
  /** The message that it answers: a card whose button was pressed, say. */
  readonly repliesTo?: string | undefined;
}

/** One request of the bot, as the inspector shows it. */
export interface RequestView {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
  readonly response: unknown;
  readonly at: number;
}

/** What stands behind a message: the interaction as Discord sent it, the bot's requests, and sizes against limits. */
export interface InspectionView {
  readonly dispatch: unknown;
  readonly requests: readonly RequestView[];
  readonly message: unknown;
  readonly sizes: readonly { readonly what: string; readonly value: number; readonly limit: number }[];
}

/** Something wrong in a content file. */
export interface MistakeView {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly problem: string;
}

/** A form that opened for a member. */
export interface ModalView {
  readonly id: string;
  readonly forMember: string;
  readonly raw: ApiJson;
}

/** What a `run`, `press`, `select` or `submit` led to. What it names was told before it. */
export interface ExchangeView {
  readonly outcome: 'message' | 'update' | 'modal' | 'failed';
  readonly interactionId: string;
  /** The message that was sent or changed first. */
  readonly messageId?: string | undefined;
  readonly modalId?: string | undefined;
}

/** Everything, when a page opens. The latest messages of each place, oldest first. */
export interface Snapshot {
  readonly servers: readonly ServerView[];
  readonly places: readonly PlaceView[];
  readonly members: readonly MemberView[];
  readonly messages: readonly MessageView[];
  /** Registered commands, as the bot defined them. */
  readonly commands: readonly ApiJson[];
  readonly mistakes: readonly MistakeView[];
  /** How many films the bot knows; undefined until it has said so. */
  readonly films?: number | undefined;
  readonly bot: { readonly id: string; readonly name: string; readonly state: 'starting' | 'ready' | 'stopped' };
  /** The bot's time minus this machine's, in milliseconds: how far time was moved on. */
  readonly ahead: number;
}

/** From the server to the page. */
export type Told =
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly kind: 'message'; readonly message: MessageView }
  | { readonly kind: 'message-gone'; readonly id: string; readonly placeId: string }
  | { readonly kind: 'places'; readonly servers: readonly ServerView[]; readonly places: readonly PlaceView[] }
  | { readonly kind: 'commands'; readonly commands: readonly ApiJson[] }
  | { readonly kind: 'mistakes'; readonly mistakes: readonly MistakeView[]; readonly films?: number | undefined }
  | { readonly kind: 'bot'; readonly state: Snapshot['bot']['state'] }
  | { readonly kind: 'time'; readonly ahead: number }
  /** Told to the page alone whose member opened it; it comes before the answer to that request. */
  | { readonly kind: 'modal'; readonly modal: ModalView }
  /** The answer to a {@link Request} with this id. */
  | { readonly kind: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'refused'; readonly id: number; readonly reason: string };

export type OptionValue = string | number | boolean;

/** From the page to the server: what a member does. `memberId` is who, `placeId` where. */
export type Request = {
  readonly id: number;
} /** Answered with an {@link ExchangeView}, as `press`, `select` and `submit` are. */ & (
  | {
      readonly do: 'run';
      readonly memberId: string;
      readonly placeId: string;
      readonly command: string;
      readonly options: Readonly<Record<string, OptionValue>>;
    }
  /** Answered with suggestions: `{ name, value }[]`. */
  | {
      readonly do: 'complete';
      readonly memberId: string;
      readonly placeId: string;
      readonly command: string;
      readonly options: Readonly<Record<string, OptionValue>>;
      readonly focused: string;
    }
  | {
      readonly do: 'press';
      readonly memberId: string;
      readonly messageId: string;
      readonly customId: string;
    }
  | {
      readonly do: 'select';
      readonly memberId: string;
      readonly messageId: string;
      readonly customId: string;
      readonly values: readonly string[];
    }
  | {
      readonly do: 'submit';
      readonly memberId: string;
      readonly modalId: string;
      readonly fields: Readonly<Record<string, string | readonly string[] | boolean>>;
    }
  /** Answered with `{ messageId }`. */
  | { readonly do: 'say'; readonly memberId: string; readonly placeId: string; readonly text: string }
  | { readonly do: 'dismiss'; readonly memberId: string; readonly messageId: string }
  /** Answered with `{ ahead }`. */
  | { readonly do: 'advance'; readonly milliseconds: number }
  /** Answered with an {@link InspectionView}. */
  | { readonly do: 'inspect'; readonly messageId: string }
);
