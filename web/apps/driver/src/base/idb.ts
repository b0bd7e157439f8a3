/** What the phone keeps: a small key-value shelf, the outbox and its pictures, and position points. */
import type { PositionPoint } from "@pannier/api";
import type { Entry, Picture, Shelf } from "../driving/outbox.ts";

const NAME = "pannier-driver";
const VERSION = 1;
const STORES = ["kv", "entries", "pictures", "points"] as const;
type StoreName = (typeof STORES)[number];

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("The phone's storage refused."));
  });

/** A picture as it lies on the phone: sealed, readable only with the key that lives beside it. */
interface SealedPicture extends Omit<Picture, "file"> {
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
  type: string;
}

export class PhoneStore implements Shelf {
  private constructor(private readonly db: IDBDatabase) {}

  static async open(): Promise<PhoneStore> {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      for (const name of STORES)
        request.result.createObjectStore(name, name === "points" ? { autoIncrement: true } : {});
    };
    return new PhoneStore(await done(request));
  }

  async get<T>(key: string): Promise<T | undefined> {
    return done(this.#store("kv").get(key)) as Promise<T | undefined>;
  }

  async put(key: string, value: unknown): Promise<void> {
    await done(this.#store("kv", true).put(value, key));
  }

  async drop(key: string): Promise<void> {
    await done(this.#store("kv", true).delete(key));
  }

  entries(): Promise<Entry[]> {
    return done(this.#store("entries").getAll());
  }

  async putEntry(entry: Entry): Promise<void> {
    await done(this.#store("entries", true).put(entry, entry.id));
  }

  async dropEntry(id: string): Promise<void> {
    await done(this.#store("entries", true).delete(id));
  }

  async pictures(): Promise<Picture[]> {
    const kept: SealedPicture[] = await done(this.#store("pictures").getAll());
    const key = kept.length > 0 ? await this.#key() : null;
    return key ? Promise.all(kept.map((one) => unsealed(one, key))) : [];
  }

  async putPicture(picture: Picture): Promise<void> {
    const { file, ...rest } = picture;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const key = await this.#key();
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, await file.arrayBuffer());
    await done(this.#store("pictures", true).put({ ...rest, iv, sealed, type: file.type }, picture.id));
  }

  async dropPicture(id: string): Promise<void> {
    await done(this.#store("pictures", true).delete(id));
  }

  async addPoints(points: readonly PositionPoint[]): Promise<void> {
    const store = this.#store("points", true);
    await Promise.all(points.map((point) => done(store.add(point))));
  }

  async points(most: number): Promise<{ keys: IDBValidKey[]; points: PositionPoint[] }> {
    const store = this.#store("points");
    const [keys, points] = await Promise.all([
      done(store.getAllKeys(null, most)),
      done(store.getAll(null, most)),
    ]);
    return { keys, points };
  }

  async dropPoints(keys: readonly IDBValidKey[]): Promise<void> {
    const store = this.#store("points", true);
    await Promise.all(keys.map((key) => done(store.delete(key))));
  }

  #store(name: StoreName, write = false): IDBObjectStore {
    return this.db.transaction(name, write ? "readwrite" : "readonly").objectStore(name);
  }

  /** The key that seals pictures; it cannot be taken out of this browser. */
  async #key(): Promise<CryptoKey> {
    const known = await this.get<CryptoKey>("picture-key");
    if (known) return known;
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
      "encrypt",
      "decrypt",
    ]);
    await this.put("picture-key", made);
    return made;
  }
}

async function unsealed({ iv, sealed, type, ...rest }: SealedPicture, key: CryptoKey): Promise<Picture> {
  const content = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed);
  return { ...rest, file: new Blob([content], { type }) };
}
