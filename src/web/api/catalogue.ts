import { catalogue, metricIds } from "../../catalogue/catalogue.ts";
import { taskvitalsName } from "../../catalogue/names/taskvitals.ts";
import type { Crc32 } from "../../ports/checksum.ts";
import type { Gzip } from "../../ports/compression.ts";
import { isHeld } from "../negotiation.ts";
import type { Route } from "../server.ts";
import type { CatalogueReport } from "./contract.ts";
import { answer } from "./reply.ts";

/** Every metric there is, for labels and units. Pure. */
const catalogueReport = (version: string): CatalogueReport => ({
  version,
  metrics: metricIds.map((id) => {
    const { scope, kind, unit, description, note, good, lasting } = catalogue[id];
    return {
      id,
      prometheus: taskvitalsName(id, catalogue[id]),
      scope,
      kind,
      unit,
      description,
      ...(note === undefined ? {} : { note }),
      ...(good === undefined ? {} : { good }),
      ...(lasting === undefined ? {} : { lasting }),
    };
  }),
});

export interface CatalogueRouteOptions {
  readonly version: string;
  readonly gzip: Gzip;
  readonly crc32: Crc32;
}

/** `/api/catalogue`: the same as long as the program is. */
export const catalogueRoute = ({ version, gzip, crc32 }: CatalogueRouteOptions): Route => {
  const report = catalogueReport(version);
  const sum = crc32(new TextEncoder().encode(JSON.stringify(report)));
  // Weak: compressed or not, it is the same.
  const etag = `W/"${version}-${sum.toString(16)}"`;
  const more = { etag, "cache-control": "no-cache" };
  return {
    path: "/api/catalogue",
    description: "Every metric of the catalogue: name, unit, description",
    answer: (request) =>
      isHeld(request.headers["if-none-match"], etag)
        ? { status: 304, headers: more }
        : answer(request, report, gzip, more),
  };
};
