/**
 * What a client tells its listener. The list is in index.d.ts; none of it is personal.
 */

/**
 * @param {{onEvent?: (event: any) => void}} settings
 * @param {{type: string, [fact: string]: unknown}} event without the facts that are undefined
 */
export function tell({ onEvent }, event) {
  try {
    onEvent?.(Object.fromEntries(Object.entries(event).filter(([, fact]) => fact !== undefined)));
  } catch {
    // A listener's fault is not the shopper's.
  }
}
