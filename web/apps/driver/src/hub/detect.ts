/** Read barcodes from pictures: by the phone itself where it can, else by our own copy of ZXing. */

export type Detect = (frame: HTMLVideoElement) => Promise<string[]>;

interface NativeDetector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
interface NativeDetectorClass {
  new (options: { formats: string[] }): NativeDetector;
  getSupportedFormats(): Promise<string[]>;
}

const WANTED = ["code_128", "qr_code"];

async function nativeDetect(): Promise<Detect | null> {
  const Native = (globalThis as { BarcodeDetector?: NativeDetectorClass }).BarcodeDetector;
  if (!Native) return null;
  const supported = await Native.getSupportedFormats().catch((): string[] => []);
  if (!WANTED.every((format) => supported.includes(format))) return null;
  const detector = new Native({ formats: WANTED });
  return async (frame) => (await detector.detect(frame)).map((code) => code.rawValue);
}

async function ownDetect(): Promise<Detect> {
  const [zxing, wasm] = await Promise.all([
    import("zxing-wasm/reader"),
    import("zxing-wasm/reader/zxing_reader.wasm?url"),
  ]);
  // By default the library would ask another server for this file.
  zxing.prepareZXingModule({ overrides: { locateFile: () => wasm.default } });
  const canvas = document.createElement("canvas");
  return async (frame) => {
    canvas.width = frame.videoWidth;
    canvas.height = frame.videoHeight;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    if (!pen || canvas.width === 0) return [];
    pen.drawImage(frame, 0, 0);
    const image = pen.getImageData(0, 0, canvas.width, canvas.height);
    const found = await zxing.readBarcodes(image, { formats: ["Code128", "QRCode"], maxNumberOfSymbols: 1 });
    return found.map((code) => code.text);
  };
}

export const createDetect = async (): Promise<Detect> => (await nativeDetect()) ?? ownDetect();
