/** Datadog's sites, as `DD_SITE` names them. */
export const datadogSites = [
  "datadoghq.com",
  "us3.datadoghq.com",
  "us5.datadoghq.com",
  "datadoghq.eu",
  "ap1.datadoghq.com",
  "ap2.datadoghq.com",
  "uk1.datadoghq.com",
  "ddog-gov.com",
  "us2.ddog-gov.com",
] as const;

/**
 * A host name that can be a site's. The addresses of a site's own services (`app.datadoghq.eu`, a URL) are what people
 * take for it by mistake.
 */
export const isSite = (text: string): boolean =>
  /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(text) && !/^(app|api|www|http-intake|docs)\./.test(text);
