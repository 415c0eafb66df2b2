import { asObject } from './json.ts';
import type { Loopback } from './loopback.ts';
import type { InspectionView } from './protocol.ts';
import type { RecordedRequest } from './rest.ts';
import { messageJson } from './shapes.ts';
import { sizesOf } from './sizes.ts';
import type { StoredMessage } from './world.ts';

/**
 * What stands behind a message: the interaction that shaped it last, every request that made or changed it, and its
 * sizes. The loopback keeps the latest interactions and requests of this run only; what is older is left out.
 */
export function inspect(loopback: Loopback, message: StoredMessage): InspectionView {
  const behind = loopback.interactions.filter(({ interaction }) => {
    const { original, followUps, source, deferred } = interaction;
    const { id } = interaction;
    if (message.failed && message.metadata?.id === id) return true;
    return original === message || followUps.includes(message) || (source === message && deferred === 'update');
  });
  const dispatch = behind.at(-1)?.dispatch;
  const ofInteraction = new Set(behind.flatMap(({ interaction }) => [interaction.id, interaction.token]));

  const concerns = ({ method, path, response }: RecordedRequest): boolean => {
    const [, first = '', second = '', third = '', fourth = ''] = path.split('/');
    if (first === 'interactions') return ofInteraction.has(second);
    if (first === 'webhooks') return ofInteraction.has(third);
    if (first !== 'channels' || second !== message.roomId || third !== 'messages') return false;
    return fourth === message.id || (method === 'POST' && fourth === '' && asObject(response).id === message.id);
  };

  return {
    dispatch,
    requests: loopback.requests.filter(concerns).map(({ method, path, status, body, response, at }) => ({
      method,
      path,
      status,
      body,
      response,
      at,
    })),
    message: messageJson(loopback.world, message),
    sizes: sizesOf(message),
  };
}
