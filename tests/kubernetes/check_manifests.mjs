#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// Whether the manifests of contrib/kubernetes are what Kubernetes takes, without a cluster: by the schemas of the package
// kubernetes-models, by its types too, since a schema lets unknown names pass, and by what only tixdb knows.
//   check_manifests.mjs NODE_MODULES FILE...
import { readFileSync, writeFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const [modules, ...files] = process.argv.slice(2);
const require = createRequire(path.resolve(modules, "any.js"));
const ts = require("typescript");
const yaml = require("js-yaml");

// "batch/v1" and "Job" are kubernetes-models/batch/v1/Job.
const moduleOf = (manifest) => `kubernetes-models/${manifest.apiVersion}/${manifest.kind}`;

function schemaFaults(manifest) {
  const Model = require(moduleOf(manifest))[manifest.kind];
  try {
    new Model(manifest).validate();
    return [];
  } catch (error) {
    return [error.message];
  }
}

// An object that is written where its type is known may have no other members.
function typeFaults(manifest) {
  const source = path.resolve(modules, `../manifest-${process.pid}.ts`);
  writeFileSync(
    source,
    `import type { I${manifest.kind} } from "${moduleOf(manifest)}";\n` +
      `export const manifest: I${manifest.kind} = ${JSON.stringify(manifest)};\n`,
  );
  try {
    const program = ts.createProgram([source], {
      noEmit: true,
      strict: true,
      skipLibCheck: true,
      types: [],
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
    });
    return ts.getPreEmitDiagnostics(program).map((one) => ts.flattenDiagnosticMessageText(one.messageText, "\n"));
  } finally {
    rmSync(source);
  }
}

// Exit codes by what becomes of them: with 2 and 78 a task fails for good, any other is tried again.
function policyFaults({ spec }) {
  const faults = [];
  const rules = spec.podFailurePolicy?.rules ?? [];
  const containers = spec.template.spec.containers.map((one) => one.name);
  const perIndex = spec.completionMode === "Indexed";
  const final = rules.filter((rule) => rule.action === (perIndex ? "FailIndex" : "FailJob")).map((rule) => rule.onExitCodes);
  if (JSON.stringify(final.map((codes) => codes.values)) !== "[[2,78]]") faults.push("not exactly 2 and 78 are for good");
  if (final.some((codes) => codes.operator !== "In")) faults.push("a rule is not for the codes it names");
  if (final.some((codes) => !containers.includes(codes.containerName))) faults.push("a rule names no container");
  if (!(spec[perIndex ? "backoffLimitPerIndex" : "backoffLimit"] > 0)) faults.push("75 is not tried again");
  if (spec.template.spec.restartPolicy !== "Never") faults.push("a podFailurePolicy needs restartPolicy: Never");
  return faults;
}

function shardFaults({ spec }) {
  if (spec.completionMode !== "Indexed") return [];
  const shards = spec.template.spec.containers.flatMap((one) => one.env.filter((variable) => variable.name === "TIXDB_SHARD"));
  const expected = `kubernetes/${spec.completions}`;
  return shards.length === 1 && shards[0].value === expected ? [] : [`TIXDB_SHARD is not ${expected}`];
}

let wrong = 0;
for (const file of files) {
  for (const manifest of yaml.loadAll(readFileSync(file, "utf8"))) {
    const faults = [...schemaFaults(manifest), ...typeFaults(manifest)];
    // The rest looks into what has the right form.
    if (faults.length === 0) faults.push(...policyFaults(manifest), ...shardFaults(manifest));
    for (const fault of faults) console.error(`${file}: ${manifest.metadata?.name}: ${fault}`);
    wrong += faults.length;
    if (faults.length === 0) console.log(`${file}: ${manifest.kind} ${manifest.metadata.name} is valid`);
  }
}
process.exit(wrong === 0 ? 0 : 1);
