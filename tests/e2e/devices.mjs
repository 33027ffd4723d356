// The screens that the pages are looked at on.

/** A phone of common size. */
export const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
