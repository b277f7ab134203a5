/**
 * What a signed-in device keeps between reloads: its key and its session. IndexedDB only, which keeps a key that cannot be
 * read out; refuses to know the service.
 */
import type { SessionView as Session } from "@antar/api";
import type { DeviceKey } from "./device-key.ts";

const store = "session";

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("antar-session", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function read<T>(key: "device-key" | "session"): Promise<T | undefined> {
  const request = (await opened()).transaction(store).objectStore(store).get(key);
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function write(key: "device-key" | "session", value: unknown): Promise<void> {
  const transaction = (await opened()).transaction(store, "readwrite", { durability: "strict" });
  if (value === undefined) transaction.objectStore(store).delete(key);
  else transaction.objectStore(store).put(value, key);
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
  });
}

/** The key of this device; undefined before the first sign-in. */
export const readDeviceKey = (): Promise<DeviceKey | undefined> => read("device-key");
/** Keeps the key of this device. */
export const keepDeviceKey = (key: DeviceKey): Promise<void> => write("device-key", key);
/** The session of this device; undefined when nobody is signed in. */
export const readSession = (): Promise<Session | undefined> => read("session");
/** Keeps the session of this device, or forgets it when undefined. */
export const keepSession = (session: Session | undefined): Promise<void> => write("session", session);
