// Nhận (stdin) một dãy JSON những chương trình; trả (stdout) cây cú pháp của từng chương trình, không khoảng trắng, không lời chú.
import { readFileSync } from "node:fs";
import ts from "typescript";

const programs = JSON.parse(readFileSync(0, "utf-8"));
process.stdout.write(JSON.stringify(programs.map(tree)));

function tree(/** @type {string} */ text) {
  const file = ts.createSourceFile("a.js", text, ts.ScriptTarget.Latest, true);
  const faults = file.parseDiagnostics.map(({ messageText }) => messageText);
  return [...faults, ...leaves(file)];
}

function leaves(node) {
  const found = [];
  ts.forEachChild(node, (child) => void found.push(...leaves(child)));
  return found.length ? [ts.SyntaxKind[node.kind], ...found] : [ts.SyntaxKind[node.kind], node.text ?? ""];
}
