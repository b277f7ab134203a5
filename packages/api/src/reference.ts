/**
 * The reference page of the API: one static page made from the OpenAPI document. No script, no other host, no inline style.
 * Knows the document; refuses to know the code behind it.
 */
import { policy } from "@antar/dispatch";
import * as z from "zod";

const Schema = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  pattern: z.string().optional(),
});
const Content = z.record(z.string(), z.object({ schema: z.unknown().optional() }));
const Operation = z.object({
  "x-verb": z.string().optional(),
  parameters: z
    .array(z.object({ name: z.string(), in: z.string(), required: z.boolean().optional(), schema: z.unknown() }))
    .default([]),
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string(), content: Content.optional() })),
});
const Document = z.object({
  info: z.object({ title: z.string(), description: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (letter) => escapes[letter] ?? letter);

/** A schema in a few words, with links to the named ones. */
function wordsOf(given: unknown): string {
  const read = Schema.safeParse(given);
  if (!read.success) return "any";
  const schema = read.data;
  const name = schema.$ref?.replace("#/components/schemas/", "");
  if (name !== undefined) return `<a href="#schema-${escaped(name)}">${escaped(name)}</a>`;
  if (schema.enum) return schema.enum.map((value) => `<code>${escaped(JSON.stringify(value))}</code>`).join(" ");
  if (schema.anyOf) return schema.anyOf.map(wordsOf).join(" or ");
  if (schema.items !== undefined) return `list of ${wordsOf(schema.items)}`;
  const kind = [schema.type ?? "any"].flat().join(" or ");
  return schema.pattern ? `${escaped(kind)} <code>${escaped(schema.pattern)}</code>` : escaped(kind);
}

function contentOf(content: z.infer<typeof Content> | undefined): string {
  return Object.entries(content ?? {})
    .map(([type, { schema }]) => `<code>${escaped(type)}</code> ${wordsOf(schema)}`)
    .join("; ");
}

function rolesOf(verb: string | undefined): string {
  if (verb === "public" || verb === undefined) return "anybody, no token";
  const reach = Object.entries(policy).find(([name]) => name === verb)?.[1] ?? {};
  return Object.entries(reach)
    .map(([role, how]) => (how === "own" ? `${role} (own)` : role))
    .join(", ");
}

function operationOf(path: string, method: string, operation: z.infer<typeof Operation>): string {
  const id = `${method}-${path.replace(/[^a-z0-9]+/gi, "-")}`;
  const rows = operation.parameters.map(
    (one) =>
      `<tr><td><code>${escaped(one.name)}</code></td><td>${one.in}${one.required ? "" : ", optional"}</td><td>${wordsOf(one.schema)}</td></tr>`,
  );
  const answers = Object.entries(operation.responses).map(
    ([status, { description, content }]) =>
      `<tr><td><code>${status}</code></td><td>${escaped(description)}</td><td>${contentOf(content)}</td></tr>`,
  );
  const body = operation.requestBody ? `<p>Body: ${contentOf(operation.requestBody.content)}</p>` : "";
  return `<section id="${id}"><h3><b class="${method}">${method.toUpperCase()}</b> <code>${escaped(path)}</code></h3>
<p class="roles">${escaped(rolesOf(operation["x-verb"]))}</p>
${rows.length > 0 ? `<table>${rows.join("\n")}</table>` : ""}${body}
<table>${answers.join("\n")}</table></section>`;
}

function schemaOf(name: string, given: unknown): string {
  const { properties = {}, required = [], description } = Schema.catch({}).parse(given);
  const rows = Object.entries(properties).map(([field, part]) => {
    const about = Schema.catch({}).parse(part).description ?? "";
    const optional = required.includes(field) ? "" : ", optional";
    return `<tr><td><code>${escaped(field)}</code></td><td>${wordsOf(part)}${optional}</td><td>${escaped(about)}</td></tr>`;
  });
  const plain = rows.length > 0 ? `<table>${rows.join("\n")}</table>` : `<p>${wordsOf(given)}</p>`;
  return `<section id="schema-${escaped(name)}"><h3>${escaped(name)}</h3><p>${escaped(description ?? "")}</p>${plain}</section>`;
}

/** The page of an OpenAPI document. */
export function referencePage(given: unknown): string {
  const { info, paths, components } = Document.parse(given);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => operationOf(path, method, operation)),
  );
  const schemas = Object.entries(components.schemas).map(([name, schema]) => schemaOf(name, schema));
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(info.title)} API</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/docs/page.css"></head>
<body><main><h1>${escaped(info.title)} API</h1><p>${escaped(info.description)}</p>
<p>The same as a document: <a href="/openapi.json">openapi.json</a>. What is not yours to see is answered as if it were not there.</p>
<h2>Addresses</h2>
${operations.join("\n")}
<h2>Documents</h2>
${schemas.join("\n")}
</main></body></html>
`;
}

/** The style of the page. */
export const referenceStyle = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
main{max-width:62rem;margin:0 auto;padding:1rem}
section{border-top:1px solid #8886;padding:.5rem 0}
h3{font-size:1rem;margin:.5rem 0}h3 b{display:inline-block;min-width:3.5rem}
.get{color:#0a7d4f}.put,.patch{color:#a15c00}.post{color:#1a5fb4}.delete{color:#c01c28}
.roles{margin:.25rem 0;font-size:.875rem;opacity:.8}
table{border-collapse:collapse;width:100%;font-size:.875rem;margin:.25rem 0}
td{border-top:1px solid #8883;padding:.2rem .5rem .2rem 0;vertical-align:top;overflow-wrap:anywhere}
td:first-child{min-width:8rem}
`;
