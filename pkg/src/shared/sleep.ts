// Waiting that a signal ends.

/**
 * Resolves after `ms`, or never if there is no time, with the result that a stream's reader returns at its end. Rejects with
 * `undefined` when the signal is aborted.
 */
export function sleep(signal: AbortSignal, ms?: number): Promise<{ done: true; value?: undefined }> {
  const end = new Promise<{ done: true }>((resolve, reject) => {
    // `setTimeout` truncates fractions of milliseconds.
    const timer = ms === undefined ? undefined : setTimeout(resolve, Math.ceil(ms), { done: true });
    const stop = () => reject(clearTimeout(timer));
    signal.addEventListener("abort", stop);
    if (signal.aborted) stop();
  });
  end.catch(() => {});
  return end;
}
