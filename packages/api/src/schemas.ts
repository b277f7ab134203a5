/**
 * The documents of the API under the names that the OpenAPI document gives them, and the parameters of its addresses.
 */
import * as views from "@antar/dispatch";
import { Brief as BriefDocument } from "@antar/domain";
import { z } from "@hono/zod-openapi";

export const Brief = BriefDocument.meta({ id: "Brief" });
/** A brief as sent: any JSON passes here, dispatch checks it and names field and place of every trouble. */
export const SentBrief = z.unknown().openapi({ description: "A brief", type: "object" });
export const BriefHead = views.BriefHeadView.meta({ id: "BriefHead" });
export const BriefList = views.BriefList.meta({ id: "BriefList" });
export const Job = views.JobView.meta({ id: "Job" });
export const PlanRequest = views.PlanRequest.meta({ id: "PlanRequest" });
export const PlanHead = views.PlanHeadView.meta({ id: "PlanHead" });
export const PlanList = views.PlanList.meta({ id: "PlanList" });
export const PlanWhole = views.PlanView.meta({ id: "PlanWhole" });
export const RouteDrawing = views.RouteDrawing.meta({ id: "RouteDrawing" });
export const Assignment = views.AssignmentView.meta({ id: "Assignment" });
export const AssignmentList = views.AssignmentList.meta({ id: "AssignmentList" });
export const Board = views.BoardView.meta({ id: "Board" });
export const Contacts = views.ContactList.meta({ id: "Contacts" });
export const Etas = views.EtaList.meta({ id: "Etas" });
export const EventBatch = views.EventBatch.meta({ id: "EventBatch" });
export const EventResults = views.EventResults.meta({ id: "EventResults" });
export const CustodyLog = views.LogView.meta({ id: "CustodyLog" });
export const UnitList = views.UnitList.meta({ id: "UnitList" });

export const Me = views.MeView.meta({ id: "Me" });
export const Session = views.SessionView.meta({ id: "Session" });
export const Person = views.PersonView.meta({ id: "Person" });
export const PersonGiven = views.PersonGiven.meta({ id: "PersonGiven" });
export const PersonList = views.PersonList.meta({ id: "PersonList" });
export const Secret = views.SecretView.meta({ id: "Secret" });
export const CodeWish = views.CodeWish.meta({ id: "CodeWish" });
export const Code = views.CodeView.meta({ id: "Code" });
export const Device = views.DeviceView.meta({ id: "Device" });
export const DeviceList = views.DeviceList.meta({ id: "DeviceList" });
export const Settings = views.SettingsView.meta({ id: "Settings" });
export const SettingsGiven = views.SettingsGiven.meta({ id: "SettingsGiven" });
export const AuditList = views.AuditList.meta({ id: "AuditList" });
export const SecretSignIn = views.SecretSignIn.meta({ id: "SecretSignIn" });
export const CodeSignIn = views.CodeSignIn.meta({ id: "CodeSignIn" });
export const Renewal = views.Renewal.meta({ id: "Renewal" });
export const IdentitySignIn = views.IdentitySignIn.meta({ id: "IdentitySignIn" });

