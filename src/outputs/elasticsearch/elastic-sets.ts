import { elasticAwsFargate } from "../../catalogue/names/elastic-awsfargate.ts";
import { elasticDocker } from "../../catalogue/names/elastic-docker.ts";
import type { ElasticSet } from "../../catalogue/names/elastic-field.ts";

/** Every kind of document that the `metricbeat` and `fleet` schemas have. */
export const elasticSets: readonly ElasticSet[] = [...elasticDocker, elasticAwsFargate];
