/**
 * The cloud application. One file per family of resources in `infra/`; see docs/deploy.md.
 * Bundles are built first: `node packages/functions/src/bundle.ts`.
 */
export default $config({
  app(input) {
    const production = input.stage === "production";
    return {
      name: "antar",
      home: "aws",
      removal: production ? "retain" : "remove",
      protect: production,
      providers: { aws: { region: process.env.ANTAR_REGION ?? "ap-southeast-3" } },
    };
  },
  async run() {
    await import("./infra/tables.ts");
    await import("./infra/queue.ts");
    await import("./infra/bucket.ts");
    await import("./infra/worker.ts");
    await import("./infra/sub-plan.ts");
    await import("./infra/fan-in.ts");
    await import("./infra/tick.ts");
    await import("./infra/alarms.ts");
    const { api } = await import("./infra/api.ts");
    const { router } = await import("./infra/site.ts");
    return { api: api.url, site: router.url };
  },
});
