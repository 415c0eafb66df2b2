import { measure, type Task } from './measure.ts';

/* One measurement in a process of its own: it is told what to do by a message, answers with one, and ends. */

process.once('message', (task: Task) => process.send?.(measure(task)));
