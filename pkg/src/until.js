/**
 * Waiting that a signal ends.
 */

/**
 * Resolves after a time, if there is one, as the end of a stream does; rejects when the signal is aborted.
 *
 * @param {AbortSignal} signal
 * @param {number} [ms]
 * @returns {Promise<{done: true, value?: undefined}>}
 */
export function until(signal, ms) {
  const end = new Promise((resolve, reject) => {
    // A timer takes whole milliseconds and drops the rest.
    const timer = ms === undefined ? undefined : setTimeout(resolve, Math.ceil(ms), { done: true });
    const stop = () => reject(clearTimeout(timer));
    signal.addEventListener("abort", stop);
    if (signal.aborted) stop();
  });
  end.catch(() => {});
  return end;
}
