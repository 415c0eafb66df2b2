import { inspect } from './inspection.ts';
import type { Loopback } from './loopback.ts';
import type { Exchange, Member } from './members.ts';
import { shownMessage } from './page-views.ts';
import type { ExchangeView, ModalView, Request } from './protocol.ts';
import type { SeenModal } from './seen.ts';
import type { StoredMessage } from './world.ts';

/** What the acts of members stand on. */
export interface ActParts {
  readonly loopback: Loopback;
  /** Resolves when the bot can be asked something. */
  readonly untilReady: () => Promise<void>;
  /** Moves time on; resolves to how far it is ahead then. */
  readonly advance: (milliseconds: number) => Promise<number>;
}

/** Does what a page asks for, and returns the answer. Throws, in words for people, where it cannot be done. */
export type Perform = (request: Request, showModal: (modal: ModalView) => void) => Promise<unknown>;

const keptModals = 200;

/** The acts of members on a loopback. */
export function createActs({ loopback, untilReady, advance }: ActParts): Perform {
  const { world, sight } = loopback;
  const modals = new Map<string, SeenModal>();

  const memberWith = (id: string): Member => {
    const member = loopback.member(id);
    if (!member) throw new Error('There is no such member.');
    return member;
  };

  const memberIn = (memberId: string, placeId: string): Member => {
    const place = world.rooms.get(placeId);
    if (!place) throw new Error('There is no such place.');
    if (place.dmWith === undefined) return memberWith(memberId).in(place);
    if (place.dmWith !== memberId) throw new Error('That talk is another member’s.');
    return memberWith(memberId).in('dm');
  };

  const messageWith = (id: string): StoredMessage => {
    const message = shownMessage(world, id);
    if (!message) throw new Error('That message is gone.');
    return message;
  };

  /** The member where the message stands, and the message as they see it. */
  const at = (memberId: string, messageId: string) => {
    const message = messageWith(messageId);
    return { member: memberIn(memberId, message.roomId), message: sight.message(message) };
  };

  const keepModal = (id: string, modal: SeenModal): void => {
    modals.set(id, modal);
    const [oldest] = modals.keys();
    if (modals.size > keptModals && oldest !== undefined) modals.delete(oldest);
  };

  return async (request, showModal) => {
    const cameOf = async (exchange: Promise<Exchange>, forMember: string): Promise<ExchangeView> => {
      const { outcome, id: interactionId, ...rest } = await settled(exchange);
      if (rest.modal) {
        keepModal(interactionId, rest.modal);
        showModal({ id: interactionId, forMember, raw: rest.modal.raw });
        return { outcome, interactionId, modalId: interactionId };
      }
      return { outcome, interactionId, messageId: rest.messageId };
    };

    switch (request.do) {
      case 'run': {
        const member = memberIn(request.memberId, request.placeId);
        await untilReady();
        return cameOf(member.run(request.command, request.options), member.id);
      }
      case 'complete': {
        const member = memberIn(request.memberId, request.placeId);
        await untilReady();
        return member.complete(request.command, request.options, request.focused);
      }
      case 'press': {
        await untilReady();
        const { member, message } = at(request.memberId, request.messageId);
        return cameOf(member.press(message, request.customId), member.id);
      }
      case 'select': {
        await untilReady();
        const { member, message } = at(request.memberId, request.messageId);
        return cameOf(member.select(message, request.customId, request.values), member.id);
      }
      case 'submit': {
        await untilReady();
        const modal = modals.get(request.modalId);
        if (!modal) throw new Error('This form is no longer open.');
        const member = memberWith(request.memberId);
        return cameOf(member.submit(modal, request.fields), member.id);
      }
      case 'say':
        return { messageId: memberIn(request.memberId, request.placeId).say(request.text).id };
      case 'dismiss': {
        const message = messageWith(request.messageId);
        if (message.onlyFor !== request.memberId) throw new Error('Only what one alone sees can be dismissed.');
        message.dismissed = true;
        world.changed(message);
        return {};
      }
      case 'advance':
        return { ahead: await advance(request.milliseconds) };
      case 'inspect':
        return inspect(loopback, messageWith(request.messageId));
    }
  };
}

async function settled(exchange: Promise<Exchange>) {
  const done = await exchange;
  const { outcome, id } = done;
  return {
    outcome,
    id,
    modal: outcome === 'modal' ? done.modal : undefined,
    messageId: outcome === 'message' || outcome === 'update' ? done.message.id : undefined,
  };
}
