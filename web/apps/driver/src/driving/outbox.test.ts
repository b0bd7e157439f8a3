import { ApiProblem, type EventVerdict, type RiderEvent, Unreachable } from "@pannier/api";
import { beforeEach, describe, expect, test } from "vitest";
import {
  type Entry,
  notedCount,
  Outbox,
  type Picture,
  type Shelf,
  showing,
  waitingCount,
  waitMs,
} from "./outbox.ts";

const ID = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const event = (n: number, type = "stop.arrive"): RiderEvent => ({
  id: ID(n),
  type,
  device_time: `2026-03-03T10:0${n}:00+01:00`,
  counter: n,
  offset_s: 0,
  data: {},
});
const picture = (n: number, of: number): Omit<Picture, "riderId" | "refused"> => ({
  id: `picture-${n}`,
  file: new Blob(["jpeg"]),
  proof: {
    event_id: ID(of),
    order_id: "o",
    kind: "photo",
    sha256: "ab",
    captured_at: "2026-03-03T10:00:00Z",
  },
});

class Memory implements Shelf {
  readonly kept = new Map<string, Entry>();
  readonly files = new Map<string, Picture>();
  entries = async () => [...this.kept.values()];
  putEntry = async (entry: Entry) => void this.kept.set(entry.id, entry);
  dropEntry = async (id: string) => void this.kept.delete(id);
  pictures = async () => [...this.files.values()];
  putPicture = async (one: Picture) => void this.files.set(one.id, one);
  dropPicture = async (id: string) => void this.files.delete(id);
}

class Server {
  online = true;
  refusal: Error | null = null;
  readonly told: RiderEvent[] = [];
  readonly log: string[] = [];
  verdict: (event: RiderEvent) => Partial<EventVerdict> = () => ({ state: "applied" });
  pictureRefusal: Error | null = null;

  tell = async (events: readonly RiderEvent[]) => {
    this.check();
    this.log.push(`events ${events.map((one) => one.counter).join(",")}`);
    const known = new Set(this.told.map((one) => one.id));
    this.told.push(...events.filter((one) => !known.has(one.id)));
    return {
      results: events.map(
        (one): EventVerdict => ({
          id: one.id,
          code: null,
          detail: null,
          state: "applied",
          ...(known.has(one.id) ? { state: "duplicate" } : this.verdict(one)),
        }),
      ),
    };
  };

  upload = async (proof: { event_id: string }) => {
    this.check();
    if (this.pictureRefusal) throw this.pictureRefusal;
    this.log.push(`picture ${proof.event_id}`);
  };

  private check(): void {
    if (!this.online) throw new Unreachable("no network");
    if (this.refusal) throw this.refusal;
  }
}

let shelf: Memory;
let server: Server;
let now = 1_000;
let outbox: Outbox;
const open = async (rider = "ana"): Promise<Outbox> => {
  const made = new Outbox(shelf, server, () => now);
  await made.open(rider);
  return made;
};

beforeEach(async () => {
  shelf = new Memory();
  server = new Server();
  now = 1_000;
  outbox = await open();
});

