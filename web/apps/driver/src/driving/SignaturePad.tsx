import { useLingui } from "@lingui/react/macro";
import { type PointerEvent, useEffect, useRef } from "react";
import { Button } from "../base/parts.tsx";

const LINE = 2.6;
const LEAST_STROKE_PX = 40;

/** A field to sign in with finger or pen; gives a PNG after each stroke. */
export function SignaturePad({ onSigned }: { onSigned: (file: Blob | null) => void }) {
  const { t } = useLingui();
  const canvas = useRef<HTMLCanvasElement>(null);
  const last = useRef<{ x: number; y: number } | null>(null);
  const drawn = useRef(0);

  useEffect(() => {
    const area = canvas.current;
    if (!area) return;
    const { width, height } = area.getBoundingClientRect();
    area.width = Math.round(width * 2);
    area.height = Math.round(height * 2);
    clear(area);
  }, []);

  const placeOf = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const down = (event: PointerEvent<HTMLCanvasElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    last.current = placeOf(event);
  };
  const move = (event: PointerEvent<HTMLCanvasElement>) => {
    const pen = event.currentTarget.getContext("2d");
    const from = last.current;
    if (!pen || !from) return;
    const to = placeOf(event);
    pen.setTransform(2, 0, 0, 2, 0, 0);
    pen.lineWidth = LINE;
    pen.lineCap = "round";
    pen.strokeStyle = "#0e1513";
    pen.beginPath();
    pen.moveTo(from.x, from.y);
    pen.lineTo(to.x, to.y);
    pen.stroke();
    drawn.current += Math.hypot(to.x - from.x, to.y - from.y);
    last.current = to;
  };
  const up = (event: PointerEvent<HTMLCanvasElement>) => {
    last.current = null;
    if (drawn.current > LEAST_STROKE_PX) event.currentTarget.toBlob(onSigned, "image/png");
  };
  const again = () => {
    if (canvas.current) clear(canvas.current);
    drawn.current = 0;
    onSigned(null);
  };
  return (
    <div className="dr-signature">
      <canvas
        ref={canvas}
        aria-label={t`Field to sign in`}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
      />
      <Button look="quiet" onClick={again}>{t`Clear`}</Button>
    </div>
  );
}

/** White paper: a signature must be readable when it is printed. */
function clear(area: HTMLCanvasElement): void {
  const pen = area.getContext("2d");
  if (!pen) return;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, area.width, area.height);
}
