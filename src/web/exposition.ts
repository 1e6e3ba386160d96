import type { Snapshot } from "../model/snapshot.ts";
import type { Gzip } from "../ports/compression.ts";
import type { ServerRequest } from "../ports/http-server.ts";
import type { PullOutput } from "../ports/output.ts";
import type { Problem } from "../problems/problem.ts";
import { takesCoding } from "./negotiation.ts";
import type { Route } from "./server.ts";

export interface Exposed {
  /** Before compression. */
  readonly bytes: number;
  /** What the rendering found wrong. */
  readonly problems: readonly Problem[];
  /** Series of apps that are not in it, being too many; absent where there are none of apps. */
  readonly leftOut: number | undefined;
}

export interface ExpositionOptions {
  readonly name: string;
  readonly description: string;
  readonly output: PullOutput;
  readonly gzip: Gzip;
  current(): Snapshot;
  /** Called for every answer. */
  onExposed(answer: Exposed): void;
}

const encoder = new TextEncoder();

/** Both forms of one rendering; the compressed one is made when somebody first asks for it. */
interface Rendered {
  readonly contentType: string;
  readonly plain: Uint8Array;
  readonly problems: readonly Problem[];
  readonly leftOut: number | undefined;
  zipped: Uint8Array | undefined;
}

/** Serves a pull output: each snapshot is rendered once per variant, however many readers come. */
export const expositionRoute = ({ description, output, gzip, current, onExposed }: ExpositionOptions): Route => {
  let snapshot: Snapshot | undefined;
  const renderings = new Map<string, Rendered>();

  const renderingOf = (variant: string): Rendered => {
    const now = current();
    if (now !== snapshot) {
      renderings.clear();
      snapshot = now;
    }
    let rendered = renderings.get(variant);
    if (rendered === undefined) {
      const { contentType, body, problems, leftOut } = output.render(now, variant);
      rendered = { contentType, plain: encoder.encode(body), problems, leftOut, zipped: undefined };
      renderings.set(variant, rendered);
    }
    return rendered;
  };

  return {
    path: output.path,
    description,
    answer: ({ headers }: ServerRequest) => {
      const rendered = renderingOf(output.variant({ accept: headers.accept ?? "" }));
      onExposed({ bytes: rendered.plain.length, problems: rendered.problems, leftOut: rendered.leftOut });
      const shared = {
        "content-type": rendered.contentType,
        vary: "accept, accept-encoding",
        "cache-control": "no-store",
      };
      if (!takesCoding(headers["accept-encoding"], "gzip"))
        return { status: 200, headers: shared, body: rendered.plain };
      rendered.zipped ??= gzip(rendered.plain);
      return { status: 200, headers: { ...shared, "content-encoding": "gzip" }, body: rendered.zipped };
    },
  };
};
