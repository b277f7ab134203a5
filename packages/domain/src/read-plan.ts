/**
 * From any value to a well-formed plan. Knows the shape; whether the plan is right is the audit's business.
 */
import { Plan } from "./plan.ts";
import { Refusal } from "./refusal.ts";

/** `document` as a plan. Throws Refusal `bad-plan` that lists every field that is not as the schema says. */
export function readPlan(document: unknown): Plan {
  const parsed = Plan.safeParse(document);
  if (parsed.success) return parsed.data;
  const troubles = parsed.error.issues.slice(0, 50).map((issue) => {
    const field = issue.path.join(".") || "(plan)";
    return {
      field,
      says: { id: `${field}: tidak sah (${issue.message})`, en: `${field}: not valid (${issue.message})` },
    };
  });
  throw new Refusal("bad-plan", { id: "Berkas rencana tidak sah", en: "The plan file is not valid" }, troubles);
}
