/**
 * The groups of addresses about people, over their verbs of dispatch. Knows how a sign-in becomes a token; refuses to decide
 * who may sign in.
 */
import type { Dispatch, SignedIn } from "@antar/dispatch";
import { Refusal } from "@antar/domain";
import { formatInstant, instant } from "@antar/measure";
import { expectedOf, newGroup, pageOf, readJson } from "./border.ts";
import type { ApiOptions, SignInOptions } from "./port.ts";
import { provedKey } from "./proof.ts";
import * as routes from "./routes-people.ts";

function notSetUp(): Refusal {
  return new Refusal("not-found", {
    id: "Cara masuk ini tidak diatur di layanan ini",
    en: "This way of signing in is not set up in this service",
  });
}

/** Signing in: the only addresses besides health and documents that need no token. */
export function serveSignIn(dispatch: Dispatch, options: ApiOptions) {
  const { signIn } = dispatch;
  const group = newGroup();
  group.post("/sign-in/*", readJson);
  const setUp = (): SignInOptions => {
    if (!options.signIn) throw notSetUp();
    return options.signIn;
  };
  const sessionOf = async ({ actor, device, thumbprint, secret }: SignedIn) => {
    const wish = thumbprint === undefined ? { actor } : { actor, thumbprint };
    const { token, expires } = await setUp().issuer.issue(wish);
    const me = await dispatch.whoAmI(actor, {});
    return { device, secret: secret ?? null, token, expiresAt: formatInstant(instant(expires), "UTC"), me };
  };
  const proofOf = async (request: Request): Promise<{ thumbprint?: string }> => {
    const thumbprint = await provedKey(request, { now: options.now() });
    return thumbprint === undefined ? {} : { thumbprint };
  };
  return group
    .openapi(routes.signInBySecret, async (c) => {
      setUp();
      const input = { ...c.req.valid("json"), ...(await proofOf(c.req.raw)) };
      return c.json(await sessionOf(await signIn.bySecret(input)), 200);
    })
    .openapi(routes.signInByCode, async (c) => {
      setUp();
      const input = { ...c.req.valid("json"), ...(await proofOf(c.req.raw)) };
      return c.json(await sessionOf(await signIn.byCode(input)), 200);
    })
    .openapi(routes.renewToken, async (c) => {
      setUp();
      const { secret, ...rest } = c.req.valid("json");
      const input = { ...rest, ...(secret === undefined ? {} : { secret }), ...(await proofOf(c.req.raw)) };
      return c.json(await sessionOf(await signIn.again(input)), 200);
    })
    .openapi(routes.beginIdentity, async (c) => {
      const { tenant } = c.req.valid("query");
      const provider = setUp().provider?.(tenant);
      if (!provider) throw notSetUp();
      const { address, ...kept } = await provider.begin();
      await signIn.beginHandshake({ tenant, ...kept });
      return c.json({ address, state: kept.state }, 200);
    })
    .openapi(routes.endIdentity, async (c) => {
      const { tenant, state, code, label } = c.req.valid("json");
      const provider = setUp().provider?.(tenant);
      if (!provider) throw notSetUp();
      const email = await provider.end(code, await signIn.endHandshake({ tenant, state }));
      const input = { tenant, email, label, ...(await proofOf(c.req.raw)) };
      return c.json(await sessionOf(await signIn.byIdentity(input)), 200);
    })
    .openapi(routes.listKeys, async (c) => {
      c.header("cache-control", "public, max-age=60");
      return c.json(await setUp().issuer.keys(), 200);
    });
}

/** People, codes, devices, settings, the audit trail. */
export function servePeople(dispatch: Dispatch) {
  const group = newGroup();
  group.put("/people/*", readJson);
  group.put("/settings", readJson);
  group.post("/codes", readJson);
  return group
    .openapi(routes.whoAmI, async (c) => c.json(await dispatch.whoAmI(c.get("actor"), {}), 200))
    .openapi(routes.signOut, async (c) => c.json(await dispatch.signOut(c.get("actor"), {}), 200))
    .openapi(routes.listPeople, async (c) =>
      c.json(await dispatch.listPeople(c.get("actor"), pageOf(c.req.valid("query"))), 200),
    )
    .openapi(routes.putPerson, async (c) => {
      const input = { ...c.req.valid("param"), given: c.req.valid("json") };
      return c.json(await dispatch.putPerson(c.get("actor"), input), 200);
    })
    .openapi(routes.resetSecret, async (c) => {
      c.header("cache-control", "no-store");
      return c.json(await dispatch.resetSecret(c.get("actor"), c.req.valid("param")), 200);
    })
    .openapi(routes.makeCode, async (c) => {
      c.header("cache-control", "no-store");
      return c.json(await dispatch.makeCode(c.get("actor"), c.req.valid("json")), 200);
    })
    .openapi(routes.listDevices, async (c) =>
      c.json(await dispatch.listDevices(c.get("actor"), pageOf(c.req.valid("query"))), 200),
    )
    .openapi(routes.revokeDevice, async (c) =>
      c.json(await dispatch.revokeDevice(c.get("actor"), c.req.valid("param")), 200),
    )
    .openapi(routes.readSettings, async (c) => {
      const settings = await dispatch.readSettings(c.get("actor"), {});
      c.header("etag", `"${settings.version}"`);
      return c.json(settings, 200);
    })
    .openapi(routes.putSettings, async (c) => {
      const input = { given: c.req.valid("json"), ...expectedOf(c, c.req.valid("header")) };
      const settings = await dispatch.putSettings(c.get("actor"), input);
      c.header("etag", `"${settings.version}"`);
      return c.json(settings, 200);
    })
    .openapi(routes.readAudit, async (c) =>
      c.json(await dispatch.readAudit(c.get("actor"), c.req.valid("query")), 200),
    );
}
