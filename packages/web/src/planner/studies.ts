/**
 * Questions about a version of the plan as React state: asked by a job, followed, answered. Knows the shape of the answers;
 * refuses to know how they are shown.
 */
import type {
  FindingView,
  JobView,
  PlanDiffView,
  PlanView,
  RouteDrawing,
  SentenceView,
  StudyRequest,
} from "@antar/api";
import { useCallback, useEffect, useRef, useState } from "react";
import { fetchResult, requestStudy, ServiceError, watchJob } from "../client.ts";

/** Why a place is left out (`explain`): the cause, and a change that was solved again and serves it, where there is one. */
export interface Explained {
  readonly code: string;
  readonly cause: string;
  readonly says: SentenceView;
  /** `setting` is `key=value`, or `reopen=<number>` for a closure of the plan, counted from 1. `still`: left out with it. */
  readonly fix?: { readonly setting: string; readonly says: SentenceView; readonly still: number };
  readonly fixVerified: boolean;
  readonly advice: SentenceView;
}

/** One of the three answers about a stop (`ask`). */
export interface Reason {
  readonly says: SentenceView;
}

/** Why a stop is as it is, a trip at a time (`ask`). */
export interface StopAnswer {
  readonly trip: string;
  readonly vehicle: string;
  readonly whyVehicle: Reason;
  readonly whyOrder: Reason;
  readonly whyNotEarlier: Reason;
}

/** The odds of a plan (`rehearse`); shares from 0 to 1. */
export interface Rehearsed {
  readonly runs: number;
  readonly allInTime: number;
  readonly interval: readonly [number, number];
  readonly tpsInTime: number;
  readonly medianLatest: string | null;
  /** With `improve`: each more resource planned and rehearsed, the most helpful first. */
  readonly tried?: readonly {
    readonly addition: { readonly says: SentenceView; readonly settings: Readonly<Record<string, string>> };
    readonly allInTime: number;
    readonly interval: readonly [number, number];
    readonly cost: number;
  }[];
}

/** A version after changes by hand (`edit`). */
export interface Edited {
  readonly plan: PlanView["plan"];
  readonly findings: readonly FindingView[];
  readonly drawing: RouteDrawing;
  readonly diff: Omit<PlanDiffView, "brief" | "from" | "to">;
}

/** A question that was asked. `answer` is that of the last one that was answered. */
export interface Study<Answer> {
  readonly job: JobView | undefined;
  readonly going: boolean;
  readonly answer: Answer | undefined;
  readonly trouble: SentenceView | undefined;
  readonly ask: (study: StudyRequest) => Promise<void>;
  readonly forget: () => void;
}

const inBoth = (says: string): SentenceView => ({ id: says, en: says });
const troubleOf = (error: unknown): SentenceView =>
  error instanceof ServiceError ? (error.says ?? inBoth(error.message)) : inBoth(String(error));

/** Asks questions about versions of the plan of `brief`; a new question takes the place of the one before. */
export function useStudy<Answer>(brief: string): Study<Answer> {
  const [job, setJob] = useState<JobView>();
  const [answer, setAnswer] = useState<Answer>();
  const [trouble, setTrouble] = useState<SentenceView>();
  const [asking, setAsking] = useState(false);
  const latest = useRef(0);
  const stop = useRef<() => void>(undefined);
  const drop = useCallback((): number => {
    stop.current?.();
    stop.current = undefined;
    latest.current += 1;
    return latest.current;
  }, []);
  useEffect(() => () => void drop(), [drop]);
  const ask = useCallback(
    async (study: StudyRequest): Promise<void> => {
      const own = drop();
      const isLatest = (): boolean => latest.current === own;
      const finish = async (told: JobView): Promise<void> => {
        if (!isLatest()) return;
        setJob(told);
        if (told.state === "failed") setTrouble(told.problem?.says ?? inBoth(told.state));
        const found = told.state === "done" && told.hasResult ? await fetchResult<Answer>(told.id) : undefined;
        if (!isLatest()) return;
        if (found !== undefined) setAnswer(found);
        if (told.state !== "queued" && told.state !== "running") setAsking(false);
      };
      const fail = (error: unknown): void => {
        if (!isLatest()) return;
        setTrouble(troubleOf(error));
        setAsking(false);
      };
      setTrouble(undefined);
      setAsking(true);
      try {
        const begun = await requestStudy(brief, study);
        if (!isLatest()) return;
        setJob(begun);
        stop.current = watchJob(begun.id, (told) => void finish(told).catch(fail));
      } catch (error) {
        fail(error);
      }
    },
    [brief, drop],
  );
  const forget = useCallback(() => {
    drop();
    setJob(undefined);
    setAnswer(undefined);
    setTrouble(undefined);
    setAsking(false);
  }, [drop]);
  return { job, going: asking, answer, trouble, ask, forget };
}
