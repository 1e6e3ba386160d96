import { z } from "zod";
import { type DebianPackage, packageUrl } from "./debian.ts";

const component = z.looseObject({
  "bom-ref": z.string(),
  type: z.string(),
  name: z.string(),
  version: z.string(),
  purl: z.string().optional(),
});

/** The parts of CycloneDX 1.5 that are read or changed here: https://cyclonedx.org/docs/1.5/json/ */
const document = z.object({
  bomFormat: z.literal("CycloneDX"),
  specVersion: z.string(),
  version: z.number().default(1),
  metadata: z.object({ component }),
  components: z.array(component),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()).default([]) })),
});

type Component = z.infer<typeof component>;
export type Sbom = z.infer<typeof document>;

/** Throws on what is no CycloneDX. */
export const readSbom = (text: string): Sbom => document.parse(JSON.parse(text));

export interface SbomParts {
  /** What `npm sbom` says of the whole lock file. */
  readonly npm: Sbom;
  /** Names of the packages that parts of are in the bundles. */
  readonly bundled: readonly string[];
  readonly name: string;
  readonly nodeVersion: string;
  readonly debian: readonly DebianPackage[];
}

/** As scanners look for it: https://nvd.nist.gov/products/cpe */
const nodeComponent = (version: string): Component => ({
  "bom-ref": `node.js@${version}`,
  type: "application",
  name: "node",
  version,
  purl: `pkg:generic/node@${version}`,
  cpe: `cpe:2.3:a:nodejs:node.js:${version}:*:*:*:*:*:*:*`,
  licenses: [{ license: { id: "MIT" } }],
});

const debianComponent = (one: DebianPackage): Component => {
  const purl = packageUrl(one);
  return { "bom-ref": purl, type: "library", name: one.name, version: one.version, purl };
};

/**
 * The bill of materials of one image, as CycloneDX: what is bundled, Node, and the system's libraries. Without a date or
 * a serial number, so that the same sources give the same bytes. Pure.
 */
export const imageSbom = ({ npm, bundled, name, nodeVersion, debian }: SbomParts): Sbom => {
  const packages = npm.components.filter((one) => bundled.includes(one.name));
  const missing = bundled.filter((one) => !packages.some((component) => component.name === one));
  if (missing.length > 0) throw new Error(`package-lock.json knows nothing of ${missing.join(", ")}`);
  const components = [...packages, nodeComponent(nodeVersion), ...debian.map(debianComponent)];
  const root: Component = { ...npm.metadata.component, type: "application", name };
  const refs = components.map((one) => one["bom-ref"]);
  return {
    bomFormat: "CycloneDX",
    specVersion: npm.specVersion,
    version: 1,
    metadata: { component: root },
    components,
    dependencies: [
      { ref: root["bom-ref"], dependsOn: refs },
      ...npm.dependencies
        .filter(({ ref }) => refs.includes(ref))
        .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.includes(one)) })),
    ],
  };
};
