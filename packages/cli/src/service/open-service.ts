/**
 * The whole service in one process: embedded database on disk, planner threads, application, HTTP surface. Wiring only.
 */
import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Api, createApi } from "@antar/api";
import {
  type Actor,
  createDispatch,
  createPlanWorker,
  type Dispatch,
  type JobQueue,
  queueInProcess,
} from "@antar/dispatch";
import { Refusal } from "@antar/domain";
import { type Instant, instant } from "@antar/measure";
import { openEmbeddedStore } from "@antar/store/embedded";
import { type BriefFile, type BuiltRoads, openBriefRoads, writeWhole } from "../files.ts";
import { baseMapOf } from "./base-map.ts";
import { plannerInThreads } from "./thread-planner.ts";
import { webFiles } from "./web-files.ts";

/** What the service is started with. */
export interface ServiceOptions {
  /** Folder of everything that must survive a restart. */
  readonly folder: string;
  readonly tenant: string;
  /** Seconds of search when a request names no budget. */
  readonly seconds: number;
  readonly report: (error: unknown) => void;
}

/** A running service. */
export interface Service {
  readonly dispatch: Dispatch;
  readonly api: Api;
  /** Where the schedules are stored. */
  readonly storeFolder: string;
  /** Makes a brief known: its roads are built and kept, its base map served. */
  admit(file: BriefFile): Promise<BuiltRoads>;
  /** Somebody of the office, for what the program itself asks for. */
  actor(role: Actor["role"]): Actor;
  close(): Promise<void>;
}

const now = (): Instant => instant(Math.floor(Date.now() / 1_000));

/** Starts the service. Throws Refusal `busy` when another process has the folder open. */
export async function openService({ folder, tenant, seconds, report }: ServiceOptions): Promise<Service> {
  const storeFolder = join(folder, "store");
  const roadsOf = (sha256: string): string => join(folder, "roads", `${sha256}.roads`);
  await mkdir(join(folder, "roads"), { recursive: true });
  const embedded = await openEmbeddedStore({ folder: storeFolder }).catch((error) => {
    throw new Refusal("busy", {
      id: `${storeFolder}: basis data tidak dapat dibuka; mungkin layanan lain masih berjalan (${error.message})`,
      en: `${storeFolder}: the database cannot be opened; another service may be running (${error.message})`,
    });
  });
  const { store } = embedded;
  const newId = (): string => randomUUID();
  const planner = plannerInThreads({ roadsOf, seconds });
  const worker = createPlanWorker({ store, planner, now, newId, alone: true });
  const queue: JobQueue = queueInProcess({ worker, onError: report });
  const dispatch = createDispatch({ store, queue, now, newId });
  await dispatch.resumeJobs(tenant);
  const documents = new Map<string, string>();
  const actor = (role: Actor["role"]): Actor => ({ tenant, role, subject: `local-${role}` });
  const api = createApi(dispatch, {
    identify: async () => actor("planner"),
    now: () => Date.now(),
    newId,
    assets: webFiles(documents),
    report,
  });
  const admit = async (file: BriefFile): Promise<BuiltRoads> => {
    const built = await openBriefRoads(file);
    await writeWhole(roadsOf(file.given.roads.sha256), built.file);
    documents.set("/map/base.geojson", await baseMapOf(file.path, built.network));
    return built;
  };
  return { dispatch, api, storeFolder, admit, actor, close: () => embedded.close() };
}
