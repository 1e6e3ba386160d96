import { z } from "zod";
import { datadogAnswer, openDatadogBackEnd } from "../../../test/fakes/datadog/back-end.ts";
import { describeFaultMatrix } from "../../../test/fault-matrix/matrix.ts";
import { datadog } from "./index.ts";

const apiKey = "0123456789abcdef0123456789abcdef";

const key = z.object({ "dd-api-key": z.literal(apiKey) }).loose();

describeFaultMatrix({
  definition: datadog,
  config: { apiKey, events: ["started", "stopped", "restarted", "out-of-memory", "health-changed"] },
  secrets: [apiKey],
  // Its time is that of what it is sent.
  openBackEnd: () => {
    const backEnd = openDatadogBackEnd();
    return {
      ...backEnd,
      answer: (request) => {
        key.parse(request.headers);
        return backEnd.answer(request);
      },
    };
  },
  lie: () => datadogAnswer(202, '{"errors":["some of it was not taken"]}'),
});
