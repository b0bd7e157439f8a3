import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-po";

/** One catalogue per app, so that a rider's phone does not load the console's words. */
const catalog = (app: string, packages: string) => ({
  path: `<rootDir>/locales/${app}/{locale}`,
  include: [`<rootDir>/apps/${app}/src/**`, `<rootDir>/packages/${packages}/src/**`],
  exclude: ["**/*.test.ts"],
});

export default defineConfig({
  sourceLocale: "en",
  locales: ["en"],
  catalogs: [
    catalog("console", "{core,ui,app,map}"),
    catalog("portal", "{core,ui,app}"),
    catalog("driver", "{core,ui}"),
  ],
  format: formatter({ lineNumbers: false }),
});
