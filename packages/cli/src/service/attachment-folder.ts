/**
 * Attachments on this machine's disk, one file each. Knows files; refuses to know what is in
 * them.
 */
import { mkdir, open, readFile, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { AttachmentFiles } from "@antar/dispatch";

/** Attachments under `folder`. Names are `<tenant>/<sha256>`, checked before they get here. */
export function attachmentFolder(folder: string): AttachmentFiles {
  const pathOf = (name: string): string => join(folder, name);
  const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(() => undefined))?.size ?? 0;
  // Appends to one file come one after the other, so two requests of one phone cannot both write at an offset.
  const busy = new Map<string, Promise<unknown>>();
  const alone = async <Answer>(name: string, work: () => Promise<Answer>): Promise<Answer> => {
    const before = busy.get(name) ?? Promise.resolve();
    const mine = before.then(work, work);
    busy.set(name, mine);
    try {
      return await mine;
    } finally {
      if (busy.get(name) === mine) busy.delete(name);
    }
  };
  return {
    size: (name) => sizeOf(pathOf(name)),
    append: (name, offset, bytes) =>
      alone(name, async () => {
        const path = pathOf(name);
        if ((await sizeOf(path)) !== offset) return undefined;
        await mkdir(dirname(path), { recursive: true });
        const file = await open(path, "a");
        try {
          await file.write(bytes);
          await file.sync();
        } finally {
          await file.close();
        }
        return offset + bytes.length;
      }),
    read: async (name) => {
      const bytes = await readFile(pathOf(name)).catch(() => undefined);
      return bytes && new Uint8Array(bytes);
    },
    remove: (name) => rm(pathOf(name), { force: true }),
  };
}
