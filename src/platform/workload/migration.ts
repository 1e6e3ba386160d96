import { attend } from "./attendance.ts";

/** An init container: works a moment and ends well. */
attend({});
setTimeout(() => process.exit(0), 250);
