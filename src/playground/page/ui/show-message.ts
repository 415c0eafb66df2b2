const shownFor = 1500;

/** Brings a message into view and marks it for a moment. Says whether it is there. */
export function showMessage(id: string): boolean {
  const found = document.querySelector(`[data-message="${CSS.escape(id)}"]`);
  if (!found) return false;
  found.scrollIntoView({ block: 'center' });
  found.classList.add('message-found');
  setTimeout(() => found.classList.remove('message-found'), shownFor);
  return true;
}
