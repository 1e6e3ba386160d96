import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Architecture } from "./architecture.ts";
import { packBase } from "./base-archive.ts";
import { run } from "./run.ts";

export interface BuildOptions {
  /** The repository. */
  readonly root: string;
  /** What `makeContext` has made. */
  readonly context: string;
  readonly architecture: Architecture;
  readonly tag: string;
  readonly version: string;
  /** An image in place of Debian's libraries from the context. */
  readonly base?: string | undefined;
  /** Environment of the docker command: DOCKER_HOST and the like. */
  readonly env?: NodeJS.ProcessEnv;
}

/** The commit that is built; empty outside a clone. */
const revision = (root: string): Promise<string> =>
  run(["git", "rev-parse", "HEAD"], { cwd: root }).then(
    (text) => text.trim(),
    () => "",
  );

/** Gives the engine the base, and its name. */
const loadBase = async ({ context, architecture, env = process.env }: BuildOptions): Promise<string> => {
  const tag = `taskvitals-base:${architecture.name}`;
  const archive = join(context, "base.tar");
  await packBase(join(context, "base"), { archive, architecture, tag });
  await run(["docker", "load", "--quiet", "--input", archive], { env });
  await rm(archive);
  return tag;
};

/** Builds with whatever builder the engine has: the Dockerfile asks for nothing that only one of them can do. */
export const buildImage = async (options: BuildOptions): Promise<void> => {
  const { root, architecture, tag, version, env = process.env } = options;
  const values = {
    BASE: options.base ?? (await loadBase(options)),
    TARGETARCH: architecture.name,
    VERSION: version,
    REVISION: await revision(root),
  };
  const args = Object.entries(values).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]);
  const platform = `linux/${architecture.name}`;
  await run(["docker", "build", "--platform", platform, "--tag", tag, ...args, root], { env });
};
