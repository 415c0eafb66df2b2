import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** What a popup hands to what is in it. */
export interface PopupControls {
  readonly close: () => void;
}

/**
 * A button with something that opens beside it. Escape, a click elsewhere and leaving by Tab close it; Escape gives the
 * focus back to the button.
 */
export function Popup({
  label,
  face,
  children,
  kind,
  className = '',
  placement,
}: {
  label: string;
  face: ComponentChildren;
  children: (controls: PopupControls) => ComponentChildren;
  kind: 'menu' | 'dialog';
  className?: string;
  placement: 'above' | 'below' | 'below-end';
}) {
  const isOpen = useSignal(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    isOpen.value = false;
    button.current?.focus();
  };
  useLayoutEffect(() => {
    if (!isOpen.value) return undefined;
    firstStop(box.current)?.focus();
    const leave = ({ target }: Event): void => {
      if (target instanceof Node && !box.current?.contains(target)) isOpen.value = false;
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        close();
      }
      if (kind === 'menu') moveInMenu(event, box.current);
    };
    document.addEventListener('pointerdown', leave);
    document.addEventListener('focusin', leave);
    // Before anybody else: Escape closes the innermost thing alone.
    document.addEventListener('keydown', onKeyDown, true);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('focusin', leave);
      document.removeEventListener('keydown', onKeyDown, true);
    };
  }, [isOpen.value]);
  const panel = `popup-panel popup-${placement}`;
  return (
    <div class={`popup ${className}`} ref={box}>
      <button
        type="button"
        class="popup-button"
        ref={button}
        aria-haspopup={kind}
        aria-expanded={isOpen.value}
        aria-label={label}
        title={label}
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        {face}
      </button>
      {isOpen.value && kind === 'menu' && (
        <div class={panel} role="menu" tabIndex={-1} aria-label={label}>
          {children({ close })}
        </div>
      )}
      {isOpen.value && kind === 'dialog' && (
        <div class={panel} role="dialog" aria-label={label}>
          {children({ close })}
        </div>
      )}
    </div>
  );
}

const stops = '[role^="menuitem"], .popup-panel button, .popup-panel input';

function firstStop(box: HTMLElement | null): HTMLElement | null | undefined {
  return box?.querySelector<HTMLElement>('[aria-checked="true"]') ?? box?.querySelector<HTMLElement>(stops);
}

function moveInMenu(event: KeyboardEvent, box: HTMLElement | null): void {
  const items = [...(box?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
  const at = document.activeElement instanceof HTMLElement ? items.indexOf(document.activeElement) : -1;
  const targets: Record<string, HTMLElement | undefined> = {
    ArrowDown: items[(at + 1) % items.length],
    ArrowUp: items[(at - 1 + items.length) % items.length],
    Home: items[0],
    End: items.at(-1),
  };
  const target = targets[event.key];
  if (!target) return;
  event.preventDefault();
  target.focus();
}
