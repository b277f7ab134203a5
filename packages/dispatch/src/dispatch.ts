/**
 * The application: every verb takes an actor and an input, and answers a value or throws a Refusal. What came of changes
 * and refusals goes into the audit trail.
 */
import type { Actor, Verb } from "./actor.ts";
import { audited } from "./audited.ts";
import { type BriefView, listBriefs, type PutBrief, putBrief, readBrief } from "./briefs.ts";
import type { Context } from "./context.ts";
import { type AppendEvents, appendEvents, listUnits, readLog } from "./custody.ts";
import { cancelJob, type RequestPlan, readJob, requestPlan } from "./jobs.ts";
import {
  firstAdmin,
  listDevices,
  listPeople,
  makeCode,
  putPerson,
  putSettings,
  readAudit,
  readSettings,
  resetSecret,
  revokeDevice,
  signOut,
  whoAmI,
} from "./people.ts";
import {
  approvePlan,
  listAssignments,
  listPlans,
  type PlanInput,
  type PublishPlan,
  publishPlan,
  readAssignment,
  readBoard,
  readDrawing,
  readMyAssignment,
  readPlan,
  readPlanHead,
  type TaggedAssignment,
} from "./plans.ts";
import { createSignIn, type SignIn } from "./sign-in.ts";
import type {
  AssignmentList,
  BoardView,
  BriefHeadView,
  BriefList,
  EventResults,
  JobView,
  LogView,
  PlanHeadView,
  PlanList,
  PlanView,
  RouteDrawing,
  UnitList,
} from "./views.ts";
import type {
  AuditList,
  CodeView,
  CodeWish,
  DeviceList,
  DeviceView,
  MeView,
  PersonGiven,
  PersonList,
  PersonView,
  SecretView,
  SettingsGiven,
  SettingsView,
} from "./views-people.ts";

/** A verb without a question. */
type Nothing = Readonly<Record<string, never>>;

/** Which page of a list. */
interface PageInput {
  readonly limit: number;
  readonly after?: string;
}

/** The verbs. Each throws Refusal `not-found` for what is absent or not the actor's to see. */
export interface Dispatch {
  putBrief(actor: Actor, input: PutBrief): Promise<BriefHeadView>;
  readBrief(actor: Actor, input: { id: string }): Promise<BriefView>;
  listBriefs(actor: Actor, input: { limit: number; after?: string }): Promise<BriefList>;
  requestPlan(actor: Actor, input: RequestPlan): Promise<JobView>;
  readJob(actor: Actor, input: { id: string }): Promise<JobView>;
  cancelJob(actor: Actor, input: { id: string }): Promise<JobView>;
  readPlan(actor: Actor, input: PlanInput): Promise<PlanView>;
  readPlanHead(actor: Actor, input: PlanInput): Promise<PlanHeadView>;
  readDrawing(actor: Actor, input: PlanInput): Promise<RouteDrawing>;
  listPlans(actor: Actor, input: { brief: string }): Promise<PlanList>;
  approvePlan(actor: Actor, input: { brief: string; version: number }): Promise<PlanHeadView>;
  publishPlan(actor: Actor, input: PublishPlan): Promise<PlanHeadView>;
  listAssignments(actor: Actor, input: { brief: string }): Promise<AssignmentList>;
  readAssignment(actor: Actor, input: { brief: string; vehicle: string }): Promise<TaggedAssignment>;
  readMyAssignment(actor: Actor, input: { brief?: string; vehicle?: string }): Promise<TaggedAssignment>;
  readBoard(actor: Actor, input: { brief: string }): Promise<BoardView>;
  appendEvents(actor: Actor, input: AppendEvents): Promise<EventResults>;
  readLog(actor: Actor, input: { brief: string; unit: string }): Promise<LogView>;
  listUnits(actor: Actor, input: { brief: string }): Promise<UnitList>;
  whoAmI(actor: Actor, input: Nothing): Promise<MeView>;
  signOut(actor: Actor, input: Nothing): Promise<{ device: string | null }>;
  listPeople(actor: Actor, input: PageInput): Promise<PersonList>;
  putPerson(actor: Actor, input: { person: string; given: PersonGiven }): Promise<PersonView>;
  resetSecret(actor: Actor, input: { person: string }): Promise<SecretView>;
  makeCode(actor: Actor, input: CodeWish): Promise<CodeView>;
  listDevices(actor: Actor, input: PageInput): Promise<DeviceList>;
  revokeDevice(actor: Actor, input: { device: string }): Promise<DeviceView>;
  readSettings(actor: Actor, input: Nothing): Promise<SettingsView>;
  putSettings(actor: Actor, input: { given: SettingsGiven; expected?: number }): Promise<SettingsView>;
  readAudit(actor: Actor, input: { day: string }): Promise<AuditList>;
  /** How people and devices sign in. */
  readonly signIn: SignIn;
  /** Makes the first admin of a tenant that has nobody; answers its secret, undefined when there is somebody. */
  firstAdmin(tenant: string): Promise<string | undefined>;
  /** Resolves when the store answers. */
  ready(): Promise<void>;
  /** Puts the jobs of a tenant that were left unfinished back into the queue; answers how many. */
  resumeJobs(tenant: string): Promise<number>;
}

