// The functions of a proxy for the merchant's own server.

import { checkedPost, recordPost } from "./checked-posts.ts";
import type { Core, CoreRequest } from "./core/host.ts";
import { Trapped } from "./core/instance.ts";
import { configError, inFunction, misconfigured } from "./errors/config-error.ts";
import { stoppedError } from "./errors/proxy-error.ts";
import { anyText, days, members, moment, oneOrMore, text, texts, whole } from "./options/checks.ts";
import { customerJson } from "./options/customer.ts";
import type { Login } from "./options/login.ts";
import { refusePublicNames } from "./options/public-names.ts";
import { property } from "./property.ts";
import type { CheckedPost, Proxy } from "./proxy.ts";
import type { Runtime } from "./runtime.ts";
import { sessionRequestJson, toServerRecall } from "./server-recall.ts";
import type { Tables } from "./tables.ts";

/** Parts of a proxy that the functions need. */
export type Parts = {
  /** Converts a request for the core. */
  see(request: Request): CoreRequest;
  /** Calls the core. Rejects with an error of this package. */
  ask<Result>(use: (core: Core) => Promise<Result>): Promise<Result>;
  /** Calls the core. Rejects with the core's own error. */
  call<Result>(use: (core: Core) => Promise<Result>): Promise<Result>;
  tables: Tables;
  /** The variables of this program. */
  environment: Runtime["environment"];
  /** Takes new secrets, with which a core starts that is made after a trap. */
  renewed(secrets: CoreSecrets): void;
};

/** New secrets as the core takes them. */
export type CoreSecrets = { apiKey?: string; webhookSecret?: string[]; tableSecret?: string[] };

/** The functions of a proxy without the proxy itself. */
export type ServerFunctions = Omit<Pick<Proxy, keyof Proxy>, "basePath" | "plainReturnPaths" | "close">;

/** The problem with a choice as the first version's pages make it: by the account's position. */
const OLDER_PAGE = "missing; expected that of the chosen account; a page that sends none is older than this proxy, update ivy-data-session in it";

/** The problem with a recall for nobody: a page that is made at build time is sent to everybody. */
const NO_REQUEST = "missing; expected the request of the page; render the page for each request, not at build time";

/** The results of a check of Ivy's list path. */
const LIST_PATHS = ["answers", "unfiltered", "refused", "missing", "unknown"] as const;

const checkSecrets = members({ apiKey: text, webhookSecret: oneOrMore, tableSecret: oneOrMore });

const checkCheck = members({ url: text });

const checkWanted = members({ required: texts, maxAgeDays: days }, ["required"]);

const checkRecall = members({ required: texts, maxAgeDays: days, deadlineMs: whole });

/** Returns the functions of a proxy. */
export function serverFunctions({ see, ask, call, tables, environment, renewed }: Parts): ServerFunctions {
  const checkPost = async (request: Request, isForm: boolean): Promise<CheckedPost> => {
    const incoming = see(request);
    await ask((core) => core.checkPost(incoming, isForm));
    return recordPost(request, isForm);
  };
  return {
    checkListPath: async () => {
      // At the start a database that cannot be used is an error. One that does not answer yet is tried again later.
      await tables.prepared().catch(() => {});
      const unusable = tables.unusable();
      if (unusable !== undefined) throw misconfigured(unusable);
      const found = await ask((core) => core.checkListPath());
      return LIST_PATHS.find((each) => each === found) ?? "unknown";
    },
    check: async (given = {}) => {
      const { url } = checkCheck(given, "check");
      await tables.prepared().catch(() => {});
      return JSON.parse(await ask((core) => core.check(url, tables.unusable())));
    },
    health: async () => JSON.parse(await ask((core) => core.health())),
    metrics: () => ask((core) => core.metrics()),
    hasReleased: async (request) => {
      const incoming = see(request);
      return ask((core) => core.hasReleased(incoming));
    },
    recall: async (request, sessionRequest, options = {}) => {
      if (request === undefined || request === null) throw configError("recall: httpRequest", NO_REQUEST);
      const incoming = see(request);
      const wanted = JSON.stringify(checkRecall(options, "recall: options"));
      const session = sessionRequestJson(sessionRequest);
      return toServerRecall(await ask((core) => core.recall(incoming, session, wanted)));
    },
    releaseAccount: async (request, { sessionId, handle, wanted }) => {
      const incoming = see(request);
      const id = anyText(sessionId, "releaseAccount: sessionId");
      if (handle === undefined) throw configError("releaseAccount: handle", OLDER_PAGE);
      const account = anyText(handle, "releaseAccount: handle");
      const json = JSON.stringify(checkWanted(wanted, "releaseAccount: wanted"));
      return JSON.parse(await ask((core) => core.releaseAccount(incoming, id, account, json)));
    },
    checkFormPost: (request) => checkPost(request, true),
    checkJsonPost: (request) => checkPost(request, false),
    presentNonce: async (post, given) => {
      const { request, isForm } = checkedPost(post);
      const incoming = see(request);
      const nonce = anyText(given, "presentNonce: nonce");
      return toLogin(await ask((core) => core.presentNonce(incoming, isForm, nonce)));
    },
    login: async (post, given) => {
      const { request, isForm } = checkedPost(post);
      const incoming = see(request);
      const referenceId = anyText(given, "login: referenceId");
      return toLogin(await ask((core) => core.login(incoming, isForm, referenceId)));
    },
    endGuest: async (request) => {
      const incoming = see(request);
      return ask((core) => core.endGuest(incoming));
    },
    exportCustomer: async (customer) => {
      const json = customerJson(customer, "exportCustomer");
      return JSON.parse(await ask((core) => core.exportCustomer(json)));
    },
    reassignCustomer: async (from, to) => {
      const [fromId, toId] = [text(from, "reassignCustomer: from"), text(to, "reassignCustomer: to")];
      return ask((core) => core.reassignCustomer(fromId, toId));
    },
    lockBefore: async (given) => {
      const seconds = moment(given, "lockBefore: moment");
      return ask((core) => core.lockBefore(seconds));
    },
    sweep: () => ask((core) => core.sweep()),
    renew: async (given) => {
      const secrets = checkSecrets(given, "renew");
      inFunction("renew", () => refusePublicNames(secrets, environment));
      await tables.prepared();
      try {
        await call((core) => core.renew(JSON.stringify(secrets)));
      } catch (error) {
        throw error instanceof Trapped ? stoppedError() : configError("renew", String(property(error, "message")));
      }
      renewed(secrets);
    },
    forgetCustomer: async (customer) => {
      const json = customerJson(customer, "forgetCustomer");
      return ask((core) => core.forgetCustomer(json));
    },
  };
}

/** A login as the core writes it. */
type CoreLogin = { [Name in keyof Login]-?: Login[Name] | null } & Pick<Login, "referenceId" | "status">;

/** Drops the members that are `null`. */
function toLogin(json: string): Login {
  const { referenceId, sessionId, status, session }: CoreLogin = JSON.parse(json);
  return {
    referenceId,
    ...(sessionId === null ? {} : { sessionId }),
    status,
    ...(session === null ? {} : { session }),
  };
}
