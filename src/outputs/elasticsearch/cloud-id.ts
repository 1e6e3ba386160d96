const port = /^\d{1,5}$/;

/** `host:port`, the port the one given, else another, else 443. */
const address = (id: string, host: string, fallbackPort: string): string | undefined => {
  const [name = "", own, ...more] = id.split(":");
  const usedPort = own ?? fallbackPort;
  if (name === "" || more.length > 0 || !port.test(usedPort) || /[#@?/\s]/.test(id)) return undefined;
  return `https://${name}.${host}${usedPort === "443" ? "" : `:${usedPort}`}`;
};

const decoded = (base64: string): string | undefined => {
  try {
    return atob(base64);
  } catch {
    return undefined;
  }
};

/**
 * Elasticsearch's address in an Elastic Cloud id: `name:` and, in Base64, `host[:port]$id[:port]` with Kibana's id after
 * that or not. Undefined when it is none.
 */
export const cloudAddress = (cloudId: string): string | undefined => {
  const text = decoded(cloudId.slice(cloudId.lastIndexOf(":") + 1).trim());
  const [hostPart = "", elasticsearch = ""] = text?.split("$") ?? [];
  const [host = "", hostPort = "443", ...more] = hostPart.split(":");
  if (host === "" || elasticsearch === "" || more.length > 0 || /[#@?/\s]/.test(host)) return undefined;
  const found = address(elasticsearch, host, hostPort);
  return found !== undefined && URL.canParse(found) ? found : undefined;
};
