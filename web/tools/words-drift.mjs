// Fail when the message catalogues do not hold exactly the messages of the source.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const web = fileURLToPath(new URL("..", import.meta.url));
const files = readdirSync(`${web}locales`).filter((name) => name.endsWith(".po"));
const read = () => new Map(files.map((name) => [name, readFileSync(`${web}locales/${name}`, "utf8")]));
// The header holds the time of the extraction; only the messages count.
const messages = (text) => text.slice(text.indexOf("\n\n"));

const before = read();
execFileSync(process.execPath, [`${web}node_modules/@lingui/cli/dist/lingui.js`, "extract", "--clean"], {
  cwd: web,
});
const after = read();
for (const [name, text] of before) writeFileSync(`${web}locales/${name}`, text);

const drifted = files.filter((name) => messages(before.get(name)) !== messages(after.get(name)));
const untranslated = files.filter(
  (name) => name !== "en.po" && /\nmsgstr ""\n\n/.test(messages(after.get(name))),
);
for (const name of drifted)
  console.error(`locales/${name} does not fit the source; run: npm run words:extract`);
for (const name of untranslated) console.error(`locales/${name} has messages without translation`);
process.exit(drifted.length + untranslated.length ? 1 : 0);
