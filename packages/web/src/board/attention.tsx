/**
 * What needs a hand, each with a proposed action; whoever may says that it is taken care of. Refuses to know what is urgent.
 */
import { useState } from "react";
import { seeAlarm } from "../client.ts";
import { percentOf, worthSaying } from "../format/chance.ts";
import { duration } from "../format/numbers.ts";
import { plainSentence } from "../format/sentences.ts";
import { usePreferences } from "../preferences.tsx";
import type { Schedule } from "../schedule/schedule.ts";
import { useSession } from "../session/use-session.ts";
import type { RedItem } from "./board-state.ts";

interface AttentionProps {
  readonly brief: string;
  readonly items: readonly RedItem[];
  readonly schedule: Schedule;
  /** A wall: nothing to press. */
  readonly tv: boolean;
}

/** What needs a hand, most urgent first. */
export function Attention({ brief, items, schedule, tv }: AttentionProps) {
  const { text, language } = usePreferences();
  const session = useSession();
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const maySee = !tv && session !== undefined && (session === null || session.me.verbs.includes("seeAlarm"));
  const see = async (alarm: string): Promise<void> => {
    await seeAlarm(brief, alarm).catch(() => undefined); // Where it fails the item comes back at the next look.
    setSeen((known) => new Set(known).add(alarm));
  };
  const open = items.filter(({ alarm }) => alarm === undefined || !seen.has(alarm));
  const actions = {
    unserved: text.actionUnserved,
    problem: text.actionProblem,
    late: text.actionLate,
    silent: text.actionSilent,
    conflict: text.actionConflict,
    "job-failed": text.actionJobFailed,
    finding: text.actionFinding,
  };
  const reported = {
    jumlah: text.actionShort,
    jenis: text.actionWrong,
    kualitas: text.actionDamaged,
  };
  const says = (item: RedItem): string => {
    const said = item.says && plainSentence(item.says[language], language);
    // An alarm names its vehicle, which stands in front of it already.
    if (said !== undefined) return said.startsWith(`${item.subject} `) ? said.slice(item.subject.length + 1) : said;
    if (item.seconds !== undefined) return text.redLate(duration(item.seconds, language));
    const isLikely = item.kind === "late" && item.chance !== undefined;
    return isLikely ? text.redLikelyLate(percentOf(item.chance ?? 0, language)) : text.redProblem;
  };
  /** Beside a sentence about a late or silent vehicle; a chance alone is the sentence itself. */
  const chanceOf = ({ chance, seconds, says: said }: RedItem): string =>
    chance === undefined || chance < worthSaying || (seconds === undefined && said === undefined)
      ? ""
      : ` ${text.lateChance(percentOf(chance, language))}.`;
  return (
    <section className="attention">
      <h2>{text.attention}</h2>
      {open.length === 0 && <p className="calm">{text.attentionNone}</p>}
      <ol>
        {open.map((item) => (
          <li key={`${item.kind} ${item.subject} ${item.says?.en ?? ""}`}>
            <b>{schedule.places.get(item.subject)?.name ?? item.subject}</b> {says(item)}
            {chanceOf(item)}
            <span>→ {item.tepat ? reported[item.tepat] : actions[item.kind]}</span>
            {maySee && item.alarm !== undefined && (
              <button type="button" className="quiet" onClick={() => void see(item.alarm ?? "")}>
                {text.alarmSee}
              </button>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
