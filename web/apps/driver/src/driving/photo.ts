/** A photo fit to be sent: at most 1,280 pixels long, JPEG, drawn anew so that nothing of the camera's notes is left. */

const LONGEST = 1280;
const QUALITY = 0.8;
const SAMPLE = 96;
const DARK = 38;
const BLURRED = 4.5;

export interface Photo {
  file: Blob;
  doubt: "dark" | "blurred" | null;
}

export async function preparePhoto(raw: Blob): Promise<Photo> {
  const image = await createImageBitmap(raw, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(image.width, image.height));
  const canvas = draw(image, Math.round(image.width * scale), Math.round(image.height * scale));
  const file = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  const small = draw(image, SAMPLE, SAMPLE).getContext("2d")?.getImageData(0, 0, SAMPLE, SAMPLE);
  image.close();
  if (!file) throw new Error("This browser cannot write JPEG pictures.");
  return { file, doubt: small ? doubtOf(greyOf(small.data)) : null };
}

function draw(image: ImageBitmap, width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  canvas.getContext("2d")?.drawImage(image, 0, 0, width, height);
  return canvas;
}

/** Brightness 0 to 255 of each pixel. */
export function greyOf(rgba: ArrayLike<number>): number[] {
  const grey: number[] = [];
  for (let n = 0; n + 2 < rgba.length; n += 4)
    grey.push(0.299 * (rgba[n] ?? 0) + 0.587 * (rgba[n + 1] ?? 0) + 0.114 * (rgba[n + 2] ?? 0));
  return grey;
}

/** Whether a small square picture is likely too dark or too blurred to prove anything; a hint, never a bar. */
export function doubtOf(grey: readonly number[]): Photo["doubt"] {
  const width = Math.round(Math.sqrt(grey.length));
  const mean = grey.reduce((sum, one) => sum + one, 0) / Math.max(1, grey.length);
  if (mean < DARK) return "dark";
  let edges = 0;
  for (let n = 0; n + width < grey.length; n += 1)
    edges +=
      Math.abs((grey[n] ?? 0) - (grey[n + 1] ?? 0)) + Math.abs((grey[n] ?? 0) - (grey[n + width] ?? 0));
  return edges / Math.max(1, grey.length) < BLURRED ? "blurred" : null;
}
