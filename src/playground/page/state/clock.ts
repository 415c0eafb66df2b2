import { computed, signal } from '@preact/signals';
import { ahead } from './world.ts';

const seconds = signal(Date.now());

setInterval(() => {
  seconds.value = Date.now();
}, 1000);

/** The bot's time, moved on or not, as of this second. */
export const now = computed(() => seconds.value + ahead.value);

/** The same to the minute, for what need not be drawn every second. */
export const minuteNow = computed(() => Math.floor(now.value / 60_000) * 60_000);
