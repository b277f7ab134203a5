/**
 * Queue messages at the border: text to ids.
 */
import type { JobMessage, SubPlanMessage } from "@antar/dispatch";
import * as z from "zod";

const name = z.string().min(1).max(64);
const Message = z.object({ tenant: name, job: name });
const SubMessage = Message.extend({ subPlan: name });

/** The ids in the message `text`. Throws Error on anything else: such a message belongs to the dead letters. */
export function jobMessageOf(text: string): JobMessage {
  return Message.parse(JSON.parse(text));
}

/** The same of a message to the workers of sub-plans. */
export function subPlanMessageOf(text: string): SubPlanMessage {
  return SubMessage.parse(JSON.parse(text));
}
