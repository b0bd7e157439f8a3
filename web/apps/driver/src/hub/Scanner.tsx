import { useLingui } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import { Note } from "../base/parts.tsx";
import { createDetect } from "./detect.ts";

const EVERY_MS = 160;
const SAME_AGAIN_MS = 2500;
const WISH = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };

/** Look through the camera until stopped; the same code is told once while it stays in view. */
function watchCamera(video: HTMLVideoElement, tell: (text: string) => void, refuse: () => void): () => void {
  const control = new AbortController();
  const { signal } = control;
  const seen = new Map<string, number>();
  const take = (text: string): void => {
    if (Date.now() - (seen.get(text) ?? 0) > SAME_AGAIN_MS) tell(text);
    seen.set(text, Date.now());
  };
  const run = async (): Promise<void> => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: WISH });
    signal.addEventListener("abort", () => {
      for (const track of stream.getTracks()) track.stop();
    });
    video.srcObject = stream;
    await video.play();
    const detect = await createDetect();
    while (!signal.aborted) {
      for (const text of await detect(video)) take(text);
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  };
  run().catch(() => {
    // No camera or not allowed: typing and tapping do the same.
    if (!signal.aborted) refuse();
  });
  return () => control.abort();
}

/** The camera as a scanner. */
export default function Scanner({ onText }: { onText: (text: string) => void }) {
  const { t } = useLingui();
  const video = useRef<HTMLVideoElement>(null);
  const tell = useRef(onText);
  tell.current = onText;
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    if (!video.current) return;
    return watchCamera(
      video.current,
      (text) => tell.current(text),
      () => setRefused(true),
    );
  }, []);
  if (refused)
    return (
      <Note tone="warn" icon="camera">
        {t`The camera cannot be used here. Type the last digits of the barcode, or tap the parcel in the list.`}
      </Note>
    );
  return (
    <div className="dr-scan">
      <video ref={video} muted playsInline aria-label={t`Camera`} />
      <div className="dr-scan__frame" />
    </div>
  );
}
