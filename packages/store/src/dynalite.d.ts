declare module "dynalite" {
  import type { Server } from "node:http";

  function dynalite(options: {
    /** Folder of the LevelDB files; in memory when absent. */
    path?: string;
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }): Server;
  export = dynalite;
}
