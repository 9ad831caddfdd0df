// Writes the examples in the READMEs of grammY's packages to files: what stands in the first block of
// code after "Quickstart", as it is (.ts) and without what TypeScript adds (.js). Called by
// `cargo xtask bots`, with the folder of TypeScript and the folder for the files.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const FROM = {
  echo: "grammy",
  menu: "@grammyjs/menu",
  conversation: "@grammyjs/conversations",
};

const [typescript, folder] = process.argv.slice(2);
const ts = createRequire(join(typescript, "package.json"))(typescript);
const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };

mkdirSync(folder, { recursive: true });
for (const [name, from] of Object.entries(FROM)) {
  const readme = new URL(`node_modules/${from}/README.md`, import.meta.url);
  const [, rest] = readFileSync(readme, "utf8").split("\n## Quickstart\n");
  const [, code] = /^```ts\n(.*?)^```$/ms.exec(rest);
  writeFileSync(join(folder, `${name}.ts`), code);
  const { outputText } = ts.transpileModule(code, { compilerOptions });
  writeFileSync(join(folder, `${name}.js`), outputText);
}
