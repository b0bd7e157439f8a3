/** Tones and vibrations: each meaning has its own, so that a glove and a noisy street are enough. */
import { settings } from "./settings.ts";

export type Signal = "ok" | "again" | "wrong" | "done";

const TONES: Readonly<Record<Signal, readonly (readonly [hz: number, ms: number])[]>> = {
  ok: [[1046, 130]],
  again: [[520, 200]],
  wrong: [
    [196, 130],
    [196, 130],
    [196, 180],
  ],
  done: [
    [784, 110],
    [1046, 110],
    [1318, 200],
  ],
};
const BUZZES: Readonly<Record<Signal, number[]>> = {
  ok: [60],
  again: [40, 60, 40],
  wrong: [120, 80, 120, 80, 120],
  done: [80, 50, 160],
};

let audio: AudioContext | null = null;

/** Give a signal; where sound or vibration are missing the word on the screen says it all the same. */
export function signal(kind: Signal): void {
  navigator.vibrate?.(BUZZES[kind]);
  if (!settings().sound || typeof AudioContext === "undefined") return;
  audio ??= new AudioContext();
  let at = audio.currentTime + 0.01;
  for (const [hz, ms] of TONES[kind]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.type = kind === "wrong" ? "square" : "sine";
    tone.frequency.value = hz;
    volume.gain.setValueAtTime(0.25, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + ms / 1000);
    tone.connect(volume).connect(audio.destination);
    tone.start(at);
    tone.stop(at + ms / 1000);
    at += (ms + 40) / 1000;
  }
}
