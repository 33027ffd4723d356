// The functions of the page. The driver calls one after the other. All results are plain JSON.
import * as ivy from "/package/index.js";
import { makeList } from "../inputs/lists.js";
import { TIMED_REQUESTS } from "../inputs/requests.js";
import { contenders } from "../peers/all.js";
import { requestOurs } from "../peers/ours.js";
import { requestZod } from "../peers/request-zod.js";
import { COMPARED, listDisagreements, requestDisagreements } from "./agreement.js";
import { memoryBytes, watchMemory } from "./memory.js";
import { FULL, QUICK, compare } from "./rounds.js";

watchMemory();
const lists = contenders(ivy);
const requests = [requestZod, requestOurs(ivy)];

globalThis.bench = {
  /** Loads the package. Returns whether the page is isolated, which makes its clock precise enough. */
  async start() {
    await ivy.init();
    return { isolated: globalThis.crossOriginIsolated === true };
  },

  /** Returns a sentence for each disagreement between contenders. */
  disagreements() {
    return { sentences: [...listDisagreements(lists), ...requestDisagreements(requests)], compared: COMPARED };
  },

  /** Times all contenders on one list. Call it in a fresh page. */
  async list({ shape, count, quick }) {
    const { bytes, offer } = makeList(shape, count);
    const tasks = lists.map((contender) => ({ name: contender.name, run: () => contender.list(bytes, offer) }));
    const rows = await compare(tasks, quick ? QUICK : FULL);
    const made = (at) => (lists[at].made === "all" ? count : 1);
    return { shape, count, bytes: bytes.length, rows: rows.map((row, at) => ({ ...row, made: made(at) })) };
  },

  /** Compares the cost of one session in a long list with that in a shorter list, for each contender. */
  async growth({ from, to, quick }) {
    const [short, long] = [makeList("ascii", from), makeList("ascii", to)];
    const result = [];
    for (const contender of lists.filter(({ name }) => name === "JSON.parse" || name === "ivy, one object")) {
      const each = ({ bytes, offer }) => ({ name: contender.name, run: () => contender.list(bytes, offer) });
      const [, row] = await compare([each(short), each(long)], quick ? QUICK : FULL);
      const scale = from / to;
      const { median, low, high } = row.ratio;
      result.push({ name: contender.name, ratio: { median: median * scale, low: low * scale, high: high * scale } });
    }
    return { from, to, rows: result };
  },

  /** Times the check of one request, relative to zod. */
  async request({ at, quick }) {
    const { name, input } = TIMED_REQUESTS[at];
    const tasks = requests.map((contender) => ({ name: contender.name, run: () => contender.check(input) }));
    return { name, rows: await compare(tasks, quick ? QUICK : FULL) };
  },

  /** Returns the size of the memory before and after one long list. Call it in a fresh page. */
  memory({ count }) {
    const { bytes, offer } = makeList("ascii", count);
    const before = memoryBytes();
    const { length } = ivy.scanDataSessionList(bytes);
    const scanned = memoryBytes();
    ivy.decodeDataSessionList(bytes);
    return { count, bytes: bytes.length, length, offer, before, scanned, after: memoryBytes() };
  },
};
