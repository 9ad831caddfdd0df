// Writes methods.json to standard output: every method of the Bot API with its parameters, read from
// the types of @grammyjs/types by the TypeScript compiler. Called by `cargo xtask bot-api`, with the
// folder of TypeScript and the folder of the types.
import { createRequire } from "node:module";
import { join } from "node:path";

const [typescript, types] = process.argv.slice(2);
const ts = createRequire(join(typescript, "package.json"))(typescript);
const file = join(types, "methods.d.ts");
const program = ts.createProgram([file], { strict: true, noLib: false });
const checker = program.getTypeChecker();
const source = program.getSourceFile(file);
const table = source.statements.find(
  (node) => ts.isTypeAliasDeclaration(node) && node.name.text === "ApiMethods",
);

/** What a parameter holds, in the words of spec/mod.rs. */
function kind(name, type) {
  const parts = (type.isUnion() ? type.types : [type]).filter(
    (part) => !(part.flags & ts.TypeFlags.Undefined),
  );
  const all = (flags) => parts.every((part) => part.flags & flags);
  if (parts.some((part) => part.flags & ts.TypeFlags.TypeParameter)) {
    return parts.every((part) => part.flags & (ts.TypeFlags.TypeParameter | ts.TypeFlags.StringLike))
      ? "file"
      : "json";
  }
  if (all(ts.TypeFlags.StringLike)) return "text";
  if (all(ts.TypeFlags.NumberLike)) return "number";
  if (all(ts.TypeFlags.BooleanLike)) return "bool";
  if (all(ts.TypeFlags.NumberLike | ts.TypeFlags.StringLike)) {
    return name.endsWith("chat_id") ? "chat" : "text";
  }
  return "json";
}

const methods = {};
for (const member of table.type.members) {
  const [argument] = (member.parameters ?? member.type?.parameters) ?? [];
  const parameters = [];
  if (argument) {
    const type = checker.getTypeAtLocation(argument.type);
    const shapes = type.isUnion() ? type.types : [type];
    for (const shape of shapes) {
      for (const property of checker.getPropertiesOfType(shape)) {
        if (parameters.some((known) => known.name === property.name)) continue;
        const optional = Boolean(property.flags & ts.SymbolFlags.Optional);
        parameters.push({
          name: property.name,
          required: !optional && !argument.questionToken && shapes.length === 1,
          kind: kind(property.name, checker.getTypeOfSymbolAtLocation(property, argument)),
        });
      }
    }
  }
  methods[member.name.text] = parameters;
}
const names = Object.keys(methods).sort();
const lines = names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(methods[name])}`);
process.stdout.write(`{${lines.join(",\n")}}\n`);
