import { chmod, cp, lutimes, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { z } from "zod";
import { type Architecture, ownArchitecture } from "./architecture.ts";
import { makeBase } from "./base.ts";
import { placeNode } from "./node-binary.ts";
import { npm } from "./npm.ts";
import { imageSbom, readSbom } from "./sbom.ts";

const manifest = z.object({ name: z.string(), version: z.string() });
const names = z.array(z.string());
const time = new Date("2020-01-01T00:00:00Z");

const json = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, "utf8"));

/** Name and version of a package.json. */
export const readManifest = async (folder: string): Promise<z.infer<typeof manifest>> =>
  manifest.parse(await json(join(folder, "package.json")));

/** The package that `node` has installed beside itself, with the licences of all that is in Node. */
const nodeFolder = (root: string): string =>
  dirname(
    createRequire(join(root, "node_modules/node/package.json")).resolve(
      `node-linux-${ownArchitecture().node}/package.json`,
    ),
  );

/** What is bundled is passed on with its licence, where its package has the text of it. */
const copyLicences = async (root: string, packages: readonly string[], into: string): Promise<void> => {
  const folders = packages.map((name) => [name, join(root, "node_modules", name)] as const);
  for (const [name, folder] of [...folders, ["node", nodeFolder(root)] as const]) {
    const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice|copying)(\.|$)/i.test(file));
    for (const file of files) await cp(join(folder, file), join(into, name, file));
  }
};

/** `taskvitals` by its name, for `docker exec` and ECS Exec. */
const command = '#!/usr/bin/node\nawait import("/opt/taskvitals/taskvitals.mjs");\n';

/** One time for everything, so that what is the same makes the same layer. */
const settleTimes = async (folder: string): Promise<void> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.map(({ parentPath, name }) => join(parentPath, name));
  for (const path of [...paths, folder]) await lutimes(path, time, time);
};

export interface ContextOptions {
  /** The repository, with `dist/` built. */
  readonly root: string;
  readonly architecture: Architecture;
  /** Where Debian's archive is asked for. */
  readonly mirror: string;
}

/**
 * Puts together what the Dockerfile takes for one architecture, in `dist/image/<architecture>`: `base/` (the system's
 * files), `node/`, `program/` (the agent), `state/` (empty) and `sbom.cdx.json`. Nothing of it depends on a Docker Engine.
 */
export const makeContext = async ({ root, architecture, mirror }: ContextOptions): Promise<string> => {
  const folder = join(root, "dist", "image", architecture.name);
  const at = (...parts: string[]): string => join(folder, ...parts);
  await rm(folder, { recursive: true, force: true });
  const app = at("program/opt/taskvitals");
  const parts = [app, at("program/usr/bin"), at("node/usr/bin"), at("state")];
  for (const part of parts) await mkdir(part, { recursive: true });

  const own = await readManifest(root);
  const node = await readManifest(join(root, "node_modules", "node"));
  const bundled = names.parse(await json(join(root, "dist", "packages.json")));
  const debian = await makeBase(at("base"), { architecture, folder: at("debian"), mirror });
  const stripped = await placeNode(at("node/usr/bin/node"), {
    architecture,
    version: node.version,
    folder: at("npm"),
  });
  if (!stripped) console.log(`${architecture.name}: no strip for it is installed, Node keeps its symbols (33 MB)`);

  for (const part of ["taskvitals.mjs", "healthcheck.mjs", "page"]) {
    await cp(join(root, "dist", part), join(app, part), { recursive: true });
  }
  await writeFile(at("program/usr/bin/taskvitals"), command);
  await chmod(at("program/usr/bin/taskvitals"), 0o755);
  await cp(join(root, "LICENSE"), join(app, "LICENSE"));
  await copyLicences(root, bundled, join(app, "licences"));
  const npmSbom = readSbom(await npm(["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"], root));
  const sbom = imageSbom({ npm: npmSbom, bundled, name: own.name, nodeVersion: node.version, debian });
  const text = `${JSON.stringify(sbom, null, 2)}\n`;
  for (const file of [join(app, "sbom.cdx.json"), at("sbom.cdx.json")]) await writeFile(file, text);
  await settleTimes(folder);
  return folder;
};
