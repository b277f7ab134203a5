/**
 * What the phone keeps between reloads and without network: the assignment and the acts. IndexedDB only; refuses to know
 * HTTP.
 */
import type { AssignmentView } from "@antar/api";
import type { KeptAct } from "./acts.ts";

const [assignments, acts] = ["assignments", "acts"];

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("antar-driver", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(assignments);
      request.result.createObjectStore(acts, { keyPath: "event.id" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

const keyOf = (brief: string, vehicle: string): string => `${brief} ${vehicle}`;

/** Keeps the assignment of a vehicle; resolves when it is safe. */
export async function keepAssignment(assignment: AssignmentView): Promise<void> {
  const transaction = (await open()).transaction(assignments, "readwrite");
  transaction.objectStore(assignments).put(assignment, keyOf(assignment.brief, assignment.vehicle));
  await finished(transaction);
}

/** The assignment kept for a vehicle; undefined when none is. */
export async function keptAssignment(brief: string, vehicle: string): Promise<AssignmentView | undefined> {
  const transaction = (await open()).transaction(assignments);
  return answered(transaction.objectStore(assignments).get(keyOf(brief, vehicle)));
}

/** Keeps acts (an act with the same id is replaced); resolves when they are safe. */
export async function keepActs(kept: readonly KeptAct[]): Promise<void> {
  const transaction = (await open()).transaction(acts, "readwrite", { durability: "strict" });
  for (const act of kept) transaction.objectStore(acts).put(act);
  await finished(transaction);
}

/** All acts of a vehicle on this phone, in the order of their time. */
export async function keptActs(brief: string, vehicle: string): Promise<readonly KeptAct[]> {
  const transaction = (await open()).transaction(acts);
  const all: readonly KeptAct[] = await answered(transaction.objectStore(acts).getAll());
  return all
    .filter((act) => act.brief === brief && act.event.unit === `vehicle:${vehicle}`)
    .sort((left, right) => (left.event.at < right.event.at ? -1 : 1));
}
