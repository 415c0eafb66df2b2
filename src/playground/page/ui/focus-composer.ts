/** Gives the composer the focus now, before the key that asked for it writes its letter. */
export function focusComposer(): void {
  document.querySelector<HTMLElement>('.composer textarea, .option-field-on input, .command-tail')?.focus();
}
