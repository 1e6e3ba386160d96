import { resolve } from "node:path";
import { architectures, ownArchitecture } from "../../../tools/image/architecture.ts";
import { makeContext } from "../../../tools/image/context.ts";
import { buildImage } from "../../../tools/image/docker.ts";
import { bareEnvironment } from "./child.ts";
import type { DockerEngine } from "./docker-engine.ts";
import { run } from "./run.ts";

const root = resolve(import.meta.dirname, "../../..");
const mirror = "http://deb.debian.org";

export const agentImages = { own: "taskvitals-e2e/agent:own", other: "taskvitals-e2e/agent:other" } as const;

/** Builds the working tree, and of it the image for this machine's architecture, and for the other one where that is asked for. */
export const buildAgentImages = async (engine: DockerEngine, { other }: { readonly other: boolean }): Promise<void> => {
  await run(["npm", "run", "-s", "build"], { cwd: root });
  const own = ownArchitecture();
  const env = { ...bareEnvironment(root), DOCKER_HOST: `unix://${engine.socket}` };
  for (const architecture of other ? architectures : [own]) {
    const context = await makeContext({ root, architecture, mirror });
    const tag = architecture.name === own.name ? agentImages.own : agentImages.other;
    await buildImage({ root, context, architecture, tag, version: "0.0.0-e2e", env });
  }
};
