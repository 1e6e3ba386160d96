import { usualKey } from "../../../test/fakes/mackerel/api.ts";
import { openMackerelBackEnd } from "../../../test/fakes/mackerel/back-end.ts";
import { describeFaultMatrix } from "../../../test/fault-matrix/matrix.ts";
import { mackerel } from "./index.ts";

describeFaultMatrix({
  definition: mackerel,
  config: { apiKey: usualKey, roles: ["shop:web"] },
  secrets: [usualKey],
  // In the midst of the matrix' own time.
  openBackEnd: () => openMackerelBackEnd({ nowMs: () => Date.UTC(2026, 0, 1) }),
  // Mackerel has no such answer: something else says this, and everything is kept.
  lie: () => ({ ok: true, status: 200, headers: {}, body: '{"success":false}' }),
  expected: { "a good status that lies": "kept" },
});
