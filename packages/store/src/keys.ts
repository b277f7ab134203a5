/**
 * The only place where keys are made. Every partition key begins with the tenant; a part that a person can choose is
 * escaped so that it cannot reach into another part. Access patterns: docs/store.md.
 */

/** Primary key of an item. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** Partition and beginning of the sort key, for a Query. */
export interface KeyRange {
  readonly pk: string;
  readonly prefix: string;
}

const part = (text: string): string => encodeURIComponent(text);
const numbered = (value: number): string => {
  if (!Number.isSafeInteger(value) || value < 1 || value > 99_999_999) {
    throw new RangeError(`${value} cannot number an item: whole numbers from 1 to 99999999`);
  }
  return String(value).padStart(8, "0");
};

const ofTenant = (tenant: string, ...rest: string[]): string => {
  if (tenant === "") throw new RangeError("a key needs a tenant");
  return ["T", part(tenant), ...rest].join("#");
};
const plansOf = (tenant: string, brief: string): string => ofTenant(tenant, "B", part(brief), "PLANS");
const versionOf = (tenant: string, brief: string, version: number): string =>
  ofTenant(tenant, "B", part(brief), "V", numbered(version));
const shelfOf = ({ tenant, shelf, scope }: { tenant: string; shelf: string; scope: string }): string =>
  ofTenant(tenant, "SHELF", shelf, part(scope));

/** Makers of keys, one for each kind of item. */
export const keys = {
  briefHead: (tenant: string, brief: string): Key => ({ pk: ofTenant(tenant, "BRIEFS"), sk: `B#${part(brief)}` }),
  briefHeads: (tenant: string): KeyRange => ({ pk: ofTenant(tenant, "BRIEFS"), prefix: "B#" }),
  documentPart: (tenant: string, sha256: string, index: number): Key => ({
    pk: ofTenant(tenant, "D", part(sha256)),
    sk: `P#${numbered(index + 1)}`,
  }),
  planHead: (tenant: string, brief: string, version: number): Key => ({
    pk: plansOf(tenant, brief),
    sk: `V#${numbered(version)}`,
  }),
  planHeads: (tenant: string, brief: string): KeyRange => ({ pk: plansOf(tenant, brief), prefix: "V#" }),
  approval: (tenant: string, brief: string, version: number): Key => ({
    pk: plansOf(tenant, brief),
    sk: `OK#${numbered(version)}`,
  }),
  approvals: (tenant: string, brief: string): KeyRange => ({ pk: plansOf(tenant, brief), prefix: "OK#" }),
  published: (tenant: string, brief: string): Key => ({ pk: plansOf(tenant, brief), sk: "PUBLISHED" }),
  assignment: (tenant: string, brief: string, version: number, vehicle: string): Key => ({
    pk: versionOf(tenant, brief, version),
    sk: `A#${part(vehicle)}`,
  }),
  boardHead: (tenant: string, brief: string, version: number): Key => ({
    pk: versionOf(tenant, brief, version),
    sk: "R",
  }),
  boardRow: (tenant: string, brief: string, version: number, vehicle: string): Key => ({
    pk: versionOf(tenant, brief, version),
    sk: `R#${part(vehicle)}`,
  }),
  boardEta: (tenant: string, brief: string, version: number, vehicle: string): Key => ({
    pk: versionOf(tenant, brief, version),
    sk: `RE#${part(vehicle)}`,
  }),
  /** Head, rows and ETAs together: one Query. */
  board: (tenant: string, brief: string, version: number): KeyRange => ({
    pk: versionOf(tenant, brief, version),
    prefix: "R",
  }),
  job: (tenant: string, job: string): Key => ({ pk: ofTenant(tenant, "J", part(job)), sk: "JOB" }),
  openJob: (tenant: string, job: string): Key => ({ pk: ofTenant(tenant, "OPEN"), sk: `J#${part(job)}` }),
  openJobs: (tenant: string): KeyRange => ({ pk: ofTenant(tenant, "OPEN"), prefix: "J#" }),
  claim: (tenant: string, subject: string, name: string): Key => ({
    pk: ofTenant(tenant, "I", part(subject), part(name)),
    sk: "CLAIM",
  }),
  /** A record on a shelf; `scope` empty: a shelf of the tenant itself. */
  onShelf: ({ record, ...place }: { tenant: string; shelf: string; scope: string; record: string }): Key => ({
    pk: shelfOf(place),
    sk: `S#${part(record)}`,
  }),
  shelf: (place: { tenant: string; shelf: string; scope: string }): KeyRange => ({ pk: shelfOf(place), prefix: "S#" }),
  /** Ledger: one partition per unit, a vehicle or a place, with consecutive numbers. */
  custody: (tenant: string, brief: string, unit: string, sequence: number): Key => ({
    pk: ofTenant(tenant, "C", part(brief), part(unit)),
    sk: `E#${numbered(sequence)}`,
  }),
  custodyLog: (tenant: string, brief: string, unit: string): KeyRange => ({
    pk: ofTenant(tenant, "C", part(brief), part(unit)),
    prefix: "E#",
  }),
  /** Ledger: the units of a brief that have a log. */
  unit: (tenant: string, brief: string, unit: string): Key => ({
    pk: ofTenant(tenant, "UNITS", part(brief)),
    sk: `U#${part(unit)}`,
  }),
  units: (tenant: string, brief: string): KeyRange => ({ pk: ofTenant(tenant, "UNITS", part(brief)), prefix: "U#" }),
  /** Ledger: one partition per day of UTC. `at` is ISO 8601. */
  audit: (tenant: string, at: string, id: string): Key => ({
    pk: ofTenant(tenant, "AUDIT", part(at.slice(0, 10))),
    sk: `${at}#${part(id)}`,
  }),
  audits: (tenant: string, day: string): KeyRange => ({ pk: ofTenant(tenant, "AUDIT", part(day)), prefix: "" }),
};
