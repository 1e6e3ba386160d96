import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Architecture } from "./architecture.ts";
import { run } from "./run.ts";

/** Debian 13, with its security updates. */
const release = { name: "trixie", version: "13" };

const sources = (mirror: string): string =>
  [`${mirror}/debian ${release.name} main`, `${mirror}/debian-security ${release.name}-security main`]
    .map((line) => `deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${line}\n`)
    .join("");

/** A package as it was taken. */
export interface DebianPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  /** What dpkg knows of it: scanners read it in the image. */
  readonly control: string;
}

export const debianOsRelease = `PRETTY_NAME="taskvitals on libraries of Debian ${release.version}"
NAME="Debian GNU/Linux"
VERSION_ID="${release.version}"
VERSION_CODENAME=${release.name}
ID=debian
`;

export const packageUrl = ({ name, version, architecture }: DebianPackage): string =>
  `pkg:deb/debian/${encodeURIComponent(name)}@${encodeURIComponent(version)}?arch=${architecture}&distro=debian-${release.version}`;

export interface UnpackOptions {
  readonly architecture: Architecture;
  readonly packages: readonly string[];
  /** Emptied and used. */
  readonly folder: string;
  /** Where Debian's archive is asked for. */
  readonly mirror: string;
}

const field = (control: string, name: string): string => new RegExp(`^${name}: (.*)$`, "m").exec(control)?.[1] ?? "";

/**
 * Downloads packages with apt, which checks their signatures, and unpacks them into `<folder>/root`. apt gets lists of
 * its own, so that neither the machine's architecture nor its release matters, and nothing of the machine is changed.
 */
export const unpackDebian = async ({ architecture, packages, folder, mirror }: UnpackOptions) => {
  const at = (...parts: string[]): string => join(folder, ...parts);
  for (const part of ["lists/partial", "cache/archives/partial", "packages", "root"]) {
    await mkdir(at(part), { recursive: true });
  }
  await writeFile(at("sources.list"), sources(mirror));
  const options = Object.entries({
    "APT::Architecture": architecture.name,
    "APT::Architectures": architecture.name,
    "APT::Sandbox::User": "root",
    "Dir::State::Lists": at("lists"),
    "Dir::State::Status": "/dev/null",
    "Dir::Cache": at("cache"),
    "Dir::Etc::SourceList": at("sources.list"),
    "Dir::Etc::SourceParts": "/dev/null",
    "Acquire::Languages": "none",
    "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled": "false",
  }).map(([name, value]) => `-o${name}=${value}`);
  await run(["apt-get", ...options, "update"]);
  await run(["apt-get", ...options, "download", ...packages], { cwd: at("packages") });
  const files = (await readdir(at("packages"))).filter((name) => name.endsWith(".deb")).sort();
  const taken: DebianPackage[] = [];
  for (const file of files) {
    const control = await run(["dpkg-deb", "--field", at("packages", file)]);
    await run(["dpkg-deb", "--extract", at("packages", file), at("root")]);
    taken.push({
      name: field(control, "Package"),
      version: field(control, "Version"),
      architecture: field(control, "Architecture"),
      control,
    });
  }
  return { root: at("root"), packages: taken };
};
