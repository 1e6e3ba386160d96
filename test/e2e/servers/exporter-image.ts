import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { DockerEngine } from "./docker-engine.ts";
import { programPath, requirePrograms } from "./required.ts";
import { run } from "./run.ts";
import { makeScratch } from "./scratch.ts";

const program = "prometheus-node-exporter";

/** Debian's exporter of a machine's figures, with the libraries that it is linked to, as an image of its own. */
export const importExporter = async (engine: DockerEngine, name: string): Promise<void> => {
  requirePrograms(program);
  await using scratch = await makeScratch("exporter-image");
  const root = join(scratch.path, "root");
  const env = { PATH: programPath, LC_ALL: "C" };
  const path = (await run(["which", program], { env })).trim();
  const libraries = [...(await run(["ldd", path], { env })).matchAll(/(\/\S+) \(0x/g)].map(([, file = ""]) => file);
  for (const file of [path, ...libraries]) {
    await mkdir(join(root, dirname(file)), { recursive: true });
    await copyFile(file, join(root, file));
  }
  const archive = join(scratch.path, "root.tar");
  await run(["tar", "--create", "--file", archive, "--directory", root, "."]);
  await engine.docker("import", "--change", `ENTRYPOINT ["${path}"]`, archive, name);
};
