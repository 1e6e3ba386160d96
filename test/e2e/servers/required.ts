import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Where programs are looked for; servers stand in the sbin folders, which are not on everyone's path. */
export const programPath = [process.env.PATH ?? "", "/usr/local/sbin", "/usr/sbin", "/sbin"].join(delimiter);

const found = (program: string): boolean =>
  programPath.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** Fails, and never skips, when a program of the end-to-end tests is not installed. */
export const requirePrograms = (...programs: string[]): void => {
  const missing = programs.filter((program) => !found(program));
  if (missing.length > 0) {
    throw new Error(`Not installed: ${missing.join(", ")}. Run bash .ci/install-servers as root first.`);
  }
};
