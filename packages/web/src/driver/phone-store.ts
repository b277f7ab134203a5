/**
 * What the phone keeps between reloads and without network: the assignment or the deliveries, the acts, and the files that
 * acts name. An outbox belongs to an owner: `vehicle:…` or `place:…`.
 * IndexedDB only; refuses to know HTTP.
 */
import type { AssignmentView, ContactList, DeliveryList, LogView } from "@antar/api";
import type { KeptAct } from "./acts.ts";
import type { Attachment } from "./photo.ts";
import type { Street } from "./streets.ts";

const [assignments, acts, files, deliveries] = ["assignments", "acts", "files", "deliveries"];

/** A picture or signature that waits to be sent. */
export interface KeptFile extends Attachment {
  readonly brief: string;
  readonly owner: string;
  /** The service will not have it; it stays on the phone. */
  readonly refused?: true;
}

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
    const request = indexedDB.open("antar-driver", 3);
    request.onupgradeneeded = ({ oldVersion }) => {
      if (oldVersion < 1) {
        request.result.createObjectStore(assignments);
        request.result.createObjectStore(acts, { keyPath: "event.id" });
      }
      if (oldVersion < 2) request.result.createObjectStore(files, { keyPath: "sha256" });
      request.result.createObjectStore(deliveries);
    };
    request.onsuccess = () => {
      // A newer app in another tab may upgrade the store; this page opens it anew when it needs it.
      request.result.onversionchange = () => {
        request.result.close();
        opened = undefined;
      };
      resolve(request.result);
    };
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
  const kept: AssignmentView | undefined = await answered(
    transaction.objectStore(assignments).get(keyOf(brief, vehicle)),
  );
  return kept && { ...kept, pieces: kept.pieces ?? [] }; // Version 1 of the app kept assignments without pieces.
}

const contactsOf = (brief: string, vehicle: string): string => `contacts ${keyOf(brief, vehicle)}`;

/** Keeps whom the driver may call; what was kept before is gone. */
export async function keepContacts(list: ContactList): Promise<void> {
  const transaction = (await open()).transaction(assignments, "readwrite");
  transaction.objectStore(assignments).put(list, contactsOf(list.brief, list.vehicle));
  await finished(transaction);
}

/** Whom the driver may call, as last kept; undefined when nothing is. */
export async function keptContacts(brief: string, vehicle: string): Promise<ContactList | undefined> {
  const transaction = (await open()).transaction(assignments);
  return answered(transaction.objectStore(assignments).get(contactsOf(brief, vehicle)));
}

/** The streets around the drives of a vehicle in a version. */
export interface KeptStreets {
  readonly brief: string;
  readonly vehicle: string;
  readonly version: number;
  readonly streets: readonly Street[];
}

const streetsOf = (brief: string, vehicle: string): string => `streets ${keyOf(brief, vehicle)}`;

/** Keeps the streets of a vehicle instead of those kept before. */
export async function keepStreets(kept: KeptStreets): Promise<void> {
  const transaction = (await open()).transaction(assignments, "readwrite");
  transaction.objectStore(assignments).put(kept, streetsOf(kept.brief, kept.vehicle));
  await finished(transaction);
}

/** The streets kept for a vehicle, maybe of an older version; undefined when none are. */
export async function keptStreets(brief: string, vehicle: string): Promise<KeptStreets | undefined> {
  const transaction = (await open()).transaction(assignments);
  return answered(transaction.objectStore(assignments).get(streetsOf(brief, vehicle)));
}

/** Keeps acts (one with the same id is replaced) with the files that they name, all or none; resolves when they are safe. */
export async function keepActs(kept: readonly KeptAct[], named: readonly KeptFile[] = []): Promise<void> {
  const transaction = (await open()).transaction([acts, files], "readwrite", { durability: "strict" });
  for (const act of kept) transaction.objectStore(acts).put(act);
  for (const file of named) transaction.objectStore(files).put(file);
  await finished(transaction);
}

/** All acts of an owner on this phone, in the order of their time. */
export async function keptActs(brief: string, owner: string): Promise<readonly KeptAct[]> {
  const transaction = (await open()).transaction(acts);
  const all: readonly KeptAct[] = await answered(transaction.objectStore(acts).getAll());
  return all
    .filter((act) => act.brief === brief && (act.owner ?? act.event.unit) === owner)
    .sort((left, right) => (left.event.at < right.event.at ? -1 : 1));
}

/**
 * Takes over what a log has and this phone does not: acts told on another phone, or before this one was wiped. What is kept
 * already stays as it is.
 */
export async function keepFromLog(brief: string, owner: string, log: LogView): Promise<void> {
  const known = new Set((await keptActs(brief, owner)).map((act) => act.event.id));
  const others = log.entries.filter(({ event }) => !known.has(event.id));
  await keepActs(others.map(({ event }) => ({ brief, owner, event, state: "sent", says: null })));
}

/** The files of an owner that wait to be sent. */
export async function keptFiles(brief: string, owner: string): Promise<readonly KeptFile[]> {
  const transaction = (await open()).transaction(files);
  // Version 2 of the store kept files under the bare name of a vehicle.
  const all: readonly (KeptFile & { readonly vehicle?: string })[] = await answered(
    transaction.objectStore(files).getAll(),
  );
  return all.filter((file) => file.brief === brief && (file.owner ?? `vehicle:${file.vehicle}`) === owner);
}

/** Keeps what comes to a place; resolves when it is safe. */
export async function keepDeliveries(list: DeliveryList): Promise<void> {
  const transaction = (await open()).transaction(deliveries, "readwrite");
  transaction.objectStore(deliveries).put(list, keyOf(list.brief, list.place));
  await finished(transaction);
}

/** What was kept for a place; undefined when nothing was. */
export async function keptDeliveries(brief: string, place: string): Promise<DeliveryList | undefined> {
  const transaction = (await open()).transaction(deliveries);
  const kept: DeliveryList | undefined = await answered(transaction.objectStore(deliveries).get(keyOf(brief, place)));
  return kept && { ...kept, concerns: kept.concerns ?? [] }; // Earlier versions of the app kept none.
}

/** Keeps that the service will not have a file. */
export async function keepRefused(file: KeptFile): Promise<void> {
  const transaction = (await open()).transaction(files, "readwrite");
  transaction.objectStore(files).put({ ...file, refused: true });
  await finished(transaction);
}

/** Forgets a file that the service has. */
export async function forgetFile(sha256: string): Promise<void> {
  const transaction = (await open()).transaction(files, "readwrite");
  transaction.objectStore(files).delete(sha256);
  await finished(transaction);
}
