/**
 * Queue messages at the border: text to ids.
 */
import type { JobMessage } from "@antar/dispatch";
import * as z from "zod";

const Message = z.object({ tenant: z.string().min(1).max(64), job: z.string().min(1).max(64) });

/** The ids in the message `text`. Throws Error on anything else: such a message belongs to the dead letters. */
export function jobMessageOf(text: string): JobMessage {
  return Message.parse(JSON.parse(text));
}
