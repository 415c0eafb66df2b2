import { batch, type Signal, signal } from '@preact/signals';
import type {
  ApiJson,
  MemberView,
  MessageView,
  MistakeView,
  ModalView,
  PlaceView,
  ServerView,
  Snapshot,
  Told,
} from '../../protocol.ts';

/** What the server told, drawn by everything else. */
export const servers = signal<readonly ServerView[]>([]);
export const places = signal<readonly PlaceView[]>([]);
export const members = signal<readonly MemberView[]>([]);
export const registered = signal<readonly ApiJson[]>([]);
export const mistakes = signal<readonly MistakeView[]>([]);
export const bot = signal<Snapshot['bot']>({ id: '', name: 'Foyer', state: 'starting' });
export const ahead = signal(0);
/** Forms that are open, by the member they are open for. */
export const modals = signal<ReadonlyMap<string, ModalView>>(new Map());
/** Whether anything was told yet. */
export const isLoaded = signal(false);

const none: readonly MessageView[] = [];
const messages = new Map<string, Signal<readonly MessageView[]>>();

/** A place's messages, oldest first. */
export function messagesIn(placeId: string): Signal<readonly MessageView[]> {
  const known = messages.get(placeId) ?? signal(none);
  messages.set(placeId, known);
  return known;
}

/** Takes in what the server told. Returns the message, where it is one that nobody has read yet. */
export function take(told: Told): MessageView | undefined {
  return batch(() => {
    switch (told.kind) {
      case 'snapshot':
        takeSnapshot(told.snapshot);
        return undefined;
      case 'message':
        return takeMessage(told.message);
      case 'message-gone': {
        const list = messagesIn(told.placeId);
        list.value = list.value.filter(({ id }) => id !== told.id);
        return undefined;
      }
      case 'places':
        servers.value = told.servers;
        places.value = told.places;
        return undefined;
      case 'commands':
        registered.value = told.commands;
        return undefined;
      case 'mistakes':
        mistakes.value = told.mistakes;
        return undefined;
      case 'bot':
        bot.value = { ...bot.value, state: told.state };
        return undefined;
      case 'time':
        ahead.value = told.ahead;
        return undefined;
      case 'modal':
        modals.value = new Map(modals.value).set(told.modal.forMember, told.modal);
        return undefined;
      default:
        return undefined;
    }
  });
}

/** Puts a form away. */
export function closeModal(memberId: string): void {
  const left = new Map(modals.value);
  left.delete(memberId);
  modals.value = left;
}

function takeSnapshot(snapshot: Snapshot): void {
  servers.value = snapshot.servers;
  places.value = snapshot.places;
  members.value = snapshot.members;
  registered.value = snapshot.commands;
  mistakes.value = snapshot.mistakes;
  bot.value = snapshot.bot;
  ahead.value = snapshot.ahead;
  modals.value = new Map();
  const byPlace = new Map<string, MessageView[]>([...messages.keys()].map((placeId) => [placeId, []]));
  for (const message of snapshot.messages) {
    const list = byPlace.get(message.placeId) ?? [];
    byPlace.set(message.placeId, list);
    list.push(message);
  }
  for (const [placeId, list] of byPlace) messagesIn(placeId).value = list;
  isLoaded.value = true;
}

function takeMessage(message: MessageView): MessageView | undefined {
  const list = messagesIn(message.placeId);
  const at = list.value.findIndex(({ id }) => id === message.id);
  const before = list.value[at];
  list.value = before ? list.value.with(at, message) : [...list.value, message];
  return before?.state === message.state ? undefined : message;
}
