/**
 * The built app on a stage of frozen answers, with a browser, for the tests of pages: one build and one browser for each file.
 * Refuses to know what is tested.
 */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { findChromium, openBrowser } from "./browser.ts";
import { type BuiltApp, buildApp } from "./built-app.ts";
import { smallAnswers, smallJob } from "./small-answers.ts";
import { openStage } from "./stage.ts";

/** The browser for tests; undefined where there is none. */
export const chromium = findChromium();

/** What tests of pages need; filled before the first of them runs. */
export interface PagesStage {
  readonly browser: Browser;
  /** Where the app is served. */
  readonly address: string;
  /** Where the app was built. */
  readonly folder: string;
  /** What the service answers: may be changed between requests. */
  readonly answers: Record<string, unknown>;
}

/** Opens a stage before the tests of a `describe` and closes it after them. */
export function pagesStage(): PagesStage {
  const answers: Record<string, unknown> = { ...smallAnswers };
  let opened: { browser: Browser; app: BuiltApp; stage: Awaited<ReturnType<typeof openStage>> } | undefined;
  beforeAll(async () => {
    const app = await buildApp();
    const stage = await openStage(app.folder, answers);
    opened = { app, stage, browser: await openBrowser(chromium ?? "") };
  });
  afterAll(async () => {
    await opened?.browser.close();
    opened?.stage.close();
    await opened?.app.drop();
  });
  const open = () => {
    if (!opened) throw new Error("the stage opens before the first test, not before");
    return opened;
  };
  return {
    answers,
    get browser() {
      return open().browser;
    },
    get address() {
      return open().stage.address;
    },
    get folder() {
      return open().app.folder;
    },
  };
}

/** Makes the service answer every study at once with `result`; answers the list of what was asked. */
export function answerStudies(
  { answers }: PagesStage,
  result: (study: { kind: string }) => unknown,
): Record<string, unknown>[] {
  const asked: Record<string, unknown>[] = [];
  answers["GET /jobs/job-2/events"] = {}; // No stream: the page asks instead.
  answers["POST /briefs/small/studies"] = (body: string) => {
    const study = JSON.parse(body);
    asked.push(study);
    const saves = study.kind === "edit" && study.save;
    answers["GET /jobs/job-2"] = { ...smallJob, kind: study.kind, hasResult: !saves, version: saves ? 3 : null };
    answers["GET /jobs/job-2/result"] = { result: result(study) };
    return { status: 202, document: { ...smallJob, kind: study.kind, state: "running", version: null } };
  };
  return asked;
}
