import { join } from "node:path";
import { expect, test } from "vitest";
import { npm } from "./npm.ts";
import { imageSbom, readSbom } from "./sbom.ts";

const root = join(import.meta.dirname, "..", "..");

const libc = { name: "libc6", version: "2.41-12+deb13u5", architecture: "arm64", control: "" };
const parts = { name: "taskvitals", nodeVersion: "26.10.0", debian: [libc] };
const ofLockFile = async () => readSbom(await npm(["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"], root));

test("of the lock file's packages those that are bundled, with Node and Debian's", async () => {
  const sbom = imageSbom({ ...parts, npm: await ofLockFile(), bundled: ["zod", "preact", "@bufbuild/protobuf"] });
  expect(sbom.components.map(({ purl }) => purl).sort()).toEqual([
    "pkg:deb/debian/libc6@2.41-12%2Bdeb13u5?arch=arm64&distro=debian-13",
    "pkg:generic/node@26.10.0",
    expect.stringMatching(/^pkg:npm\/%40bufbuild\/protobuf@\d/),
    expect.stringMatching(/^pkg:npm\/preact@\d/),
    expect.stringMatching(/^pkg:npm\/zod@\d/),
  ]);
  expect(sbom.metadata.component).toMatchObject({ type: "application", name: "taskvitals" });
  const refs = sbom.components.map((one) => one["bom-ref"]);
  expect(sbom.dependencies[0]?.dependsOn).toEqual(refs);
  expect(sbom.dependencies.slice(1).every(({ ref }) => refs.includes(ref))).toBe(true);
});

test("it has nothing of the day or the folder it was made in", async () => {
  const text = JSON.stringify(imageSbom({ ...parts, npm: await ofLockFile(), bundled: ["zod"] }));
  expect(text).not.toMatch(/timestamp|serialNumber/);
  expect(text).not.toContain(root);
});

test("a bundled package that the lock file does not know is an error, not a gap", async () => {
  const bundled = ["zod", "never-heard-of"];
  const npmSbom = await ofLockFile();
  expect(() => imageSbom({ ...parts, npm: npmSbom, bundled })).toThrow(/never-heard-of/);
});

test("what is no CycloneDX is refused", () => {
  expect(() => readSbom('{"bomFormat":"SPDX"}')).toThrow();
});
