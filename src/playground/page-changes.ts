import type { Loopback } from './loopback.ts';
import { messageView, placeViews, serverViews, shownMessage } from './page-views.ts';
import type { ApiJson, Told } from './protocol.ts';

/** What changed in a loopback, told to pages in small pieces. */
export interface PageChanges {
  /** Tells what changed until now, without waiting for the tick to end. */
  flush(): void;
  close(): void;
}

/** The commands of a loopback: those everywhere, then those of single servers. */
export function commandViews(loopback: Loopback): readonly ApiJson[] {
  return [loopback, ...loopback.servers].flatMap(({ commands }) => commands.map(({ raw }) => raw));
}

/** Follows a loopback. However often a message changes within a tick, it is told once. */
export function followChanges(loopback: Loopback, tell: (told: Told) => void): PageChanges {
  const { world } = loopback;
  const touched = new Map<string, string>();
  const placesNow = () => ({ servers: serverViews(world), places: placeViews(world) });
  let places = JSON.stringify(placesNow());
  let commands = JSON.stringify(commandViews(loopback));
  let planned: NodeJS.Immediate | undefined;

  const tellPlaces = (): void => {
    const next = placesNow();
    const text = JSON.stringify(next);
    if (text === places) return;
    places = text;
    tell({ kind: 'places', ...next });
  };

  const tellCommands = (): void => {
    const next = commandViews(loopback);
    const text = JSON.stringify(next);
    if (text === commands) return;
    commands = text;
    tell({ kind: 'commands', commands: next });
  };

  const flush = (): void => {
    if (planned) clearImmediate(planned);
    planned = undefined;
    // A message in a new thread is told after the thread.
    tellPlaces();
    tellCommands();
    for (const [id, placeId] of touched) {
      const message = shownMessage(world, id, placeId);
      if (message) tell({ kind: 'message', message: messageView(world, message) });
      else tell({ kind: 'message-gone', id, placeId });
    }
    touched.clear();
  };

  const unsubscribe = loopback.subscribe((message) => {
    if (message) touched.set(message.id, message.roomId);
    planned ??= setImmediate(flush);
  });

  return {
    flush,
    close: () => {
      unsubscribe();
      if (planned) clearImmediate(planned);
    },
  };
}
