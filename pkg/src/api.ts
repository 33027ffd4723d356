// The public names of the main entry.

export type { CallOptions } from "./calls/call.ts";
export type { IvyEvent } from "./calls/events.ts";
export type { ConnectOutcome, LoginOutcome, LoginResult, NotRecalledOutcome, RecalledOutcome } from "./calls/outcomes.ts";
export type { ClientOptions, Environment } from "./calls/settings.ts";
export { buildDataSessionRequest, buildListQuery, checkDataSessionRequest, checkExternalUser, checkListQuery, listQueryFor, maskIban } from "./check/check.ts";
export type { CheckOptions, CheckResult } from "./check/check.ts";
export { dataSessionRequestSchema, externalUserSchema, listQuerySchema } from "./check/schema.ts";
export type { SchemaResult, StandardSchemaV1 } from "./check/schema.ts";
export type { Client } from "./client/client.ts";
export type { ConnectOptions } from "./client/connect-options.ts";
export type { GivenList, ListValues } from "./client/list-ahead.ts";
export { createClient } from "./client/create-client.ts";
export type { Body } from "./decode/body.ts";
export { decodeDataSession, decodeDataSessionList } from "./decode/decode.ts";
export type { DataSessionList } from "./decode/decode.ts";
export { scanDataSessionList } from "./decode/lazy-list.ts";
export type { LazyDataSessionList } from "./decode/lazy-list.ts";
export type { Finding } from "./decode/scan.ts";
export type { Issue } from "./errors/issue.ts";
export { isIvyError } from "./errors/ivy-error.ts";
export type { IvyError } from "./errors/ivy-error.ts";
export { init } from "./load/instance.ts";
export type { InitSource } from "./load/source.ts";
export type { OpenOptions } from "./login/open.ts";
export type { DataSessionRequest, ExternalUser, JsonValue, ListQuery, MatchData, Metadata, PageRequest, RequestFields } from "./model/request.ts";
export type { Account, DataSession, FinancialAddress, Iban, Identity, SessionData } from "./model/session.ts";
export type { IssueCode, IvyErrorCode, Locale, LoginReason, Operation, Permission, SessionStatus } from "./model/words.ts";
