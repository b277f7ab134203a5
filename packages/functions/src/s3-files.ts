/**
 * Attachments in the bucket: devices send them there by themselves, at an address that is signed for exactly the bytes that
 * were announced. Knows S3; refuses to know what is in them.
 */
import type { AttachmentFiles } from "@antar/dispatch";
import type { AwsClient } from "aws4fetch";

const minutes = 15;

/** Attachments under `base`, e.g. `https://bucket.s3.region.amazonaws.com/attachments`. */
export function s3Files(aws: AwsClient, base: string): AttachmentFiles {
  const addressOf = (name: string): string => `${base}/${name}`;
  const ask = (name: string, method: string): Promise<Response> =>
    aws.fetch(addressOf(name), { method, aws: { service: "s3" } });
  return {
    size: async (name) => {
      const response = await ask(name, "HEAD");
      return response.ok ? Number(response.headers.get("content-length") ?? 0) : 0;
    },
    append: async () => undefined,
    read: async (name) => {
      const response = await ask(name, "GET");
      if (response.status === 404 || response.status === 403) return undefined;
      if (!response.ok) throw new Error(`the bucket answered ${response.status} for ${name}`);
      return new Uint8Array(await response.arrayBuffer());
    },
    remove: async (name) => {
      const response = await ask(name, "DELETE");
      if (!response.ok && response.status !== 404)
        throw new Error(`the bucket answered ${response.status} for ${name}`);
    },
    uploadAddress: async (name, { sha256, type }) => {
      // The bucket itself refuses other bytes: the checksum is part of what is signed.
      const headers = {
        "content-type": type,
        "x-amz-checksum-sha256": Buffer.from(sha256, "hex").toString("base64"),
      };
      const address = new URL(addressOf(name));
      address.searchParams.set("X-Amz-Expires", String(minutes * 60));
      const options = { method: "PUT", headers, aws: { service: "s3", signQuery: true, allHeaders: true } };
      const signed = await aws.sign(address, options);
      return { method: "PUT", address: signed.url, headers };
    },
  };
}
