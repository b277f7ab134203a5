/**
 * What a running service does by itself: looks for alarms and for jobs that nobody works on every half minute, erases personal
 * data whose time is over every hour. Knows when; refuses to know what is an alarm or personal.
 */
import type { Actor, Dispatch } from "@antar/dispatch";

const lookMs = 30_000;
const eraseMs = 3_600_000;

/** What is watched. */
export interface Watching {
  readonly dispatch: Dispatch;
  readonly tenant: string;
  readonly actor: Actor;
  readonly report: (error: unknown) => void;
}

async function look({ dispatch, tenant, actor }: Watching): Promise<void> {
  const { briefs } = await dispatch.listBriefs(actor, { limit: 200 });
  for (const { id } of briefs) await dispatch.watchBrief({ tenant, brief: id });
  await dispatch.giveUpAbandoned(tenant);
}

/** Starts watching. `stop` resolves when nothing of it runs any more. */
export function keepWatch(watching: Watching): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const after = (work: () => Promise<unknown>): void => {
    running = running.then(work).then(() => undefined, watching.report);
  };
  const timers = [
    setInterval(() => after(() => look(watching)), lookMs),
    setInterval(() => after(() => watching.dispatch.erasePersonal({ tenant: watching.tenant })), eraseMs),
  ];
  for (const timer of timers) timer.unref();
  return {
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      await running;
    },
  };
}
