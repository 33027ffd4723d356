// Measures times.
//
// Each task is warmed up first. Its batch is made so long that the clock's steps of 5 µs do not matter. Then rounds follow:
// in each round every task runs one batch, in another order each time. So a slow moment of the machine and the garbage of
// the task before affect all tasks alike.
//
// A ratio is taken within its round, and the report has the median over the rounds. Many short rounds are better than few
// long ones: a disturbance then spoils single batches and not the median.
import { spread } from "./statistics.js";

/** Receives every result, so that no engine can optimise the work away. */
let sink;

// All in milliseconds, except `rounds`. `limit` may end the rounds of a comparison early, but never before LEAST_ROUNDS.
export const FULL = { warmUp: 300, batch: 6, rounds: 80, limit: 20_000 };
export const QUICK = { warmUp: 80, batch: 3, rounds: 24, limit: 5_000 };
const LEAST_ROUNDS = 16;

/** Runs a task `count` times and returns the milliseconds for one run. */
function time(run, count) {
  const start = performance.now();
  for (let done = 0; done < count; done++) sink = run();
  return (performance.now() - start) / count;
}

function warmUp(run, { warmUp, batch }) {
  const end = performance.now() + warmUp;
  let last = time(run, 1);
  for (let runs = 0; runs < 3 || performance.now() < end; runs++) last = time(run, Math.max(1, Math.ceil(2 / last)));
  return Math.max(1, Math.ceil(batch / last));
}

/** Lets the browser do deferred work, such as collecting garbage. */
const breathe = () => new Promise((resolve) => setTimeout(resolve));

/**
 * Returns the order of one round, from a Williams design. With an even number of tasks, in as many rounds, each task comes
 * once at every position and once after each other task.
 */
export function order(tasks, round) {
  return Array.from({ length: tasks }, (_, at) => ((at % 2 === 0 ? at / 2 : tasks - (at + 1) / 2) + round) % tasks);
}

/**
 * Times tasks relative to the first of them.
 *
 * @param {{name: string, run: () => unknown}[]} tasks
 * @returns for each task its name, `time` in milliseconds and `ratio` to the first task, each as a spread
 */
export async function compare(tasks, effort) {
  const counts = [];
  for (const task of tasks) counts.push(warmUp(task.run, effort));
  const times = tasks.map(() => []);
  const end = performance.now() + effort.limit;
  for (let round = 0; round < effort.rounds && (round < LEAST_ROUNDS || performance.now() < end); round++) {
    for (const at of order(tasks.length, round)) {
      await breathe();
      times[at].push(time(tasks[at].run, counts[at]));
    }
  }
  return tasks.map(({ name }, at) => ({
    name,
    rounds: times[at].length,
    time: spread(times[at]),
    ratio: spread(times[at].map((time, round) => time / times[0][round])),
  }));
}

/** Returns the result of the last batch, so that it counts as used. */
export const last = () => sink;
