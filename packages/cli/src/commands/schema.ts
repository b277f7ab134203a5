/**
 * `antar schema`: the published JSON schemas of the documents, from the very schemas that check them.
 */
import { Brief, briefSchemaId, Plan, planSchemaId } from "@antar/domain";
import * as z from "zod";
import { badUsage, type Command, readWords, type Shell } from "../command.ts";

const documents = {
  brief: { schema: Brief, title: briefSchemaId },
  plan: { schema: Plan, title: planSchemaId },
};

/** The JSON Schema (2020-12) of a document, as text. Answers undefined for a document that does not exist. */
export function schemaText(name: string): string | undefined {
  if (name !== "brief" && name !== "plan") return undefined;
  const { schema, title } = documents[name];
  return `${JSON.stringify({ title, ...z.toJSONSchema(schema) }, null, 2)}\n`;
}

const usage = `antar schema brief|plan

Prints the JSON Schema of brief.json or plan.json. The same files are in docs/schemas.`;

async function run(args: readonly string[], shell: Shell): Promise<number> {
  const { words } = readWords(args, {});
  const text = schemaText(words[0] ?? "");
  if (text === undefined) throw badUsage("tulis: antar schema brief|plan", "write: antar schema brief|plan");
  shell.print(text.trimEnd());
  return 0;
}

/** The command. */
export const schema: Command = { name: "schema", summary: "print the JSON schema of a document", usage, run };
