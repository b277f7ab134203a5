/**
 * Where a text stops being JSON. Runs only after `JSON.parse` has refused the text, whose messages name the place on some
 * runtimes and not on others.
 */

const token =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids control characters in strings
  /[ \t\r\n]*(?:([{}[\],:])|("[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*")|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;

type Expecting = "value" | "value or ]" | "key" | "key or }" | ":" | ", or ]" | ", or }" | "end";

/** Index of the first character that no JSON text could have there; undefined when the text is JSON after all. */
export function breakIn(text: string): number | undefined {
  const open: ("[" | "{")[] = [];
  let expecting: Expecting = "value";
  const after = (): Expecting => {
    const inner = open.at(-1);
    return inner === undefined ? "end" : inner === "[" ? ", or ]" : ", or }";
  };
  token.lastIndex = 0;
  for (;;) {
    const start = token.lastIndex;
    const match = token.exec(text);
    if (!match) {
      const rest = /\S/.exec(text.slice(start));
      return rest === null && expecting === "end" ? undefined : start + (rest?.index ?? text.length - start);
    }
    const at = token.lastIndex - match[0].trimStart().length;
    const mark = match[1] ?? (match[2] === undefined ? "scalar" : "string");
    const next = step(expecting, mark);
    if (next === undefined) return at;
    if (mark === "[" || mark === "{") open.push(mark);
    if (mark === "]" || mark === "}") open.pop();
    expecting = next === "after" ? after() : next;
  }
}

function step(expecting: Expecting, mark: string): Expecting | "after" | undefined {
  switch (expecting) {
    case "value":
    case "value or ]":
      if (mark === "[") return "value or ]";
      if (mark === "{") return "key or }";
      if (mark === "]" && expecting === "value or ]") return "after";
      return mark === "scalar" || mark === "string" ? "after" : undefined;
    case "key":
    case "key or }":
      if (mark === "string") return ":";
      return mark === "}" && expecting === "key or }" ? "after" : undefined;
    case ":":
      return mark === ":" ? "value" : undefined;
    case ", or ]":
      return mark === "," ? "value" : mark === "]" ? "after" : undefined;
    case ", or }":
      return mark === "," ? "key" : mark === "}" ? "after" : undefined;
    case "end":
      return undefined;
  }
}
