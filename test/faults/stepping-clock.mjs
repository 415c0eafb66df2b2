// Loaded into a bot before anything else: its computer's time of day can be set by `{ step: milliseconds }` from its
// parent. Timers and performance.now() know nothing of it, as with a clock that is set right or a machine that has slept.
const timeOfDay = Date.now;
let stepped = 0;
Date.now = () => timeOfDay() + stepped;
process.on('message', (message) => {
  if (typeof message?.step !== 'number') return;
  stepped += message.step;
  process.send({ stepped });
});
