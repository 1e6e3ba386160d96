import { readVersion1, readVersion2 } from "../../../test/fakes/remote-write/read.ts";
import { describeFaultMatrix } from "../../../test/fault-matrix/matrix.ts";
import type { HttpRequest } from "../../ports/http-client.ts";
import { prometheusRemoteWrite } from "./index.ts";

const isVersion2 = ({ headers = {} }: HttpRequest): boolean => headers["x-prometheus-remote-write-version"] === "2.0.0";

/** Every sample, with its series. */
const itemsIn = (request: HttpRequest): readonly string[] => {
  const body = Buffer.from(request.body ?? "");
  const series = isVersion2(request) ? readVersion2(body) : readVersion1(body);
  return series.flatMap(({ labels, samples }) => samples.map((sample) => JSON.stringify([labels, sample])));
};

const secrets = ["pass-word-of-the-matrix", "scope+of/the-matrix"] as const;

const written = (samples: number) => ({ "x-prometheus-remote-write-samples-written": String(samples) });

const url = "https://prometheus.example.com/api/v1/write";
const [password, header] = secrets;
const signedIn = { url, username: "matrix", password, headers: [`X-Key=${header}`], instance: "here" };

for (const protocol of ["1.0", "auto"]) {
  describeFaultMatrix({
    definition: prometheusRemoteWrite,
    config: { ...signedIn, protocol },
    secrets,
    openBackEnd: () => ({
      itemsIn,
      answer: (request) => ({
        ok: true,
        status: 204,
        headers: isVersion2(request) ? written(itemsIn(request).length) : {},
        body: "",
      }),
    }),
    // Version 1.0 has no other answer than an empty one; one of 2.0 has a header.
    expected: protocol === "1.0" ? { "200 with nothing": "taken" } : { "200 with nothing": "held" },
  });
}