type Work<Input, Answer> = (context: Context, actor: Actor, input: Input) => Promise<Answer>;

/** The application over its ports. */
export function createDispatch(context: Context): Dispatch {
  const verb =
    <Input, Answer>(name: Verb, work: Work<Input, Answer>, about: (input: Input) => string) =>
    (actor: Actor, input: Input): Promise<Answer> =>
      audited(context, { verb: name, actor, about: about(input) }, () => work(context, actor, input));
  const ofPlan = ({ brief, version }: PlanInput): string => (version === undefined ? brief : `${brief} ${version}`);
  const ofBrief = ({ brief }: { brief: string }): string => brief;
  const ofId = ({ id }: { id: string }): string => id;
  return {
    putBrief: verb("putBrief", putBrief, ofId),
    readBrief: verb("readBrief", readBrief, ofId),
    listBriefs: verb("listBriefs", listBriefs, () => "briefs"),
    requestPlan: verb("requestPlan", requestPlan, ofBrief),
    readJob: verb("readJob", readJob, ofId),
    cancelJob: verb("cancelJob", cancelJob, ofId),
    readPlan: verb("readPlan", readPlan, ofPlan),
    readPlanHead: verb("readPlan", readPlanHead, ofPlan),
    readDrawing: verb("readPlan", readDrawing, ofPlan),
    listPlans: verb("listPlans", listPlans, ofBrief),
    approvePlan: verb("approvePlan", approvePlan, ofPlan),
    publishPlan: verb("publishPlan", publishPlan, ofPlan),
    listAssignments: verb("listAssignments", listAssignments, ofBrief),
    readAssignment: verb("readAssignment", readAssignment, ({ brief, vehicle }) => `${brief} ${vehicle}`),
    readMyAssignment: verb(
      "readAssignment",
      readMyAssignment,
      ({ brief, vehicle }) => `${brief ?? ""} ${vehicle ?? ""}`,
    ),
    readBoard: verb("readBoard", readBoard, ofBrief),
    appendEvents: verb("appendEvents", appendEvents, ({ brief, events }) => `${brief} ${events.length} events`),
    readLog: verb("readLog", readLog, ({ brief, unit }) => `${brief} ${unit}`),
    listUnits: verb("listUnits", listUnits, ofBrief),
    whoAmI: verb("whoAmI", whoAmI, () => ""),
    signOut: verb("signOut", signOut, () => ""),
    listPeople: verb("listPeople", listPeople, () => "people"),
    putPerson: verb("putPerson", putPerson, ({ person }) => person),
    resetSecret: verb("resetSecret", resetSecret, ({ person }) => person),
    makeCode: verb("makeCode", makeCode, ({ person, vehicle, place }) => person ?? vehicle ?? place ?? ""),
    listDevices: verb("listDevices", listDevices, () => "devices"),
    revokeDevice: verb("revokeDevice", revokeDevice, ({ device }) => device),
    readSettings: verb("readSettings", readSettings, () => "settings"),
    putSettings: verb("putSettings", putSettings, () => "settings"),
    readAudit: verb("readAudit", readAudit, ({ day }) => day),
    signIn: createSignIn(context),
    firstAdmin: (tenant) => firstAdmin(context, tenant),
    ready: () => context.store.ready(),
    resumeJobs: async (tenant) => {
      const open = await context.store.listOpenJobs(tenant);
      for (const { job } of open) await context.queue.enqueue({ tenant, job });
      return open.length;
    },
  };
}
