/**
 * The whole service in one process: embedded database on disk, planner threads, application, HTTP surface. Wiring only.
 */
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import {
  type Api,
  createApi,
  OidcSettings,
  openIdentityProvider,
  pushKeyOf,
  pushTeller,
  receiptSigner,
  webhookTeller,
} from "@antar/api";
import {
  type Actor,
  createDispatch,
  createPlanWorker,
  createSubPlanWorker,
  type Dispatch,
  giveUpJob,
  type JobMessage,
  joinSubPlans,
  queueInProcess,
  type SubPlanMessage,
  type WorkerOptions,
} from "@antar/dispatch";
import { Refusal } from "@antar/domain";
import { type Instant, instant } from "@antar/measure";
import { projectEtas } from "@antar/planning";
import { openEmbeddedStore } from "@antar/store/embedded";
import { type BriefFile, type BuiltRoads, openBriefRoads, readJsonFile, writeWhole } from "../files.ts";
import { noteRunning } from "../operations/open-tables.ts";
import { identifyAtHome, openTokens, remoteAddress } from "./at-home.ts";
import { attachmentFolder } from "./attachment-folder.ts";
import { baseMapOf } from "./base-map.ts";
import { keepWatch } from "./keep-watch.ts";
import { openKeys } from "./keys-file.ts";
import type { MapStyle } from "./map-style.ts";
import { openSubPlanThreads } from "./sub-plan-threads.ts";
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
  /** True when everybody must sign in; else whoever is at this machine is its admin. */
  readonly signIn?: boolean;
  /** A base map from elsewhere; the project's own data when absent. */
  readonly mapStyle?: MapStyle | undefined;
}

/** A running service. */
export interface Service {
  readonly dispatch: Dispatch;
  readonly api: Api;
  /** Where the schedules are stored. */
  readonly storeFolder: string;
  /** Makes a brief known: its roads are built and kept, its base map served. */
  admit(file: BriefFile): Promise<BuiltRoads>;
  /** Secret of the first admin when this start made it. */
  readonly firstSecret: string | undefined;
  /** Somebody of the office, for what the program itself asks for. */
  actor(role: Actor["role"]): Actor;
  close(): Promise<void>;
}

const now = (): Instant => instant(Math.floor(Date.now() / 1_000));

/** Starts the service. Throws Refusal `busy` when another process has the folder open. */
export async function openService(options: ServiceOptions): Promise<Service> {
  const { folder, tenant, seconds, report, signIn = false } = options;
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
  const forget = await noteRunning(folder, { address: embedded.address, tables: embedded.tables });
  const keys = await openKeys(folder);
  const newId = (): string => randomUUID();
  const planner = plannerInThreads({ roadsOf, seconds });
  const { queue, threads } = openJobs({ store, planner, now, newId }, report);
  const signReceipt = receiptSigner(keys.receipt);
  const channels = { now: () => Date.now() };
  const contact = "mailto:admin@localhost";
  const tellers = [webhookTeller(channels), pushTeller({ ...channels, key: keys.push, contact })];
  const files = attachmentFolder(join(folder, "attachments"));
  const outside = { store, queue, now, newId, signReceipt, files, tellers, report, projectEtas };
  const dispatch = createDispatch({ ...outside, approvalRequired: signIn });
  await dispatch.resumeJobs(tenant);
  const documents = new Map([["/map/style.json", options.mapStyle?.text ?? "null"]]);
  const actor = (role: Actor["role"]): Actor => ({ tenant, role, subject: `local-${role}` });
  const tokens = openTokens(keys, dispatch);
  const oidc = await openProvider(folder);
  const api = createApi(dispatch, {
    identify: signIn ? tokens.identify : identifyAtHome(tokens.identify, actor("admin")),
    signIn: { issuer: tokens.issuer, provider: (asked) => (asked === tenant ? oidc : undefined) },
    clientOf: remoteAddress,
    pushKey: pushKeyOf(keys.push),
    now: () => Date.now(),
    newId,
    assets: webFiles(documents),
    mapHosts: options.mapStyle?.hosts ?? [],
    report,
  });
  const admit = async (file: BriefFile): Promise<BuiltRoads> => {
    const built = await openBriefRoads(file);
    await writeWhole(roadsOf(file.given.roads.sha256), built.file);
    documents.set("/map/base.geojson", await baseMapOf(file.path, built.network));
    return built;
  };
  const firstSecret = signIn ? await dispatch.firstAdmin(tenant) : undefined;
  const watch = keepWatch({ dispatch, tenant, actor: actor("admin"), report });
  const close = async (): Promise<void> => {
    await watch.stop();
    await threads.close();
    await forget();
    await embedded.close();
  };
  return { dispatch, api, storeFolder, admit, actor, firstSecret, close };
}

/** Briefs with at least so many TPS are planned by several threads. */
const fanOutFrom = 1_000;

/** The queues of planning and the threads of sub-plans: what the cloud does with three functions. */
function openJobs(planning: Omit<WorkerOptions, "fanOut">, report: ServiceOptions["report"]) {
  const lanes = Math.max(1, availableParallelism() - 1);
  const threads = openSubPlanThreads(lanes);
  const fanIn = { enqueue: (message: JobMessage) => joinSubPlans({ ...planning, queue }, message) };
  const making = createSubPlanWorker({ ...planning, planner: threads.port, fanIn });
  // Nobody else runs jobs here, so a job whose message was given up has no worker, however short ago it was heard of.
  const failing = { onError: report, onGivenUp: (message: JobMessage) => giveUpJob(planning, message, 0) };
  const subPlans = queueInProcess<SubPlanMessage>({ worker: making, lanes, ...failing });
  const worker = createPlanWorker({ ...planning, alone: true, fanOut: { queue: subPlans, from: fanOutFrom } });
  const queue = queueInProcess<JobMessage>({ worker, ...failing });
  return { queue, threads };
}

/** The identity provider in `oidc.json` of the folder; undefined when there is no such file. */
async function openProvider(folder: string) {
  const path = join(folder, "oidc.json");
  if (!existsSync(path)) return undefined;
  return openIdentityProvider(OidcSettings.parse(await readJsonFile(path)), () => Date.now());
}
