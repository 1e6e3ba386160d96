/** A platform that the image is made for, under the names that its sources give it. */
export interface Architecture {
  /** Docker's and Debian's name. */
  readonly name: "amd64" | "arm64";
  /** npm's and Node's. */
  readonly node: "x64" | "arm64";
  /** Debian's folder for its libraries. */
  readonly triplet: string;
  /** The dynamic linker's path, which is written into every program. */
  readonly linker: string;
}

export const architectures: readonly Architecture[] = [
  { name: "amd64", node: "x64", triplet: "x86_64-linux-gnu", linker: "/lib64/ld-linux-x86-64.so.2" },
  { name: "arm64", node: "arm64", triplet: "aarch64-linux-gnu", linker: "/lib/ld-linux-aarch64.so.1" },
];

export const ownArchitecture = (): Architecture => {
  const own = architectures.find(({ node }) => node === process.arch);
  if (own === undefined) throw new Error(`There is no image for ${process.arch}`);
  return own;
};
