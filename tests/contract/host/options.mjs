// Conversion of the suite's settings (support/settings.rs) to options of `createProxy`.

/** The path below which the routes are. */
export const BASE_PATH = "/api/ivy";

/** Removes undefined members. */
const set = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** Returns the switch for recall of a name in the suite. */
const recallOf = (name) => {
  // The start asks once, before the first list.
  let asked = 0;
  return {
    off: false,
    alternating: () => asked++ % 2 === 0,
    failing: async () => Promise.reject(new Error("the switch does not answer")),
    hanging: () => new Promise(() => {}),
  }[name];
};

/** Converts settings to options. */
export const optionsOf = ({ limits, deadlines, referenceHeader, ...settings }) =>
  set({
    apiUrl: settings.ivyUrl,
    apiKey: settings.apiKey,
    webhookSecret: settings.signingSecrets.length === 1 ? settings.signingSecrets[0] : settings.signingSecrets,
    tableSecret: settings.tableSecrets,
    origins: settings.origins,
    callbackUrls: set({ return: settings.returnUrl, result: settings.callbackUrl }),
    returnUrls: settings.returnUrls,
    paths: settings.listPath === undefined ? undefined : { list: settings.listPath },
    loginEnvironment: settings.loginEnvironment,
    listBy: settings.listBy,
    recall: recallOf(settings.recall),
    trustSessionsBefore: settings.trustSessionsBefore,
    retentionDays: settings.retentionDays,
    pageFields: settings.pageFields,
    extraFields: settings.extraFields,
    extraPermissions: settings.extraPermissions,
    referenceId: referenceHeader && ((request) => request.headers.get(referenceHeader) ?? undefined),
    addressHeader: settings.addressHeader,
    trustedHops: settings.trustedHops,
    limits: set({
      answer: limits.answer,
      bodyDeadlineMs: limits.bodyDeadline,
      perOwner: limits.perOwner,
      perAddress: limits.perAddress,
      callbacksPerAddress: limits.callbacksPerAddress,
      createsPerOwner: limits.createsPerOwner,
      createsPerAddress: limits.createsPerAddress,
      requestsInFlight: limits.requestsInFlight,
      bufferedBytes: limits.bufferedBytes,
      ivyInFlight: limits.ivyInFlight,
      breakerFailures: limits.breakerFailures,
      breakerOpenMs: limits.breakerOpen,
    }),
    deadlines: set({ connectMs: deadlines.connect, createMs: deadlines.create, readMs: deadlines.read }),
  });
