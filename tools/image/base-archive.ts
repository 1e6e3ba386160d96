import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Architecture } from "./architecture.ts";
import { run } from "./run.ts";

const sha256 = async (file: string): Promise<string> => {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
};

/**
 * Packs a folder as an image that `docker load` takes, owned by root throughout. `docker import` would do, but engines
 * before 23 call everything that they import their own architecture's.
 */
export const packBase = async (
  folder: string,
  { archive, architecture, tag }: { archive: string; architecture: Architecture; tag: string },
): Promise<void> => {
  const parts = `${archive}.parts`;
  await mkdir(parts, { recursive: true });
  const layer = join(parts, "layer.tar");
  const plain = ["--sort=name", "--owner=0", "--group=0", "--numeric-owner"];
  await run(["tar", "--create", ...plain, "--file", layer, "--directory", folder, "."]);
  const config = {
    architecture: architecture.name,
    os: "linux",
    config: {},
    rootfs: { type: "layers", diff_ids: [`sha256:${await sha256(layer)}`] },
    history: [{ created: "2020-01-01T00:00:00Z", created_by: "tools/image/base.ts, of Debian's packages" }],
  };
  const manifest = [{ Config: "config.json", RepoTags: [tag], Layers: ["layer.tar"] }];
  await writeFile(join(parts, "config.json"), JSON.stringify(config));
  await writeFile(join(parts, "manifest.json"), JSON.stringify(manifest));
  await run(["tar", "--create", "--file", archive, "--directory", parts, "manifest.json", "config.json", "layer.tar"]);
  await rm(parts, { recursive: true });
};
