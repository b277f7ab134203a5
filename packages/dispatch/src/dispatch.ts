/**
 * The application: every verb takes an actor and an input, and answers a value or throws a Refusal. What came of changes
 * and refusals goes into the audit trail.
 */
import type { Brief } from "@antar/domain";
import type { Actor, Verb } from "./actor.ts";
import { listAlarms, putPush, seeAlarm, watchBrief } from "./alarms.ts";
import { beginAttachment, continueAttachment, finishAttachment, readAttachment } from "./attachments.ts";
import { audited } from "./audited.ts";
import { type BriefView, listBriefs, type PutBrief, putBrief, readBrief } from "./briefs.ts";
import { liftClosure, listClosures, putClosure } from "./closures.ts";
import { readContacts } from "./contacts.ts";
import type { Context } from "./context.ts";
import { type AppendEvents, appendEvents, listUnits, readLog } from "./custody.ts";
import { readDeliveries, readMyDeliveries } from "./deliveries.ts";
import { projectBriefEtas, readEtas } from "./etas.ts";
import { giveUpAbandoned } from "./job-ends.ts";
import {
  cancelJob,
  type RequestPlan,
  type RequestStudy,
  readJob,
  readResult,
  requestPlan,
  requestStudy,
  retryJob,
} from "./jobs.ts";
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
import { type Erased, erasePersonal } from "./personal.ts";
import {
  approvePlan,
  listAssignments,
  listPlans,
  type PlanInput,
  type PublishPlan,
  publishPlan,
  readAssignment,
  readBoard,
  readBriefOfPlan,
  readDrawing,
  readMyAssignment,
  readPlan,
  readPlanHead,
  type TaggedAssignment,
} from "./plans.ts";
import { listPositions, putConsent, readConsent, readTrack, sendPositions } from "./positions.ts";
import { diffVersions, readCheckpoint, sendBackPlan, submitPlan } from "./published.ts";
import { createSignIn, type SignIn } from "./sign-in.ts";
import type {
  AssignmentList,
  BoardView,
  BriefHeadView,
  BriefList,
  ContactList,
  EtaList,
  EventResults,
  JobView,
  LogView,
  PlanDiffView,
  PlanHeadView,
  PlanList,
  PlanView,
  RouteDrawing,
  UnitList,
} from "./views.ts";
import type {
  AlarmList,
  AlarmView,
  AttachmentView,
  AttachmentWish,
  CheckpointView,
  ClosureList,
  ClosureView,
  ConsentView,
  DeliveryList,
  PositionBatch,
  PositionList,
  PositionsTaken,
  PushView,
} from "./views-field.ts";
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
  retryJob(actor: Actor, input: { id: string }): Promise<JobView>;
  readPlan(actor: Actor, input: PlanInput): Promise<PlanView>;
  readPlanHead(actor: Actor, input: PlanInput): Promise<PlanHeadView>;
  readBriefOfPlan(actor: Actor, input: PlanInput): Promise<{ document: Brief }>;
  readDrawing(actor: Actor, input: PlanInput): Promise<RouteDrawing>;
  listPlans(actor: Actor, input: { brief: string }): Promise<PlanList>;
  approvePlan(actor: Actor, input: { brief: string; version: number }): Promise<PlanHeadView>;
  publishPlan(actor: Actor, input: PublishPlan): Promise<PlanHeadView>;
  listAssignments(actor: Actor, input: { brief: string }): Promise<AssignmentList>;
  readAssignment(actor: Actor, input: { brief: string; vehicle: string }): Promise<TaggedAssignment>;
  readEtas(actor: Actor, input: { brief: string; vehicle: string }): Promise<EtaList>;
  readContacts(actor: Actor, input: { brief: string; vehicle: string }): Promise<ContactList>;
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
  requestStudy(actor: Actor, input: RequestStudy): Promise<JobView>;
  readResult(actor: Actor, input: { id: string }): Promise<unknown>;
  diffVersions(actor: Actor, input: { brief: string; from?: number; to: number }): Promise<PlanDiffView>;
  submitPlan(actor: Actor, input: { brief: string; version: number; note: string }): Promise<PlanHeadView>;
  sendBackPlan(actor: Actor, input: { brief: string; version: number; note: string }): Promise<PlanHeadView>;
  readDeliveries(actor: Actor, input: { brief: string; place: string }): Promise<DeliveryList>;
  readMyDeliveries(actor: Actor, input: { brief?: string; place?: string }): Promise<DeliveryList>;
  readCheckpoint(actor: Actor, input: { brief: string }): Promise<CheckpointView>;
  listClosures(actor: Actor, input: { brief: string }): Promise<ClosureList>;
  putClosure(actor: Actor, input: { brief: string; closure: string; feature: unknown }): Promise<ClosureView>;
  liftClosure(actor: Actor, input: { brief: string; closure: string }): Promise<ClosureView>;
  readConsent(actor: Actor, input: Nothing): Promise<ConsentView>;
  putConsent(actor: Actor, input: { positions: boolean }): Promise<ConsentView>;
  sendPositions(actor: Actor, input: PositionBatch & { brief: string }): Promise<PositionsTaken>;
  listPositions(actor: Actor, input: { brief: string }): Promise<PositionList>;
  readTrack(actor: Actor, input: { brief: string; vehicle: string }): Promise<PositionList>;
  beginAttachment(actor: Actor, input: AttachmentWish): Promise<AttachmentView>;
  continueAttachment(
    actor: Actor,
    input: { sha256: string; offset: number; bytes: Uint8Array },
  ): Promise<AttachmentView>;
  finishAttachment(actor: Actor, input: { sha256: string }): Promise<AttachmentView>;
  readAttachment(actor: Actor, input: { sha256: string }): Promise<{ bytes: Uint8Array; type: string }>;
  listAlarms(actor: Actor, input: { brief: string }): Promise<AlarmList>;
  seeAlarm(actor: Actor, input: { brief: string; alarm: string }): Promise<AlarmView>;
  putPush(actor: Actor, input: { endpoint: string }): Promise<PushView>;
  /** Raises and clears the alarms of a brief and tells the channels; answers how many are new. */
  watchBrief(place: { tenant: string; brief: string }): Promise<number>;
  /** Fails, with an alarm, the jobs that nobody has touched for longer than their messages live. Answers how many. */
  giveUpAbandoned(tenant: string): Promise<number>;
  /** Erases personal data whose time is over (`all`: whatever its time). */
  erasePersonal(of: { tenant: string; all?: boolean }): Promise<Erased>;
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
    retryJob: verb("retryJob", retryJob, ofId),
    readPlan: verb("readPlan", readPlan, ofPlan),
    readPlanHead: verb("readPlan", readPlanHead, ofPlan),
    readBriefOfPlan: verb("readPlan", readBriefOfPlan, ofPlan),
    readDrawing: verb("readPlan", readDrawing, ofPlan),
    listPlans: verb("listPlans", listPlans, ofBrief),
    approvePlan: verb("approvePlan", approvePlan, ofPlan),
    publishPlan: verb("publishPlan", publishPlan, ofPlan),
    listAssignments: verb("listAssignments", listAssignments, ofBrief),
    readAssignment: verb("readAssignment", readAssignment, ({ brief, vehicle }) => `${brief} ${vehicle}`),
    readEtas: verb("readAssignment", readEtas, ({ brief, vehicle }) => `${brief} ${vehicle}`),
    readContacts: verb("readAssignment", readContacts, ({ brief, vehicle }) => `${brief} ${vehicle}`),
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
    requestStudy: verb("requestStudy", requestStudy, ({ brief, study }) => `${brief} ${study.kind}`),
    readResult: verb("readJob", readResult, ofId),
    diffVersions: verb("readPlan", diffVersions, ({ brief, from, to }) => `${brief} ${from ?? ""} ${to}`),
    submitPlan: verb("submitPlan", submitPlan, ofPlan),
    sendBackPlan: verb("sendBackPlan", sendBackPlan, ofPlan),
    readDeliveries: verb("readDeliveries", readDeliveries, ({ brief, place }) => `${brief} ${place}`),
    readMyDeliveries: verb("readDeliveries", readMyDeliveries, ({ place }) => place ?? "mine"),
    readCheckpoint: verb("readCheckpoint", readCheckpoint, ofBrief),
    listClosures: verb("listClosures", listClosures, ofBrief),
    putClosure: verb("putClosure", putClosure, ({ brief, closure }) => `${brief} ${closure}`),
    liftClosure: verb("liftClosure", liftClosure, ({ brief, closure }) => `${brief} ${closure}`),
    readConsent: verb("readConsent", readConsent, () => ""),
    putConsent: verb("putConsent", putConsent, ({ positions }) => String(positions)),
    sendPositions: verb("sendPositions", sendPositions, ({ brief, vehicle }) => `${brief} ${vehicle}`),
    listPositions: verb("listPositions", listPositions, ofBrief),
    readTrack: verb("readTrack", readTrack, ({ brief, vehicle }) => `${brief} ${vehicle}`),
    beginAttachment: verb("putAttachment", beginAttachment, ({ sha256 }) => sha256),
    continueAttachment: verb("putAttachment", continueAttachment, ({ sha256 }) => sha256),
    finishAttachment: verb("putAttachment", finishAttachment, ({ sha256 }) => sha256),
    readAttachment: verb("readAttachment", readAttachment, ({ sha256 }) => sha256),
    listAlarms: verb("listAlarms", listAlarms, ofBrief),
    seeAlarm: verb("seeAlarm", seeAlarm, ({ brief, alarm }) => `${brief} ${alarm}`),
    putPush: verb("putPush", putPush, () => "push"),
    watchBrief: async (place) => {
      await projectBriefEtas(context, place);
      return watchBrief(context, place);
    },
    giveUpAbandoned: (tenant) => giveUpAbandoned(context, tenant),
    erasePersonal: (of) => erasePersonal(context, of),
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
