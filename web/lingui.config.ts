import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-po";

export default defineConfig({
  sourceLocale: "en",
  locales: ["en"],
  catalogs: [
    {
      path: "<rootDir>/locales/{locale}",
      include: ["<rootDir>/packages/*/src/**", "<rootDir>/apps/*/src/**"],
      exclude: ["**/*.test.ts"],
    },
  ],
  format: formatter({ lineNumbers: false }),
});
