import { signal } from '@preact/signals';
import type { InspectionView, MessageView } from '../../protocol.ts';
import { ask } from './connection.ts';

/** Whether the lists are open, where the screen is too narrow to show them always. */
export const isDrawerOpen = signal(false);

/** A picture shown large. */
export const enlarged = signal<{ readonly url: string; readonly alt: string } | undefined>(undefined);

/** What the inspector shows. */
export type Inspected =
  | { readonly state: 'loading' | 'none'; readonly messageId: string }
  | { readonly state: 'failed'; readonly messageId: string; readonly reason: string }
  | { readonly state: 'shown'; readonly messageId: string; readonly inspection: InspectionView };

/** The message in the inspector; undefined while it is closed. */
export const inspected = signal<Inspected | undefined>(undefined);

let openedFrom: HTMLElement | undefined;

/** Opens the inspector on a message. The focus comes back to where it was opened from. */
export async function inspect({ id }: MessageView): Promise<void> {
  openedFrom = document.activeElement instanceof HTMLElement ? document.activeElement : undefined;
  inspected.value = { state: 'loading', messageId: id };
  const reply = await ask({ do: 'inspect', messageId: id });
  if (inspected.value?.messageId !== id) return;
  if (!reply.ok) inspected.value = { state: 'failed', messageId: id, reason: reply.reason };
  else if (isInspection(reply.result)) inspected.value = { state: 'shown', messageId: id, inspection: reply.result };
  else inspected.value = { state: 'none', messageId: id };
}

/** Closes the inspector. */
export function closeInspector(): void {
  inspected.value = undefined;
  openedFrom?.focus();
}

function isInspection(result: unknown): result is InspectionView {
  return typeof result === 'object' && result !== null && 'requests' in result && 'sizes' in result;
}
