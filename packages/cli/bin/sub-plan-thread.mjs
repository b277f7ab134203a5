// A thread for sub-plans: registers the TypeScript loader, then runs src/service/sub-plan-thread.ts.
import { register } from "tsx/esm/api";

register();
await import("../src/service/sub-plan-thread.ts");
