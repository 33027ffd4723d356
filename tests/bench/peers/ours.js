// This library. `ivy` is the package, initialised.

const isClean = (list) => list.rejected.length === 0 && list.warnings.length === 0;

export const oursOne = (ivy) => ({
  name: "ivy, one object",
  checks: true,
  made: "one",
  list(bytes, offer) {
    const list = ivy.scanDataSessionList(bytes);
    return { clean: isClean(list), offered: list.at(offer) };
  },
});

export const oursAll = (ivy) => ({
  name: "ivy, all objects",
  checks: true,
  made: "all",
  list(bytes, offer) {
    const list = ivy.decodeDataSessionList(bytes);
    return { clean: isClean(list), offered: list.sessions[offer] };
  },
});

export const requestOurs = (ivy) => ({
  name: "ivy",
  check: (input) => ivy.checkDataSessionRequest(input),
});
