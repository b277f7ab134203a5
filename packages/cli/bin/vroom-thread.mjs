// The thread that answers VROOM requests: registers the TypeScript loader, then runs src/service/vroom-thread.ts.
import { register } from "tsx/esm/api";

register();
await import("../src/service/vroom-thread.ts");
