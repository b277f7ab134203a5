/**
 * The addresses about people: signing in and out, people, codes, devices, settings, the audit trail.
 */
import { createRoute, z } from "@hono/zod-openapi";
import { asks, changes, json, media, refused, troubles } from "./answers.ts";
import * as schema from "./schemas.ts";

const shut = {
  ...media,
  403: refused("Cannot sign in; says nothing of the reason"),
} as const;
const sent = <Schema extends z.ZodType>(body: Schema) => ({
  required: true,
  content: { "application/json": { schema: body } },
});

export const signInBySecret = createRoute({
  ...asks("public"),
  method: "post",
  path: "/sign-in/secret",
  request: { body: sent(schema.SecretSignIn) },
  responses: {
    200: json(schema.Session, "Signed in; a DPoP header binds the device by its key"),
    ...troubles,
    ...shut,
  },
});

export const signInByCode = createRoute({
  ...asks("public"),
  method: "post",
  path: "/sign-in/code",
  request: { body: sent(schema.CodeSignIn) },
  responses: { 200: json(schema.Session, "Signed in; the code is used up"), ...troubles, ...shut },
});

export const renewToken = createRoute({
  ...asks("public"),
  method: "post",
  path: "/sign-in/again",
  request: { body: sent(schema.Renewal) },
  responses: { 200: json(schema.Session, "A fresh access token for the device"), ...troubles, ...shut },
});

export const beginIdentity = createRoute({
  ...asks("public"),
  method: "get",
  path: "/sign-in/identity",
  request: { query: z.object({ tenant: schema.slug }) },
  responses: {
    200: json(z.object({ address: z.string(), state: z.string() }), "Where to send the browser"),
    ...troubles,
  },
});

export const endIdentity = createRoute({
  ...asks("public"),
  method: "post",
  path: "/sign-in/identity",
  request: { body: sent(schema.IdentitySignIn) },
  responses: { 200: json(schema.Session, "Signed in"), ...troubles, ...shut },
});

export const listKeys = createRoute({
  ...asks("public"),
  method: "get",
  path: "/.well-known/jwks.json",
  responses: {
    200: json(schema.KeySet, "The public keys of access tokens"),
    ...troubles,
  },
});

export const whoAmI = createRoute({
  ...asks("whoAmI"),
  method: "get",
  path: "/me",
  responses: { 200: json(schema.Me, "Who is asking, and what that role may do"), ...troubles },
});

export const signOut = createRoute({
  ...asks("signOut"),
  method: "post",
  path: "/me/sign-out",
  responses: { 200: json(z.object({ device: z.string().nullable() }), "The device is signed out"), ...troubles },
});

export const listPeople = createRoute({
  ...asks("listPeople"),
  method: "get",
  path: "/people",
  request: { query: schema.PageQuery },
  responses: { 200: json(schema.PersonList, "One page of the people, by name"), ...troubles },
});

export const putPerson = createRoute({
  ...asks("putPerson"),
  method: "put",
  path: "/people/{person}",
  request: { params: schema.PersonParam, body: sent(schema.PersonGiven) },
  responses: { 200: json(schema.Person, "Written"), ...troubles, ...media, 409: changes[409] },
});

export const resetSecret = createRoute({
  ...asks("resetSecret"),
  method: "post",
  path: "/people/{person}/secret",
  request: { params: schema.PersonParam },
  responses: { 200: json(schema.Secret, "A fresh secret, shown once; earlier tokens are refused"), ...troubles },
});

export const makeCode = createRoute({
  ...asks("makeCode"),
  method: "post",
  path: "/codes",
  request: { body: sent(schema.CodeWish) },
  responses: { 200: json(schema.Code, "A one-time sign-in code, shown once"), ...troubles, ...media },
});

export const listDevices = createRoute({
  ...asks("listDevices"),
  method: "get",
  path: "/devices",
  request: { query: schema.PageQuery },
  responses: { 200: json(schema.DeviceList, "One page of the devices that have signed in"), ...troubles },
});

export const revokeDevice = createRoute({
  ...asks("revokeDevice"),
  method: "post",
  path: "/devices/{device}/revoke",
  request: { params: schema.DeviceParam },
  responses: { 200: json(schema.Device, "Signed out for good, within a minute"), ...troubles },
});

export const readSettings = createRoute({
  ...asks("readSettings"),
  method: "get",
  path: "/settings",
  responses: { 200: json(schema.Settings, "The settings of the tenant; their version is the ETag"), ...troubles },
});

export const putSettings = createRoute({
  ...asks("putSettings"),
  method: "put",
  path: "/settings",
  request: { headers: schema.MatchHeaders, body: sent(schema.SettingsGiven) },
  responses: { 200: json(schema.Settings, "Changed"), ...troubles, ...media, ...changes },
});

export const readAudit = createRoute({
  ...asks("readAudit"),
  method: "get",
  path: "/audit",
  request: { query: z.object({ day: z.iso.date() }) },
  responses: { 200: json(schema.AuditList, "Every change and every refusal of a day of UTC"), ...troubles },
});
