import { run } from "./run.ts";

/** Runs npm: the one that runs this script, where one does. Gives its standard output. */
export const npm = async (args: readonly string[], cwd?: string): Promise<string> => {
  const own = process.env.npm_execpath;
  const options = cwd === undefined ? {} : { cwd };
  return own === undefined ? run(["npm", ...args], options) : run([process.execPath, own, ...args], options);
};
