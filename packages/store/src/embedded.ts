/**
 * DynamoDB in this process: dynalite on a loopback port, on LevelDB files or in memory. Knows how to start and stop it;
 * the store that runs on it is the very same as in the cloud. Its own door, so that cloud bundles do not carry it.
 */
import { mkdir } from "node:fs/promises";
import type { Server } from "node:http";
import dynalite from "dynalite";
import { closeIteratorsAtTheirEnd } from "./closed-iterators.ts";
import { createTable, type DynamoAddress, doorOf, openDynamoClient } from "./door.ts";
import { openDynamoStore } from "./dynamo-store.ts";
import type { Store } from "./store.ts";
import { type TableNames, tables } from "./tables.ts";

/** A running embedded database with its store. */
export interface EmbeddedStore {
  readonly store: Store;
  readonly tables: TableNames;
  /** Where any DynamoDB client in this machine reaches it. */
  readonly address: Required<DynamoAddress>;
  /** Stops it; everything acknowledged is on disk. */
  close(): Promise<void>;
}

/** Table names of the embedded database. */
export const embeddedTables: TableNames = { main: "Main", ledger: "Ledger" };

/** Starts the embedded database on the files in `folder` (made when missing), or in memory. */
export async function openEmbeddedStore(where: { folder: string } | { memory: true }): Promise<EmbeddedStore> {
  if ("folder" in where) await mkdir(where.folder, { recursive: true });
  closeIteratorsAtTheirEnd();
  const server = dynalite({ ...("folder" in where ? { path: where.folder } : {}), createTableMs: 0, deleteTableMs: 0 });
  const port = await listen(server);
  const address = {
    endpoint: `http://127.0.0.1:${port}`,
    region: "local",
    credentials: { accessKeyId: "embedded", secretAccessKey: "embedded" },
  };
  const client = openDynamoClient(address);
  await createTable(client, embeddedTables.main, tables.main);
  await createTable(client, embeddedTables.ledger, tables.ledger);
  const store = openDynamoStore({ door: doorOf(client), tables: embeddedTables });
  const close = async (): Promise<void> => {
    client.destroy();
    await new Promise<void>((resolve, reject) => {
      server.close((error) => (error ? reject(error) : resolve()));
      server.closeAllConnections();
    });
  };
  return { store, tables: embeddedTables, address, close };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the embedded database has no port");
  return address.port;
}
