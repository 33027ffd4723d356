// Clients of databases, each passed to the function that takes it.

import { PGlite } from "@electric-sql/pglite";
import type { D1Database } from "@cloudflare/workers-types";
import { createClient } from "@libsql/client";
import { neon } from "@neondatabase/serverless";
import { d1Store, libsqlStore, neonStore, pgliteStore, postgresJsStore, type Store } from "ivy-data-session/proxy";
import postgres from "postgres";

export const hosted = (env: { DB: D1Database }): Store => d1Store(env.DB);
export const remote: Store = libsqlStore(createClient({ url: "libsql://shop.turso.example", authToken: "t" }));
export const overHttp: Store[] = [neonStore(neon("postgres://db.example/shop")), neonStore(neon("postgres://db.example/shop", { fullResults: true }))];
export const local: Store = pgliteStore(new PGlite());
export const byPostgresJs: Store = postgresJsStore(postgres("postgres://db.example/shop", { types: { bigint: postgres.BigInt } }));
