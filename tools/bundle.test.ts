import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { nodeServices } from "../src/app/node-services.ts";
import { serveHttp } from "../src/platform/http-server.ts";
import { shapes } from "../src/simulate/shapes/shape.ts";
import { startSimulation } from "../src/simulate/start-simulation.ts";
import { bundle } from "./bundle.ts";

const run = promisify(execFile);

/** Writes, when the program ends, what Node loaded of its own. */
const loaded =
  "data:text/javascript,process.on('exit',()=>process.stderr.write('loaded:'+process.moduleLoadList.join('|')+'|'))";

test("the bundle asks the endpoint, and loads neither Node's own fetch nor HTTP/2", async () => {
  const folder = await mkdtemp(join(tmpdir(), "taskvitals-bundle-"));
  const shape = { ...shapes.fargate, refreshMs: 500 };
  const simulation = await startSimulation({ mode: "scripted", shape }, { ...nodeServices(), serveHttp });
  if (!simulation.ok) throw new Error(simulation.problem.code);
  try {
    const file = join(folder, "taskvitals.mjs");
    const { packages } = await bundle(join(import.meta.dirname, "..", "src", "main.ts"), file);
    expect(packages).toEqual(expect.arrayContaining(["@bufbuild/protobuf", "pino", "yaml", "zod"]));
    expect(packages).not.toContain("vitest");
    const env = { PATH: process.env.PATH, ...simulation.environment };
    const { stdout, stderr } = await run(process.execPath, ["--import", loaded, file, "once"], { env });
    expect(stdout).toContain("1 task, 3 containers");
    const modules = /loaded:(.*)\|/.exec(stderr)?.[1]?.split("|") ?? [];
    expect(modules).toContain("NativeModule http");
    expect(modules.filter((name) => /deps\/undici|http2/.test(name))).toEqual([]);
  } finally {
    await simulation.stop();
    await rm(folder, { recursive: true });
  }
});