export const StudyRequest = views.StudyRequest.meta({ id: "StudyRequest" });
/** The answer of a study: its shape is that of the kind of the job. */
export const StudyResult = z.object({ result: z.unknown() }).meta({ id: "StudyResult" });
export const PlanDiff = views.PlanDiffView.meta({ id: "PlanDiff" });
export const ReviewNote = views.ReviewNote.meta({ id: "ReviewNote" });
export const DeliveryList = views.DeliveryList.meta({ id: "DeliveryList" });
export const Checkpoint = views.CheckpointView.meta({ id: "Checkpoint" });
export const Closure = views.ClosureView.meta({ id: "Closure" });
export const ClosureList = views.ClosureList.meta({ id: "ClosureList" });
/** A closure as sent: a GeoJSON feature; dispatch checks it and names the field of every trouble. */
export const SentFeature = z.unknown().openapi({ description: "A GeoJSON feature", type: "object" });
export const Consent = views.ConsentView.meta({ id: "Consent" });
export const ConsentGiven = views.ConsentGiven.meta({ id: "ConsentGiven" });
export const PositionBatch = views.PositionBatch.meta({ id: "PositionBatch" });
export const PositionList = views.PositionList.meta({ id: "PositionList" });
export const PositionsTaken = views.PositionsTaken.meta({ id: "PositionsTaken" });
export const Attachment = views.AttachmentView.meta({ id: "Attachment" });
export const AttachmentWish = views.AttachmentWish.meta({ id: "AttachmentWish" });
export const Alarm = views.AlarmView.meta({ id: "Alarm" });
export const AlarmList = views.AlarmList.meta({ id: "AlarmList" });
export const PushGiven = views.PushGiven.meta({ id: "PushGiven" });
export const Push = views.PushView.meta({ id: "Push" });

const text = z.string();
/** The public keys of access tokens. */
export const KeySet = z.object({
  keys: z.array(z.object({ kty: text, crv: text, x: text, y: text, kid: text, alg: text, use: text })),
});
/** A short name in an address or a query. */
export const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "lower-case letters, digits and hyphens, at most 64");

/** Id of a brief in an address. */
export const BriefParam = z.object({ id: slug.openapi({ example: "k525" }) });
/** A person in an address. */
export const PersonParam = z.object({ person: views.PersonName });
/** A device in an address. */
export const DeviceParam = z.object({
  device: z.string().regex(/^[0-9A-Za-z-]{1,64}$/, "letters, digits and hyphens"),
});
/** Id of a job in an address. */
export const JobParam = z.object({ id: z.string().regex(/^[0-9A-Za-z-]{1,64}$/, "letters, digits and hyphens") });
/** The number of a version. */
export const version = z.coerce.number().int().min(1).max(99_999_999);
/** A brief and a place in an address. */
export const PlaceParam = BriefParam.extend({ place: z.string().min(1).max(32) });
/** A brief and a closure in an address. */
export const ClosureParam = BriefParam.extend({ closure: slug });
/** A brief and an alarm in an address. */
export const AlarmParam = BriefParam.extend({ alarm: z.string().min(1).max(200) });
/** An attachment in an address. */
export const AttachmentParam = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits") });
/** A brief and a version of its plan in an address. */
export const VersionParam = BriefParam.extend({ version });
const vehicle = z.string().min(1).max(80);
/** A brief and a vehicle in an address. */
export const VehicleParam = BriefParam.extend({ vehicle });
/** A version of the plan in a query; absent: the published one, or the newest when none is published. */
export const VersionQuery = z.object({ version: version.optional() });
/** A brief and a unit in an address. */
export const UnitParam = BriefParam.extend({
  unit: z.string().regex(/^(vehicle|place):.{1,80}$/, "vehicle:<vehicle> or place:<code>"),
});
/** Whether a change is only tried. */
export const CheckQuery = z.object({
  check: z.enum(["true", "false"]).optional().openapi({ description: "true: nothing is stored" }),
});
/** Which of a list in a query. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().min(1).max(200).optional(),
});
/** The asking receiver's place, or one that those who may see all name. */
export const MyPlaceQuery = z.object({ place: z.string().min(1).max(32).optional(), brief: slug.optional() });
/** A driver's own vehicle in a query. */
export const MineQuery = z.object({ vehicle: vehicle.optional(), brief: slug.optional() });
/** Version that a change was made on: `"3"`; `*` with If-None-Match: none may stand there. */
export const MatchHeaders = z.object({
  "if-match": z.string().max(40).optional(),
  "if-none-match": z.string().max(200).optional(),
});
/** A key that makes repeating a post harmless. */
export const KeyHeaders = z.object({ "idempotency-key": z.string().min(1).max(128).optional() });
