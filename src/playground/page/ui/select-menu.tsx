import { useSignal } from '@preact/signals';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { FormOption } from '../model/form.ts';
import { icons } from './icons.tsx';

/** A menu to pick one or several options of. Several are handed over when it closes, one at once. */
export function SelectMenu({
  label,
  options,
  picked,
  least = 1,
  most,
  disabled = false,
  invalid = false,
  describedBy,
  onPick,
}: {
  label: string;
  options: readonly FormOption[];
  picked: readonly string[];
  least?: number;
  most: number;
  disabled?: boolean;
  invalid?: boolean;
  describedBy?: string | undefined;
  onPick: (values: readonly string[]) => void;
}) {
  const id = useId();
  const isOpen = useSignal(false);
  const at = useSignal(0);
  const draft = useSignal(picked);
  const box = useRef<HTMLDivElement>(null);

  const close = (): void => {
    if (!isOpen.value) return;
    isOpen.value = false;
    if (most > 1 && draft.value.join('\n') !== picked.join('\n')) onPick(draft.value);
  };
  const open = (): void => {
    draft.value = picked;
    at.value = Math.max(
      0,
      options.findIndex(({ value }) => picked.includes(value)),
    );
    isOpen.value = true;
  };
  const pick = (value: string): void => {
    if (most === 1) {
      isOpen.value = false;
      // A menu that may be left empty is emptied by its picked option.
      onPick(least === 0 && picked.includes(value) ? [] : [value]);
    } else if (draft.value.includes(value)) draft.value = draft.value.filter((one) => one !== value);
    else if (draft.value.length < most) draft.value = [...draft.value, value];
  };

  useLayoutEffect(() => {
    if (!isOpen.value) return undefined;
    const leave = ({ target }: Event): void => {
      if (target instanceof Node && !box.current?.contains(target)) close();
    };
    document.addEventListener('pointerdown', leave);
    return () => document.removeEventListener('pointerdown', leave);
  });
  useLayoutEffect(() => {
    if (isOpen.value) document.getElementById(`${id}-${at.value}`)?.scrollIntoView({ block: 'nearest' });
  }, [isOpen.value, at.value]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const handled = isOpen.value ? keyWhenOpen(event.key) : keyWhenClosed(event.key);
    if (!handled) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const keyWhenClosed = (key: string): boolean => {
    if (!['Enter', ' ', 'ArrowDown', 'ArrowUp'].includes(key)) return false;
    open();
    return true;
  };
  const keyWhenOpen = (key: string): boolean => {
    const option = options[at.value];
    if (key === 'Tab') close();
    else if (key === 'ArrowDown') at.value = (at.value + 1) % options.length;
    else if (key === 'ArrowUp') at.value = (at.value - 1 + options.length) % options.length;
    else if (key === 'Escape') close();
    else if ((key === 'Enter' || key === ' ') && option) pick(option.value);
    else return false;
    return key !== 'Tab';
  };

  const shown = (isOpen.value ? draft.value : picked).map(
    (value) => options.find((option) => option.value === value)?.label ?? value,
  );
  return (
    <div class="select" ref={box}>
      <button
        type="button"
        class="select-button"
        role="combobox"
        disabled={disabled}
        aria-label={label}
        aria-haspopup="listbox"
        aria-expanded={isOpen.value}
        aria-controls={`${id}-list`}
        aria-activedescendant={isOpen.value ? `${id}-${at.value}` : undefined}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        onClick={() => (isOpen.value ? close() : open())}
        onKeyDown={onKeyDown}
        onBlur={close}
      >
        <span class={shown.length > 0 ? 'select-value' : 'select-value select-placeholder'}>
          {shown.length > 0 ? shown.join(', ') : label}
        </span>
        <icons.chevron />
      </button>
      <div
        class="select-list"
        id={`${id}-list`}
        role="listbox"
        tabIndex={-1}
        aria-label={label}
        aria-multiselectable={most > 1}
        hidden={!isOpen.value}
      >
        {isOpen.value &&
          options.map((option, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox's, which keeps the focus
            <div
              key={option.value}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={draft.value.includes(option.value)}
              class={index === at.value ? 'select-option select-option-marked' : 'select-option'}
              // The button must keep the focus, or its blur would close the list before the click arrives.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => pick(option.value)}
            >
              <span>
                {option.label}
                {option.description && <small>{option.description}</small>}
              </span>
              {draft.value.includes(option.value) && <icons.check />}
            </div>
          ))}
      </div>
    </div>
  );
}
