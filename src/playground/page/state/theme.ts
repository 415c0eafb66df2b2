import { computed, effect, signal } from '@preact/signals';

const key = 'foyer.theme';
const prefersDark = matchMedia('(prefers-color-scheme: dark)');

const chosen = signal(localStorage.getItem(key));
const system = signal(prefersDark.matches ? 'dark' : 'light');

prefersDark.addEventListener('change', ({ matches }) => {
  system.value = matches ? 'dark' : 'light';
});

/** The theme in force: the chosen one, else the system's. */
export const theme = computed(() =>
  chosen.value === 'dark' || chosen.value === 'light' ? chosen.value : system.value,
);

/** Changes to the other theme, and remembers it. */
export function switchTheme(): void {
  chosen.value = theme.value === 'dark' ? 'light' : 'dark';
  localStorage.setItem(key, chosen.value);
}

/** Dresses the page in the theme, now and whenever it changes. */
export function followTheme(): void {
  effect(() => {
    document.documentElement.dataset.theme = theme.value;
  });
}
