/** The base map's archive, read piece by piece: over networks that drop one, through caches that keep half of one. */
import { EtagMismatch, type RangeResponse, type Source } from "pmtiles";

const WAITS_MS = [100, 400, 1600];

type Ask = (url: string, how: RequestInit) => Promise<Response>;

/** A piece that ended too early. */
class Short extends Error {}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/**
 * Asks for a piece again when it did not come, or not whole: MapLibre would leave the tile empty, PMTiles the whole map.
 *
 * Chromium keeps the beginning of a piece whose request was given up, and hands it out as the whole piece later on.
 */
export class PatientSource implements Source {
  readonly #url: string;
  readonly #ask: Ask;
  readonly #waitsMs: readonly number[];
  /** Once the map was built anew, what the browser keeps is of the old one. */
  #isAnew = false;

  constructor(url: string, ask: Ask = (...given) => fetch(...given), waitsMs = WAITS_MS) {
    this.#url = url;
    this.#ask = ask;
    this.#waitsMs = waitsMs;
  }

  getKey(): string {
    return this.#url;
  }

  /** Read `length` bytes from `offset`. Raises what the last of the tries raised, or that nobody waits any more. */
  async getBytes(
    offset: number,
    length: number,
    signal?: AbortSignal,
    etag?: string,
  ): Promise<RangeResponse> {
    const how: RequestInit = { headers: { range: `bytes=${offset}-${offset + length - 1}` }, signal };
    if (this.#isAnew) how.cache = "reload";
    for (const waitMs of this.#waitsMs) {
      try {
        return await this.#piece(how, etag);
      } catch (error) {
        // Only the network's own failures are a TypeError; an answer that is wrong stays wrong.
        const passes = error instanceof TypeError || error instanceof Short;
        if (signal?.aborted || !passes) throw error;
      }
      await pause(waitMs);
      signal?.throwIfAborted();
      how.cache = "reload";
    }
    return this.#piece(how, etag);
  }

  async #piece(how: RequestInit, etag?: string): Promise<RangeResponse> {
    const answer = await this.#ask(this.#url, how);
    const range = /^bytes (\d+)-(\d+)\//.exec(answer.headers.get("content-range") ?? "");
    const tag = strong(answer.headers.get("etag"));
    if (answer.status === 416 || (etag && tag && tag !== etag)) {
      this.#isAnew = true;
      throw new EtagMismatch(`The map ${this.#url} was built anew.`);
    }
    if (answer.status !== 206 || !range)
      throw new Error(
        `The server answers ${answer.status} to a piece of the map; it must serve byte ranges.`,
      );
    const data = await answer.arrayBuffer();
    const whole = Number(range[2]) - Number(range[1]) + 1;
    if (data.byteLength !== whole) throw new Short(`${data.byteLength} of ${whole} bytes of the map came.`);
    return { data, etag: tag };
  }
}

/** Weak tags say nothing of single bytes. */
const strong = (tag: string | null) => (tag && !tag.startsWith("W/") ? tag : undefined);
