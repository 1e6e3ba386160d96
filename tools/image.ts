import { join } from "node:path";
import { parseArgs } from "node:util";
import { architectures, ownArchitecture } from "./image/architecture.ts";
import { makeContext, readManifest } from "./image/context.ts";
import { buildImage } from "./image/docker.ts";

/**
 * `npm run image` (after `npm run build`): the container image, by the Docker Engine that `docker` talks to. On a machine
 * with apt; dpkg's own tools unpack, nothing is installed.
 */
const { values } = parseArgs({
  options: {
    /** amd64 or arm64, any number of times; this machine's when left out. */
    arch: { type: "string", multiple: true },
    tag: { type: "string" },
    /** An image to build on, in place of one made of Debian's packages. */
    base: { type: "string" },
    mirror: { type: "string", default: "http://deb.debian.org" },
    /** Only what the Dockerfile takes, for another builder. */
    "context-only": { type: "boolean", default: false },
  },
});

const root = join(import.meta.dirname, "..");
const { name, version } = await readManifest(root);
for (const wanted of values.arch ?? [ownArchitecture().name]) {
  const architecture = architectures.find((one) => one.name === wanted);
  if (architecture === undefined)
    throw new Error(`--arch ${wanted}: there are ${architectures.map((one) => one.name).join(" and ")}`);
  const context = await makeContext({ root, architecture, mirror: values.mirror });
  console.log(`${context}: what the image is made of, and sbom.cdx.json`);
  if (values["context-only"]) continue;
  const tag = values.tag ?? `${name}:${version}-${architecture.name}`;
  await buildImage({ root, context, architecture, tag, version, base: values.base });
  console.log(`${tag}: built`);
}
