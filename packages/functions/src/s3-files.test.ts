import { createHash } from "node:crypto";
import { type Actor, createDispatch } from "@antar/dispatch";
import { openTown, photoOf, type Town } from "@antar/dispatch/testing";
import { instant } from "@antar/measure";
import { AwsClient } from "aws4fetch";
import { afterAll, beforeAll, expect, test } from "vitest";
import { s3Files } from "./s3-files.ts";
import { type LocalBucket, openLocalBucket } from "./testing/local-bucket.ts";

const clock = { ahead: 0 };
const keys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "a secret", region: "ap-southeast-3" };
let bucket: LocalBucket;
let town: Town;
beforeAll(async () => {
  bucket = await openLocalBucket({ ...keys, now: () => Date.now() + clock.ahead });
  town = await openTown();
});
afterAll(async () => {
  await town.close();
  await bucket.close();
});

const filesWith = (given: Partial<typeof keys> = {}) =>
  s3Files(new AwsClient({ ...keys, ...given, retries: 0 }), `${bucket.address}/attachments`);
const name = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const about = (bytes: Uint8Array) => ({ sha256: name(bytes), bytes: bytes.length, type: "image/png" as const });

async function upload(files: ReturnType<typeof filesWith>, bytes: Uint8Array, sent: Uint8Array = bytes) {
  const target = await files.uploadAddress?.(`kendari/${name(bytes)}`, about(bytes));
  if (!target) throw new Error("the bucket gives no address");
  const { method, address, headers } = target;
  return { target, status: (await fetch(address, { method, headers, body: new Uint8Array(sent) })).status };
}

test("a device puts exactly the announced bytes at a signed address; they are sized, read and removed", async () => {
  const [files, photo] = [filesWith(), photoOf(1)];
  const object = `kendari/${name(photo)}`;
  expect([await files.size(object), await files.read(object)]).toEqual([0, undefined]);
  expect((await upload(files, photo)).status).toBe(200);
  expect([await files.size(object), await files.read(object)]).toEqual([photo.length, photo]);
  expect(bucket.objects.get(`/attachments/${object}`)?.type).toBe("image/png");
  await files.remove(object);
  await files.remove(object);
  expect(await files.read(object)).toBeUndefined();
});

test("other bytes, another kind, another name, or a late upload are refused by the bucket", async () => {
  const [files, photo] = [filesWith(), photoOf(2)];
  const { target, status } = await upload(files, photo, photoOf(3));
  expect(status).toBe(400);
  const { method, address, headers } = target;
  const send = async (to: string, given = headers): Promise<number> =>
    (await fetch(to, { method, headers: given, body: new Uint8Array(photo) })).status;
  expect(await send(address, { ...headers, "content-type": "text/html" })).toBe(403);
  const other = Buffer.from(name(photoOf(3)), "hex").toString("base64");
  expect(await send(address, { ...headers, "x-amz-checksum-sha256": other })).toBe(403);
  expect(await send(address.replace("/kendari/", "/makassar/"))).toBe(403);
  clock.ahead = 16 * 60_000;
  expect(await send(address)).toBe(403);
  clock.ahead = 0;
  expect(await send(address)).toBe(200);
});

test("a function with other keys reads and removes nothing", async () => {
  const photo = photoOf(4);
  await upload(filesWith(), photo);
  const stranger = filesWith({ secretAccessKey: "another" });
  expect([await stranger.size(`kendari/${name(photo)}`), await stranger.read(`kendari/${name(photo)}`)]).toEqual([
    0,
    undefined,
  ]);
  await expect(stranger.remove(`kendari/${name(photo)}`)).rejects.toThrow("the bucket answered 403");
  expect(bucket.objects.has(`/attachments/kendari/${name(photo)}`)).toBe(true);
});

test("an attachment goes from a driver's device to the bucket and is read by the office once it was checked", async () => {
  const photo = photoOf(5);
  let ids = 0;
  const dispatch = createDispatch({
    store: town.store,
    queue: town.queue,
    files: filesWith(),
    now: () => instant(town.clock.now),
    newId: () => `s3-${++ids}`,
  });
  const driver: Actor = { tenant: "kendari", role: "driver", subject: "phone-1", vehicle: "truk-1" };
  const { upload: target } = await dispatch.beginAttachment(driver, about(photo));
  if (!target) throw new Error("no address");
  await expect(dispatch.readAttachment(town.planner, { sha256: name(photo) })).rejects.toMatchObject({
    code: "not-found",
  });
  const { method, address, headers } = target;
  expect((await fetch(address, { method, headers, body: new Uint8Array(photo) })).status).toBe(200);
  await dispatch.finishAttachment(driver, { sha256: name(photo) });
  expect(await dispatch.readAttachment(town.planner, { sha256: name(photo) })).toEqual({
    bytes: photo,
    type: "image/png",
  });
});
