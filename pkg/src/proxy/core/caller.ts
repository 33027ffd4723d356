// Calls of the core, with a new core after a trap.

import { Trapped, instance, makeCore, run } from "./instance.ts";
import type { Core, CoreHost } from "./host.ts";

/** A core that is replaced after a trap. */
export type Caller = {
  /** Makes a core if there is none in the present instance. Throws the core's own sentence about the settings. */
  present(): Core;
  /** Calls the core. Rejects with {@link Trapped} if the core stops meanwhile. */
  call<Result>(use: (core: Core) => Promise<Result>): Promise<Result>;
};

/**
 * Returns a caller.
 *
 * @param settings returns the core's options as JSON
 * @param warn takes a sentence for the log
 */
export function coreCaller(settings: () => string, host: CoreHost, warn: (message: string) => void): Caller {
  let core: { made: Core; instance: number } | undefined;
  const present = (): Core => {
    if (core?.instance !== instance()) core = { made: makeCore(settings(), host), instance: instance() };
    return core.made;
  };
  const call = async <Result>(use: (core: Core) => Promise<Result>): Promise<Result> => {
    try {
      return await run(() => use(present()));
    } catch (error) {
      if (error instanceof Trapped) warn("the core stopped unexpectedly; the request is answered with 503, the next one by a new core");
      throw error;
    }
  };
  return { present, call };
}
