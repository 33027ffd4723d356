// The navigation of the documentation: which guide belongs to which group, in the order of reading.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const guides = new URL("../", import.meta.url);
const root = new URL("../../../", import.meta.url);

/** The groups with their guides, each by the name of its file in `www/docs`. */
export const groups = {
  "Get started": ["quick-start", "how-it-works"],
  Integrate: ["element", "gallery", "react", "own-design", "server-rendering", "telling-the-shopper", "texts"],
  "Back end": ["backend", "hosts", "edge", "any-back-end"],
  Operate: ["errors", "troubleshooting", "observability", "csp-and-sri", "bundlers", "testing", "where-a-second-goes", "going-live"],
  Reference: ["assumptions", "sizes-and-speeds", "versions"],
};

/** The documents that are not guides. Their titles are here, because they are read without this site as well. */
const others = [
  ["www/examples/express/README.md", "Express example", "Examples"],
  ["www/examples/next/README.md", "Next example", "Examples"],
  ["www/examples/hono/README.md", "Hono example", "Examples"],
  ["www/examples/edge/README.md", "Edge example", "Examples"],
  ["target/docs-pages/messages.md", "Messages", "Reference"],
  ["target/docs-pages/http-contract.md", "HTTP contract", "Reference"],
  ["www/sandbox/README.md", "Sandbox", "Reference"],
  ["SECURITY.md", "Security rules", "Reference"],
  ["CHANGELOG.md", "Changelog", "Reference"],
].map(([file, title, group]) => ({ file: fileURLToPath(new URL(file, root)), title, group }));

/** All pages, each with its file, its group, and its title if the file has no front matter. */
export const pages = [
  ...Object.entries(groups).flatMap(([group, names]) => names.map((name) => ({ file: fileURLToPath(new URL(`${name}.md`, guides)), group })).filter(({ file }) => existsSync(file))),
  ...others,
];

/** The groups in the order of the navigation. */
export const groupNames = ["Get started", "Integrate", "Back end", "Operate", "Reference", "Examples"];

/** The tasks by which the exports of an entry are grouped. An export without a task is among the types. */
export const tasks = {
  "Connect a bank": [
    "createClient", "Client", "ClientOptions", "PageRequest", "ConnectOptions", "ConnectOutcome", "RecalledOutcome",
    "LoginOutcome", "LoginReason", "NotRecalledOutcome", "OpenOptions", "LoginResult", "CallOptions",
  ],
  "Show an account": ["maskIban"],
  "Handle errors and events": ["isIvyError", "IvyError", "IvyErrorCode", "IvyEvent", "Operation"],
  "Check a request": [
    "checkDataSessionRequest", "buildDataSessionRequest", "dataSessionRequestSchema", "checkExternalUser", "externalUserSchema",
    "DataSessionRequest", "CheckOptions", "CheckResult", "Issue", "IssueCode",
  ],
  "Find past sessions": ["listQueryFor", "checkListQuery", "buildListQuery", "listQuerySchema", "ListQuery"],
  "Read a response": ["decodeDataSession", "decodeDataSessionList", "scanDataSessionList", "DataSessionList", "LazyDataSessionList", "Finding"],
  "Load the library": ["init", "InitSource"],
  "Draw the button": ["IvyBankConnectElement", "BankConnect", "useBankConnect", "BankConnectProps", "BankConnectOptions", "BankConnection", "BankConnectState", "BankChoice", "BankConnectEventMap"],
  "Change the texts": ["BankConnectTexts", "BankConnectOwnTexts", "loadTexts"],
  "Create the proxy": ["createProxy", "ProxyOptions", "Proxy", "Customer", "Wanted", "ProxyError"],
  "Choose a store": ["sqliteStore", "postgresStore", "postgresJsStore", "neonStore", "d1Store", "libsqlStore", "pgliteStore", "Store"],
  "Mount the proxy": ["toNodeListener", "attachProxy", "toFastifyPlugin", "toKoaMiddleware", "setServerTimeouts", "returnNonce"],
  "Test your page": ["createFakeClient", "fakeIvyError", "sampleSession", "sampleRecalled", "sampleNotRecalled", "sampleLogin"],
  "Print events": ["debugLogger"],
};

/** The category of exports that have no task, and of the entries of the package. */
export const TYPES = "Types";
export const ENTRIES = "Entries of the package";

/** The documented entries of the package, by the names of their files, in the order of the navigation. */
export const entries = ["index", "element", "react", "proxy", "testing", "errors", "debug"];
