import { setTimeout as passes } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startBotProcess } from '../../src/playground/bot-process.ts';
import { startLoopback } from '../../src/playground/loopback.ts';
import { entry, untilHere } from '../foyer.ts';
import { enginesHere } from '../storage/engines.ts';

/** A twentieth of a processor, as on a machine that has others to serve. */
const runs = 30;
const waits = 570;

describe.each(await enginesHere())('a first start on an empty store in $name', ({ emptyStoreUrl }) => {
  test('reads all films and is there, however little of the machine is left to it', { timeout: 180_000 }, async () => {
    const loopback = await startLoopback();
    onTestFinished(() => loopback.close());
    loopback.addServer();
    const { apiUrl, token } = loopback;
    let isStarved = true;
    const bot = startBotProcess({
      entry,
      apiUrl,
      token,
      storeUrl: await emptyStoreUrl(),
      onReloaded: () => {
        isStarved = false;
      },
    });
    onTestFinished(() => bot.kill());
    void bot.exited.then(() => {
      isStarved = false;
    });
    while (isStarved) {
      bot.process.kill('SIGSTOP');
      await passes(waits);
      bot.process.kill('SIGCONT');
      await passes(runs);
    }
    await untilHere(bot);
    expect(bot.output.stdout).toMatch(/Films: [1-9]/);
  });
});
