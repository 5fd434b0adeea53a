#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// Does what the pods of contrib/kubernetes do, without a cluster: their containers' commands with their environment, each index in a
// folder of its own for the volume scratch and all in one for the volume shared. The merged database has to be what one machine makes
// of the same reports, and the exit codes those that the Job's podFailurePolicy tells apart.
//   run_pods.mjs NODE_MODULES PROGRAM
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const [modules, program] = process.argv.slice(2);
const yaml = createRequire(path.resolve(modules, "any.js"))("js-yaml");
const manifests = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../contrib/kubernetes");
const folder = mkdtempSync(path.join(tmpdir(), "tixdb-pods."));
const shared = path.join(folder, "shared");
mkdirSync(path.join(folder, "bin"));
symlinkSync(path.resolve(program), path.join(folder, "bin/tixdb"));
const surroundings = { PATH: `${path.join(folder, "bin")}:/usr/bin:/bin`, TIXDB_CONFIG: "/dev/null" };

const jobIn = (file) => yaml.load(readFileSync(path.join(manifests, file), "utf8"));
const tixdb = (...options) => execFileSync("tixdb", options, { env: surroundings, encoding: "utf8" });

// One pod: where its volumes are mounted are folders here. What it leaves in scratch goes with it.
function runPod(job, extra = {}) {
  const [container] = job.spec.template.spec.containers;
  const scratch = mkdtempSync(path.join(folder, "scratch."));
  const here = (text) => text.replaceAll("/shared", shared).replaceAll("/scratch", scratch);
  const env = { ...surroundings, ...extra };
  for (const { name, value } of container.env) env[name] ??= here(value);
  const [command, ...options] = [...container.command, ...container.args].map(here);
  const end = spawnSync(command, options, { env, encoding: "utf8" });
  rmSync(scratch, { recursive: true });
  return end;
}

function succeeds(job, extra) {
  const end = runPod(job, extra);
  assert.equal(end.status, 0, end.stderr);
}

try {
  const shards = jobIn("shards.yaml");
  const merge = jobIn("merge.yaml");
  tixdb("simulate", "--output", shared, "--installations", "20", "--duration", "50min", "--from", "2026-03-01T10:00:00Z");
  const one = path.join(folder, "one.sqlite");
  tixdb("--database", one, "run", path.join(shared, "reports"));

  const indices = [...Array(shards.spec.completions).keys()];
  for (const index of indices.slice(1)) succeeds(shards, { JOB_COMPLETION_INDEX: String(index) });
  const early = runPod(merge);
  assert.equal(early.status, 78, `a shard is missing: ${early.stderr}`);
  assert.ok(!existsSync(path.join(shared, "tixdb.sqlite")));

  succeeds(shards, { JOB_COMPLETION_INDEX: "0" });
  // Once more, as after a pod that was killed.
  succeeds(shards, { JOB_COMPLETION_INDEX: "1" });
  const other = runPod(shards, { JOB_COMPLETION_INDEX: "1", TIXDB_SHARD: "kubernetes/9" });
  assert.equal(other.status, 78, `the database is of another shard: ${other.stderr}`);
  const outside = runPod(shards, { JOB_COMPLETION_INDEX: String(shards.spec.completions) });
  assert.equal(outside.status, 78, `there is no such shard: ${outside.stderr}`);

  succeeds(merge);
  const digests = (database) => tixdb("--database", database, "verify", "--digest");
  assert.equal(digests(path.join(shared, "tixdb.sqlite")), digests(one));
  console.log(`${indices.length} pods and the one that merges: the same as one machine`);
} finally {
  rmSync(folder, { recursive: true });
}
