import { expect, test } from "vitest";
import { hubDraftOf, hubFaultsOf, hubIn, loadingIn } from "./hubDraft.ts";

const draft = {
  ...hubDraftOf(null, "Europe/Monaco"),
  name: "Fontvieille ",
  code: "FON",
  address: "Avenue Albert II 4",
  place: "43.7292, 7.4166",
  loading: "12,5",
};

test("a hub is sent as it is typed: its place, hours and seconds of loading", () => {
  expect(hubIn(draft)).toEqual({
    name: "Fontvieille",
    code: "FON",
    address: "Avenue Albert II 4",
    timezone: "Europe/Monaco",
    lon: 7.4166,
    lat: 43.7292,
    opens: "07:00",
    closes: "21:00",
    loading_s: 750,
  });
});

test("what cannot be meant is a fault of its field, and nothing is sent", () => {
  const wrong = { ...draft, code: "F N", place: "43.7", closes: "06:00", loading: "ten" };
  expect([...hubFaultsOf(wrong)]).toEqual(["code", "place", "closes", "loading"]);
  expect(hubIn(wrong)).toBeNull();
  expect(hubIn({ ...draft, name: " " })).toBeNull();
});

test("loading takes four hours at most", () => {
  expect(loadingIn("240")).toBe(14_400);
  expect(loadingIn("241")).toBeNull();
  expect(loadingIn("")).toBeNull();
  // 500 s are no round minutes, and stay what they are.
  expect(loadingIn("8.33")).toBe(500);
});
