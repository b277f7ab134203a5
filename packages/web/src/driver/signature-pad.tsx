/**
 * A place to sign with a finger, a pen or a mouse. Knows strokes; refuses to know whose they are.
 */
import { type PointerEvent, useRef, useState } from "react";
import { usePreferences } from "../preferences.tsx";

const [width, height] = [640, 240];

interface SignaturePadProps {
  /** A PNG of the strokes after each one; undefined when wiped. */
  readonly onChange: (signature: Blob | undefined) => void;
}

/** The pad, ink on white in every look so that the picture can be printed. */
export function SignaturePad({ onChange }: SignaturePadProps) {
  const { text } = usePreferences();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [signed, setSigned] = useState(false);
  const drawing = useRef(false);
  const pen = () => canvas.current?.getContext("2d") ?? undefined;
  const at = (event: PointerEvent<HTMLCanvasElement>): [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    return [((event.clientX - box.left) * width) / box.width, ((event.clientY - box.top) * height) / box.height];
  };
  const start = (event: PointerEvent<HTMLCanvasElement>): void => {
    const ink = pen();
    if (!ink) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    if (!signed) {
      ink.fillStyle = "#ffffff";
      ink.fillRect(0, 0, width, height);
    }
    Object.assign(ink, { lineWidth: 4, lineCap: "round", lineJoin: "round", strokeStyle: "#1d2b2f" });
    ink.beginPath();
    ink.moveTo(...at(event));
    drawing.current = true;
  };
  const move = (event: PointerEvent<HTMLCanvasElement>): void => {
    const ink = pen();
    if (!ink || !drawing.current) return;
    ink.lineTo(...at(event));
    ink.stroke();
  };
  const stop = (): void => {
    if (!drawing.current) return;
    drawing.current = false;
    setSigned(true);
    canvas.current?.toBlob((blob) => onChange(blob ?? undefined), "image/png");
  };
  const wipe = (): void => {
    pen()?.clearRect(0, 0, width, height);
    setSigned(false);
    onChange(undefined);
  };
  return (
    <div className="signature">
      <span>{text.signature}</span>
      <canvas
        ref={canvas}
        width={width}
        height={height}
        role="img"
        aria-label={signed ? text.signatureDone : text.signatureHint}
        onPointerDown={start}
        onPointerMove={move}
        onPointerUp={stop}
        onPointerCancel={stop}
      />
      {signed ? (
        <button type="button" className="quiet" onClick={wipe}>
          {text.signatureWipe}
        </button>
      ) : (
        <small>{text.signatureHint}</small>
      )}
    </div>
  );
}
