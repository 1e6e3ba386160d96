import { apiDescription } from "./api.ts";
import { catalogueLock } from "./catalogue-lock.ts";
import { compatibilityPage } from "./compatibility.ts";
import { configurationPage, configurationSchema } from "./configuration.ts";
import type { Document } from "./document.ts";
import { metricsPage } from "./metrics.ts";
import { problemsPage } from "./problems.ts";
import { runOnEc2Page } from "./run-on-ec2/page.ts";

/** Every generated file. A new one is one line here. */
export const documents: readonly Document[] = [
  catalogueLock,
  metricsPage,
  compatibilityPage,
  configurationPage,
  configurationSchema,
  problemsPage,
  runOnEc2Page,
  apiDescription,
];
