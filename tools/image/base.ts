import { chmod, copyFile, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Architecture } from "./architecture.ts";
import { type DebianPackage, debianOsRelease, unpackDebian } from "./debian.ts";

/** What Node is linked to, and what glibc loads to resolve names. */
const libraries = [
  "libatomic.so.1",
  "libc.so.6",
  "libdl.so.2",
  "libgcc_s.so.1",
  "libm.so.6",
  "libnss_dns.so.2",
  "libnss_files.so.2",
  "libpthread.so.0",
  "libresolv.so.2",
  "libstdc++.so.6",
];

/** gcc-14-base has the licence of three of the others. */
const packages = ["ca-certificates", "gcc-14-base", "libatomic1", "libc6", "libgcc-s1", "libstdc++6"];

/** Whom the image runs as, as in the Dockerfile: a user that hosts do not have. */
const user = { name: "taskvitals", id: 65_532 };

const etc: Readonly<Record<string, string>> = {
  passwd: `root:x:0:0:root:/:/sbin/nologin\n${user.name}:x:${user.id}:${user.id}:${user.name}:/var/lib/taskvitals:/sbin/nologin\n`,
  group: `root:x:0:\n${user.name}:x:${user.id}:\n`,
  "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
  "os-release": debianOsRelease,
};

const write = async (file: string, content: string): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
};

/** All certificates of Debian's list in one file, where programs look for it: Node too, when told to (NODE_USE_SYSTEM_CA). */
const certificates = async (unpacked: string): Promise<string> => {
  const folder = join(unpacked, "usr/share/ca-certificates/mozilla");
  const names = (await readdir(folder)).sort();
  return (await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")))).join("");
};

const copyLibraries = async (unpacked: string, root: string, { triplet, linker }: Architecture): Promise<void> => {
  // glibc is still under /lib in some releases.
  const folders = ["usr/lib", "lib"].map((folder) => join(unpacked, folder, triplet));
  const find = async (name: string): Promise<string> => {
    for (const folder of folders)
      if ((await readdir(folder).catch((): string[] => [])).includes(name)) return join(folder, name);
    throw new Error(`${name} is in none of ${packages.join(", ")}`);
  };
  const into = join(root, "usr/lib", triplet);
  await mkdir(into, { recursive: true });
  for (const name of libraries) await copyFile(await find(name), join(into, name));
  const linkerName = linker.slice(linker.lastIndexOf("/") + 1);
  const linkerFile = join(root, "usr", linker);
  await mkdir(dirname(linkerFile), { recursive: true });
  await copyFile(await find(linkerName), linkerFile);
  await chmod(linkerFile, 0o755);
};

/** As dpkg keeps it in images without dpkg: vulnerability scanners know the packages by it. */
const recordPackages = async (unpacked: string, root: string, taken: readonly DebianPackage[]): Promise<void> => {
  for (const { name, control } of taken) {
    await write(join(root, "var/lib/dpkg/status.d", name), control);
    const copyright = await readFile(join(unpacked, "usr/share/doc", name, "copyright"), "utf8").catch(() => undefined);
    if (copyright !== undefined) await write(join(root, "usr/share/doc", name, "copyright"), copyright);
  }
};

/** What Node needs of a system, and nothing else: no shell, no package manager, no setuid program. */
export const makeBase = async (
  root: string,
  { architecture, folder, mirror }: { architecture: Architecture; folder: string; mirror: string },
): Promise<readonly DebianPackage[]> => {
  await rm(folder, { recursive: true, force: true });
  const { root: unpacked, packages: taken } = await unpackDebian({ architecture, packages, folder, mirror });
  await mkdir(join(root, "usr/lib"), { recursive: true });
  await mkdir(join(root, "usr/lib64"), { recursive: true });
  await symlink("usr/lib", join(root, "lib"));
  await symlink("usr/lib64", join(root, "lib64"));
  await copyLibraries(unpacked, root, architecture);
  await recordPackages(unpacked, root, taken);
  for (const [name, content] of Object.entries(etc)) await write(join(root, "etc", name), content);
  await write(join(root, "etc/ssl/certs/ca-certificates.crt"), await certificates(unpacked));
  await mkdir(join(root, "tmp"));
  await chmod(join(root, "tmp"), 0o1777);
  await rm(folder, { recursive: true });
  return taken;
};
