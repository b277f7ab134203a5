/**
 * Pictures of a hand-over made small enough to send: drawn anew, which also leaves out where and with what they were
 * taken. Knows the browser's canvas; refuses to know what a picture shows.
 */

/** Most bytes of one attachment, as the service takes it. */
export const mostBytes = 300_000;
const longestSide = 1_280;
const qualities = [0.8, 0.65, 0.5, 0.35, 0.2];

/** A file kept for sending, named by its content. */
export interface Attachment {
  /** SHA-256 of the bytes, lower-case hexadecimal. */
  readonly sha256: string;
  /** Media type. */
  readonly type: string;
  readonly bytes: ArrayBuffer;
}

function drawn(picture: ImageBitmap, scale: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function encoded(canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture cannot be drawn"))), type, quality);
  });
}

/** A JPEG of `file` of at most `mostBytes`, its longest side at most 1,280 pixels. Throws when it is not a picture. */
export async function shrunkPhoto(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file);
  try {
    let scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
    for (;;) {
      const canvas = drawn(picture, scale);
      for (const quality of qualities) {
        const blob = await encoded(canvas, "image/jpeg", quality);
        if (blob.size <= mostBytes) return blob;
      }
      scale /= 2;
    }
  } finally {
    picture.close();
  }
}

/**
 * Names `blob` by its content. `crypto.subtle` is missing where the page came over plain HTTP from another machine; there
 * the answer is undefined and the hand-over goes without its pictures.
 */
async function attachmentOf(blob: Blob): Promise<Attachment | undefined> {
  if (!crypto.subtle) return undefined;
  const bytes = await blob.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { sha256, type: blob.type, bytes };
}

const isGiven = (value: Attachment | undefined): value is Attachment => value !== undefined;

/** The files of `blobs` that can be named. */
export async function attachmentsOf(blobs: readonly Blob[]): Promise<readonly Attachment[]> {
  return (await Promise.all(blobs.map(attachmentOf))).filter(isGiven);
}

/** How an event names a file. */
export function namedBy({ sha256, type, bytes }: Attachment) {
  return { sha256, type, bytes: bytes.byteLength };
}
