/**
 * Protocol bugs, each a switch: what the store and its users would be if one precaution were left out. The fault harness
 * must catch every one of them; that it does shows that its silence on the real code means something.
 */
import type { DynamoDoor, JobRecord, Store, Stored } from "@antar/store";

/** One precaution left out. */
export interface ProtocolBug {
  readonly name: string;
  readonly door?: (door: DynamoDoor) => DynamoDoor;
  readonly store?: (store: Store) => Store;
  /** Devices make a new event id at each attempt. */
  readonly freshEventIds?: boolean;
  /** It is one of plans that are fanned out. */
  readonly fans?: boolean;
}

const ignoring = async <Answer>(work: Promise<Answer>, instead: Answer): Promise<Answer> =>
  work.catch((error: unknown) => {
    if (error instanceof Error && error.name === "Crashed") throw error;
    return instead;
  });

const standing = <Body>(body: Body): { written: true; current: Stored<Body> } => ({
  written: true,
  current: { body, revision: 1, writes: [] },
});

let unique = 0;

/** The bugs by name. */
export const protocolBugs: readonly ProtocolBug[] = [
  {
    name: "puts without their condition",
    door: (door) => ({
      ...door,
      putItem: ({ ConditionExpression: _, ExpressionAttributeValues: __, ...input }) => door.putItem(input),
    }),
  },
  {
    name: "decisions on eventually consistent reads",
    door: (door) => ({
      ...door,
      getItem: (input) => door.getItem({ ...input, ConsistentRead: false }),
      query: (input) => door.query({ ...input, ConsistentRead: false }),
    }),
  },
  {
    name: "events acknowledged before they are stored",
    store: (store) => ({
      ...store,
      appendLog: (key, entry, write) => ignoring(store.appendLog(key, entry, write), standing(entry)),
    }),
  },
  {
    name: "event ids not looked at",
    store: (store) => ({
      ...store,
      readLog: async (key) => (await store.readLog(key)).map((entry) => ({ ...entry, id: "" })),
    }),
  },
  {
    name: "the next number taken without chaining again",
    store: (store) => ({
      ...store,
      appendLog: async (key, entry, write) => {
        for (let sequence = entry.sequence; ; sequence++) {
          const outcome = await store.appendLog(key, { ...entry, sequence }, write);
          if (outcome.written) return outcome;
        }
      },
    }),
  },
  { name: "a new event id at each attempt of a device", freshEventIds: true },
  {
    name: "the pointer moved before what it points to",
    store: (store) => {
      const waiting: (() => Promise<void>)[] = [];
      return {
        ...store,
        writeAssignments: async (key, assignments) => {
          waiting.push(() => store.writeAssignments(key, assignments));
        },
        writeBoard: async (key, board) => {
          waiting.push(() => store.writeBoard(key, board));
        },
        movePointer: async (key, change) => {
          const outcome = await store.movePointer(key, change);
          for (const work of waiting.splice(0)) await work();
          return outcome;
        },
      };
    },
  },
  {
    name: "a published version without all of its assignments",
    store: (store) => ({
      ...store,
      writeAssignments: (key, assignments) => store.writeAssignments(key, assignments.slice(1)),
    }),
  },
  {
    name: "the pointer moved over a change of somebody else",
    store: (store) => ({
      ...store,
      movePointer: async (key, change) => store.movePointer(key, { ...change, previous: await store.readPointer(key) }),
    }),
  },
  {
    name: "a brief written over a change of somebody else",
    store: (store) => ({
      ...store,
      writeBriefHead: async (tenant, change) => {
        const previous = await store.readBriefHead({ tenant, brief: change.body.brief });
        return store.writeBriefHead(tenant, { ...change, previous });
      },
    }),
  },
  {
    name: "a repeated worker does not know its own version",
    store: (store) => ({
      ...store,
      listPlanHeads: async (key) => (await store.listPlanHeads(key)).map((head) => ({ ...head, job: "" })),
      appendPlan: (tenant, head, write) => {
        unique += 1;
        return store.appendPlan(tenant, { ...head, job: `${head.job}-${unique}` }, write);
      },
    }),
  },
  {
    name: "a job written over a change of somebody else",
    store: (store) => ({
      ...store,
      changeJob: async (tenant, change) => {
        const previous: Stored<JobRecord> | undefined = await store.readJob(tenant, change.body.id);
        return store.changeJob(tenant, { ...change, previous });
      },
    }),
  },
  {
    name: "a job acknowledged before it is stored",
    store: (store) => ({
      ...store,
      createJob: (tenant, job, write) => ignoring(store.createJob(tenant, job, write), standing(job)),
    }),
  },
  {
    name: "a job off the open list when it is taken",
    store: (store) => ({
      ...store,
      changeJob: async (tenant, change) => {
        const outcome = await store.changeJob(tenant, change);
        if (change.body.state === "running") await store.closeJob(tenant, change.body.id);
        return outcome;
      },
    }),
  },
  {
    name: "a sub-plan acknowledged before its answer is stored",
    fans: true,
    store: (store) => ({
      ...store,
      subPlans: {
        ...store.subPlans,
        change: (key, change) => ignoring(store.subPlans.change(key, change), standing(change.body)),
      },
    }),
  },
  {
    name: "sub-plans counted without the newest answers",
    fans: true,
    store: (store) => ({
      ...store,
      subPlans: {
        ...store.subPlans,
        all: async (place) => (await store.subPlans.list(place)).items.map(({ body }) => body),
      },
    }),
  },
  {
    name: "a board row written over a newer one",
    store: (store) => ({
      ...store,
      changeBoardRow: async (key, change) => {
        const outcome = await store.changeBoardRow(key, change);
        return outcome.written ? outcome : store.changeBoardRow(key, { ...change, previous: outcome.current });
      },
    }),
  },
  {
    name: "an idempotency key that everybody gets",
    store: (store) => ({ ...store, claim: async (_, claim) => claim }),
  },
  {
    name: "changes without an audit entry when the ledger is slow",
    store: (store) => ({
      ...store,
      appendAudit: async (tenant, entry, id) => {
        unique += 1;
        if (unique % 5 !== 0) await store.appendAudit(tenant, entry, id);
      },
    }),
  },
];
