import type { Controller, ReadCgroup } from "../files.ts";

type Folder = Readonly<Record<string, string>>;

/** A cgroup of version 2: one folder. */
export const folderV2 =
  (files: Folder): ReadCgroup =>
  (_controller, file) =>
    files[file];

/** A cgroup of version 1: a folder for each controller. */
export const folderV1 =
  (files: Partial<Readonly<Record<Controller, Folder>>>): ReadCgroup =>
  (controller, file) =>
    files[controller]?.[file];
