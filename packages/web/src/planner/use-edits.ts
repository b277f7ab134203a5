/**
 * Changes of a plan by hand as React state: a list of edits with undo and redo, each state of it put in time and audited by
 * the service. Knows no limit of a plan: what breaks is what the audit says.
 */
import type { PlanEditGiven } from "@antar/api";
import { useCallback, useEffect, useState } from "react";
import { type Edited, type Study, useStudy } from "./studies.ts";

/** The list of edits: those before `done` are applied, the rest can be redone. */
export interface EditList {
  readonly edits: readonly PlanEditGiven[];
  readonly done: number;
}

/** `list` with one more edit; what could be redone is gone. */
export function withEdit({ edits, done }: EditList, edit: PlanEditGiven): EditList {
  return { edits: [...edits.slice(0, done), edit], done: done + 1 };
}

/** `list` with one edit less (-1) or more (1) applied. */
export function stepped({ edits, done }: EditList, step: -1 | 1): EditList {
  return { edits, done: Math.min(edits.length, Math.max(0, done + step)) };
}

/** What the page can do with edits. */
export interface Edits extends EditList {
  /** The plan with the edits; undefined: none is applied. While `going` it is that of the edits before. */
  readonly edited: Edited | undefined;
  readonly check: Study<Edited>;
  readonly saving: Study<never>;
  readonly add: (edit: PlanEditGiven) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly drop: () => void;
  readonly save: () => void;
}

const none: EditList = { edits: [], done: 0 };

/** The edits of one version. */
export function useEdits(brief: string, version: number): Edits {
  const [list, setList] = useState<EditList>(none);
  const check = useStudy<Edited>(brief);
  const saving = useStudy<never>(brief);
  const { ask, forget } = check;
  const { edits, done } = list;
  useEffect(() => {
    if (done === 0) return forget();
    void ask({ kind: "edit", version, edits: edits.slice(0, done), save: false });
  }, [ask, forget, version, edits, done]);
  return {
    ...list,
    edited: done === 0 ? undefined : check.answer,
    check,
    saving,
    add: useCallback((edit: PlanEditGiven) => setList((known) => withEdit(known, edit)), []),
    undo: useCallback(() => setList((known) => stepped(known, -1)), []),
    redo: useCallback(() => setList((known) => stepped(known, 1)), []),
    drop: useCallback(() => setList(none), []),
    save: () => void saving.ask({ kind: "edit", version, edits: edits.slice(0, done), save: true }),
  };
}
