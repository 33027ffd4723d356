// How times are taken.
//
// Each task is warmed up first, and its batch made so long that the clock's steps of 5 µs don't count. Then come rounds: in
// each every task runs one batch, in another order each time, so that a slow moment of the machine and the garbage of the
// task before hit all alike. A ratio is taken within its round, and the median over the rounds is what is reported. Many
// short rounds are better than few long ones: what else the machine does then spoils single batches, not the median.
import { spread } from "./statistics.js";

/** Results go here, so that no engine can leave out the work. */
let sink;

// All in milliseconds but `rounds`. The time for the rounds of one comparison may end them early, never below the least.
export const FULL = { warmUp: 300, batch: 6, rounds: 80, limit: 20_000 };
export const QUICK = { warmUp: 80, batch: 3, rounds: 24, limit: 5_000 };
const LEAST_ROUNDS = 16;

/** `count` times, in milliseconds for one. */
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

/** Lets the browser do what it has put off, such as collecting garbage. */
const breathe = () => new Promise((resolve) => setTimeout(resolve));

/**
 * The order of one round, from a Williams design: for an even number of tasks, in as many rounds each task comes once at
 * every place and once after each other task.
 */
export function order(tasks, round) {
  return Array.from({ length: tasks }, (_, at) => ((at % 2 === 0 ? at / 2 : tasks - (at + 1) / 2) + round) % tasks);
}

/**
 * Times tasks against the first of them.
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

/** What the last batch gave, so that it counts as used. */
export const last = () => sink;
