import { describe, expect, test } from "vitest";
import { order, today } from "./fixture.ts";
import { doubtOf, greyOf } from "./photo.ts";
import { codesFor, isOneTap, missingOf, needsOf, pinMatches, reasonsFor } from "./proof.ts";

const codeOf = (code: string) => today().success_codes.find((one) => one.code === code);

describe("what a door asks for", () => {
  test("an order that wants nothing is closed by one tap", () => {
    expect(isOneTap(needsOf(order(1), codeOf("delivered_to_recipient")))).toBe(true);
  });

  test("a mailbox wants a photo, and nobody to sign or to say a name", () => {
    const plain = order(1, { proof: { signature: "warn", name: "warn" } });
    expect(needsOf(plain, codeOf("delivered_to_mailbox"))).toEqual({
      pin: "off",
      photo: "required",
      signature: "off",
      name: "off",
    });
  });

  test("a required signature stays required wherever the parcel is left", () => {
    const strict = order(1, { proof: { signature: "required" } });
    expect(needsOf(strict, codeOf("delivered_to_mailbox")).signature).toBe("required");
  });

  test("somebody else is asked for a name", () => {
    expect(needsOf(order(1), codeOf("delivered_to_third_party")).name).toBe("warn");
  });

  test("names what is missing at each level", () => {
    const needs = needsOf(order(1, { proof: { pin: "required", photo: "warn" } }), undefined);
    const given = { photo: false, signature: false, pin: false, name: false };
    expect(missingOf(needs, given, "required")).toEqual(["pin"]);
    expect(missingOf(needs, { ...given, pin: true }, "required")).toEqual([]);
    expect(missingOf(needs, given, "warn")).toEqual(["photo"]);
  });

  test("offers the usual way first, and only ways of the order's kind", () => {
    expect(codesFor(today(), order(1)).map((one) => one.code)).toEqual([
      "delivered_to_recipient",
      "delivered_to_mailbox",
      "delivered_to_third_party",
    ]);
    expect(codesFor(today(), order(1, { kind: "return" }))).toHaveLength(1);
  });

  test("shows eight reasons that fit, the proof's own where one is required, and words last", () => {
    const plain = reasonsFor(today(), order(1));
    expect(plain.fitting).toHaveLength(8);
    expect(plain.fitting.at(-1)?.code).toBe("no_time");
    const strict = reasonsFor(today(), order(1, { proof: { pin: "required" } }));
    expect(strict.fitting.at(-1)?.code).toBe("proof_missing");
    expect(strict.rest.at(-1)?.code).toBe("other");
    expect([...plain.fitting, ...plain.rest]).toHaveLength(today().failure_reasons.length);
  });

  test("checks a PIN on the phone against the server's salted hash", async () => {
    // Made by Python: hashlib.pbkdf2_hmac("sha256", b"0417", bytes(range(16)), 20_000).hex()
    const check = {
      salt: "000102030405060708090a0b0c0d0e0f",
      iterations: 20_000,
      hash: "413558476fb731f8feefb0d731d9d6000ea5900eb82c808bb5325a8babc9a663",
      tries: 5,
    };
    expect(await pinMatches(check, "0417")).toBe(true);
    expect(await pinMatches(check, "0418")).toBe(false);
  });
});

describe("a photo", () => {
  const picture = (of: (n: number) => number): number[] => Array.from({ length: 64 * 64 }, (_, n) => of(n));
  test("is doubted when it is dark or without any edge, and only then", () => {
    expect(doubtOf(picture(() => 10))).toBe("dark");
    expect(doubtOf(picture(() => 128))).toBe("blurred");
    expect(doubtOf(picture((n) => (n % 7) * 30))).toBeNull();
  });

  test("is weighed by how bright the eye sees its colours", () => {
    expect(greyOf([255, 255, 255, 255, 0, 0, 0, 255]).map(Math.round)).toEqual([255, 0]);
  });
});
