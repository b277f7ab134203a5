// The planner's own thread: registers the TypeScript loader, then runs src/service/planner-thread.ts.
import { register } from "tsx/esm/api";

register();
await import("../src/service/planner-thread.ts");
