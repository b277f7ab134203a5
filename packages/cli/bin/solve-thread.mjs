// A thread that searches: registers the TypeScript loader, then runs src/service/solve-thread.ts.
import { register } from "tsx/esm/api";

register();
await import("../src/service/solve-thread.ts");