describe("the outbox", () => {
  test("keeps what was done without network, over a restart, with its times and in its order", async () => {
    server.online = false;
    for (const n of [1, 2, 3]) await outbox.add(event(n));
    await outbox.flush();
    expect(waitingCount(outbox.state)).toBe(3);
    expect(outbox.state.trouble).toEqual({ kind: "offline" });

    const restarted = await open();
    server.online = true;
    await restarted.flush();
    expect(server.told.map((one) => [one.counter, one.device_time])).toEqual([
      [1, "2026-03-03T10:01:00+01:00"],
      [2, "2026-03-03T10:02:00+01:00"],
      [3, "2026-03-03T10:03:00+01:00"],
    ]);
    expect(waitingCount(restarted.state)).toBe(0);
    expect(restarted.state.trouble).toBeNull();
  });

  test("sends again what the server took without the answer arriving, and takes the duplicate as done", async () => {
    await outbox.add(event(1));
    await server.tell([event(1)]);
    await outbox.flush();
    expect(server.told).toHaveLength(1);
    expect(outbox.state.entries[0]?.state).toBe("settled");
  });

  test("sends pictures apart, after the events", async () => {
    await outbox.add(event(1), [picture(1, 1)]);
    await outbox.add(event(2));
    await outbox.flush();
    expect(server.log).toEqual(["events 1,2", `picture ${ID(1)}`]);
    expect(shelf.files.size).toBe(0);
  });

  test("a refused picture holds nothing up and can be tried again", async () => {
    server.pictureRefusal = new ApiProblem(422, "not_an_image", "Not an image", "Take it again.");
    await outbox.add(event(1), [picture(1, 1), picture(2, 1)]);
    await outbox.flush();
    expect(outbox.state.pictures.map((one) => one.refused)).toEqual(["Take it again.", "Take it again."]);
    expect(waitingCount(outbox.state)).toBe(0);
    server.pictureRefusal = null;
    await outbox.retry("picture-1");
    expect(outbox.state.pictures.map((one) => one.id)).toEqual(["picture-2"]);
  });

  test("a picture waits while the server is overloaded", async () => {
    server.pictureRefusal = new ApiProblem(503, "overloaded", "Busy", "Try again.");
    await outbox.add(event(1), [picture(1, 1)]);
    await outbox.flush();
    expect(outbox.state.pictures[0]?.refused).toBeNull();
    expect(outbox.state.trouble).toEqual({ kind: "server", detail: "Try again." });
  });

  test("goes on recording while signed out and sends after signing in again", async () => {
    server.refusal = new ApiProblem(401, "not_signed_in", "Sign in", "Sign in again.");
    await outbox.add(event(1));
    await outbox.flush();
    await outbox.add(event(2));
    expect(outbox.state.trouble).toEqual({ kind: "signed_out" });
    expect(waitingCount(outbox.state)).toBe(2);
    server.refusal = null;
    await outbox.flush();
    expect(server.told).toHaveLength(2);
  });

  test("never sends one rider's actions in another's name", async () => {
    server.online = false;
    await outbox.add(event(1));
    const other = await open("ben");
    server.online = true;
    await other.flush();
    expect(server.told).toHaveLength(0);
    const again = await open("ana");
    await again.flush();
    expect(server.told).toHaveLength(1);
  });

  test("shows a conflict with its sentence until it is read; what the server holds wins on the screen", async () => {
    server.verdict = () => ({
      state: "conflict",
      code: "already_delivered",
      detail: "It is delivered already.",
    });
    await outbox.add(event(1, "attempt.fail"));
    await outbox.flush();
    expect(showing(outbox.state, 500)).toHaveLength(1);
    expect(showing(outbox.state, 2_000)).toHaveLength(0);
    expect(outbox.state.entries[0]?.note?.detail).toBe("It is delivered already.");
    await outbox.forgetSettled(2_000);
    expect(notedCount(outbox.state)).toBe(1);
    await outbox.dismiss(ID(1));
    expect(notedCount(outbox.state)).toBe(0);
    expect(shelf.kept.size).toBe(0);
  });

  test("a rejected event leaves the screen, is kept with its reason, and lets the others pass", async () => {
    server.verdict = (one) =>
      one.counter === 1 ? { state: "rejected", code: "order_not_found", detail: "Unknown order." } : {};
    await outbox.add(event(1));
    await outbox.add(event(2));
    await outbox.flush();
    expect(outbox.state.entries.map((entry) => entry.state)).toEqual(["refused", "settled"]);
    expect(showing(outbox.state, 0).map((one) => one.counter)).toEqual([2]);
  });

  test("forgets what the newest snapshot contains, and not what was told after it was asked for", async () => {
    await outbox.add(event(1));
    await outbox.flush();
    now = 3_000;
    await outbox.add(event(2));
    await outbox.flush();
    await outbox.forgetSettled(2_000);
    expect(showing(outbox.state, 2_000).map((one) => one.counter)).toEqual([2]);
    expect(shelf.kept.size).toBe(1);
  });

  test("several flushes at once are one, and an event added meanwhile is sent, too", async () => {
    await outbox.add(event(1));
    const first = outbox.flush();
    await outbox.add(event(2));
    await Promise.all([first, outbox.flush(), outbox.flush()]);
    expect(server.told.map((one) => one.counter)).toEqual([1, 2]);
    expect(server.log.length).toBeLessThanOrEqual(2);
  });

  test("waits longer after each failure, up to a minute", () => {
    expect([0, 1, 2, 10].map(waitMs)).toEqual([2_000, 4_000, 8_000, 60_000]);
  });
});
