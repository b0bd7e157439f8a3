import { readFileSync } from "node:fs";
import { contrast } from "@pannier/core";
import { expect, test } from "vitest";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

function tokensIn(selector: string): Record<string, string> {
  const from = css.indexOf(`${selector} {`);
  const block = css.slice(from, css.indexOf("}", from));
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
  );
}

const light = tokensIn(":root");
const dark = tokensIn(':root[data-theme="dark"]');
const darkByMedia = tokensIn(':root:not([data-theme="light"])');

const TEXT_ON = [
  ["text", ["canvas", "surface", "sunken", "hover", "primary-soft", "info-soft", "warn-soft", "danger-soft"]],
  ["muted", ["canvas", "surface", "sunken", "hover"]],
  ["primary", ["surface", "canvas", "primary-soft"]],
  ["info", ["surface", "info-soft"]],
  ["ok", ["surface", "ok-soft"]],
  ["warn", ["surface", "warn-soft"]],
  ["danger", ["surface", "danger-soft"]],
  ["on-primary", ["primary", "primary-hover"]],
  ["on-danger", ["danger", "danger-hover"]],
  ["rail-text", ["rail"]],
  ["rail-active-text", ["rail-active"]],
] as const;

for (const [name, theme] of [
  ["day", light],
  ["night", dark],
] as const) {
  test(`text reads on every background of the ${name} theme`, () => {
    for (const [text, backgrounds] of TEXT_ON) {
      for (const background of backgrounds) {
        const ratio = contrast(theme[text] ?? "", theme[background] ?? "");
        expect(ratio, `${text} on ${background}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  test(`control borders stand out in the ${name} theme`, () => {
    expect(contrast(theme.border ?? "", theme.surface ?? "")).toBeGreaterThanOrEqual(3);
    expect(contrast(theme.focus ?? "", theme.surface ?? "")).toBeGreaterThanOrEqual(3);
  });
}

test("body text has reserve for sunlight", () => {
  expect(contrast(light.text ?? "", light.surface ?? "")).toBeGreaterThanOrEqual(18);
  expect(contrast(light.muted ?? "", light.surface ?? "")).toBeGreaterThanOrEqual(7);
});

test("the night theme is the same by choice and by system setting", () => {
  expect(dark).toEqual(darkByMedia);
});
