/**
 * The verbs about attachments: photos and signatures under the digest of their bytes. Nothing can be read before its digest,
 * type and freedom from metadata were checked. Knows the order of these; refuses to know where bytes are kept.
 */
import { createHash } from "node:crypto";
import { Refusal } from "@antar/domain";
import type { AttachmentRecord } from "@antar/store";
import { type Actor, permit, permitSome, permits } from "./actor.ts";
import { absent, type Context } from "./context.ts";
import { foundInImage } from "./image.ts";
import type { AttachmentFiles } from "./ports.ts";
import type { AttachmentView, AttachmentWish } from "./views-field.ts";

const nameOf = (tenant: string, sha256: string): string => `${tenant}/${sha256}`;

function filesOf({ files }: Context): AttachmentFiles {
  if (files) return files;
  throw new Refusal("not-found", {
    id: "Layanan ini tidak menyimpan lampiran",
    en: "This service keeps no attachments",
  });
}

async function recordOf(context: Context, tenant: string, sha256: string): Promise<AttachmentRecord> {
  const stored = await context.store.attachments.read({ tenant, name: sha256 });
  if (!stored) throw absent({ id: `Lampiran ${sha256.slice(0, 12)}…`, en: `Attachment ${sha256.slice(0, 12)}…` });
  return stored.body;
}

async function viewOf(context: Context, tenant: string, record: AttachmentRecord): Promise<AttachmentView> {
  const { sha256, bytes, checked } = record;
  if (checked) return { sha256, state: "there", offset: bytes, upload: null };
  const files = filesOf(context);
  const name = nameOf(tenant, sha256);
  const direct = await files.uploadAddress?.(name, record);
  if (direct) return { sha256, state: "wanted", offset: 0, upload: direct };
  const offset = Math.min(bytes, await files.size(name));
  const headers = { "content-type": "application/octet-stream", "upload-offset": String(offset) };
  return { sha256, state: "wanted", offset, upload: { method: "PATCH", address: `/attachments/${sha256}`, headers } };
}

/** Announces an attachment, or asks how far one is: answers where its bytes go, or that it is there already. */
export async function beginAttachment(context: Context, actor: Actor, wish: AttachmentWish): Promise<AttachmentView> {
  permit(actor, "putAttachment");
  filesOf(context);
  const body = { ...wish, checked: false, at: context.now(), by: actor.subject };
  const key = { tenant: actor.tenant, name: wish.sha256 };
  const made = await context.store.attachments.change(key, { body, previous: undefined, write: context.newId() });
  const record = made.current?.body ?? body;
  if (record.bytes !== wish.bytes || record.type !== wish.type) {
    throw new Refusal("conflict", {
      id: "Lampiran dengan sha256 ini sudah diumumkan dengan ukuran atau jenis lain",
      en: "An attachment with this sha256 was announced with another size or type",
    });
  }
  return viewOf(context, actor.tenant, record);
}

/** What continuing and finishing begin with: the upload under way, or the view of one that is done. */
async function uploadOf(context: Context, actor: Actor, sha256: string) {
  permit(actor, "putAttachment");
  const record = await recordOf(context, actor.tenant, sha256);
  if (record.checked) return { done: await viewOf(context, actor.tenant, record) };
  return { record, files: filesOf(context), name: nameOf(actor.tenant, sha256) };
}

/**
 * Takes bytes from `offset` on. Throws Refusal `conflict` when they do not follow what has arrived (ask again where to go
 * on), `too-large` when they are more than was announced, `bad-input` when the whole is not what was announced.
 */
export async function continueAttachment(
  context: Context,
  actor: Actor,
  input: { sha256: string; offset: number; bytes: Uint8Array },
): Promise<AttachmentView> {
  const upload = await uploadOf(context, actor, input.sha256);
  if ("done" in upload) return upload.done;
  const { record, files, name } = upload;
  if (input.offset + input.bytes.length > record.bytes) {
    throw new Refusal("too-large", { id: "Lebih panjang dari yang diumumkan", en: "Longer than was announced" });
  }
  const size = await files.append(name, input.offset, input.bytes);
  if (size === undefined) {
    throw new Refusal("conflict", {
      id: "upload-offset tidak cocok dengan byte yang sudah tiba; tanyakan lagi lalu lanjutkan",
      en: "upload-offset does not match the bytes that have arrived; ask again, then go on",
    });
  }
  if (size < record.bytes) return viewOf(context, actor.tenant, record);
  return finishAttachment(context, actor, input);
}

function unfit(id: string, en: string): Refusal {
  return new Refusal("bad-input", { id, en }, [{ field: "(body)", says: { id, en } }]);
}

function mustBeAsAnnounced(record: AttachmentRecord, bytes: Uint8Array): void {
  const digest = createHash("sha256").update(bytes).digest("hex");
  if (digest !== record.sha256 || bytes.length !== record.bytes) {
    throw unfit("Byte yang tiba bukan yang diumumkan; kirim ulang", "The bytes are not those announced; send again");
  }
  const { type, metadata } = foundInImage(bytes);
  if (type !== record.type) throw unfit(`Isinya bukan ${record.type}`, `The content is not ${record.type}`);
  if (metadata === undefined) return;
  throw unfit(
    `Gambar membawa metadata (${metadata}), mungkin lokasi; gambar ulang tanpa metadata lalu kirim`,
    `The image carries metadata (${metadata}), perhaps a location; draw it again without, then send`,
  );
}

/** Checks the bytes that have arrived; from then on the attachment can be read. Throws Refusal `bad-input`. */
export async function finishAttachment(
  context: Context,
  actor: Actor,
  input: { sha256: string },
): Promise<AttachmentView> {
  const upload = await uploadOf(context, actor, input.sha256);
  if ("done" in upload) return upload.done;
  const { record, files, name } = upload;
  const bytes = await files.read(name);
  if (!bytes) throw absent({ id: "Byte lampiran", en: "The bytes of the attachment" });
  try {
    mustBeAsAnnounced(record, bytes);
  } catch (error) {
    await files.remove(name);
    throw error;
  }
  const key = { tenant: actor.tenant, name: input.sha256 };
  const write = context.newId();
  for (;;) {
    const previous = await context.store.attachments.read(key);
    const body = { ...record, checked: true };
    if (previous?.body.checked) return viewOf(context, actor.tenant, previous.body);
    const { written } = await context.store.attachments.change(key, { body, previous, write });
    if (written) return viewOf(context, actor.tenant, body);
  }
}

/** The bytes of an attachment that was checked. A driver or a committee reads its own only. Throws Refusal `not-found`. */
export async function readAttachment(
  context: Context,
  actor: Actor,
  input: { sha256: string },
): Promise<{ readonly bytes: Uint8Array; readonly type: string }> {
  permitSome(actor, "readAttachment");
  const gone = absent({ id: "Lampiran", en: "Attachment" });
  const stored = await context.store.attachments.read({ tenant: actor.tenant, name: input.sha256 });
  if (!stored?.body.checked || !permits(actor, "readAttachment", `person:${stored.body.by}`)) throw gone;
  const bytes = await filesOf(context).read(nameOf(actor.tenant, input.sha256));
  if (!bytes) throw gone;
  return { bytes, type: stored.body.type };
}
