/** Whose name a request's Host header has. */
export type HostKind =
  /** This machine's own: localhost, 127.x, [::1]. */
  | "loopback"
  /** An IP address: no name that somebody could point here. */
  | "address"
  /** One of `server.hosts`. */
  | "allowed"
  | "foreign";

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
const address = /^(\d+\.\d+\.\d+\.\d+|\[[0-9a-f:.]+\])$/;

/** The name in lower case without the port, and the port; undefined when it is no host. */
export const splitHost = (header: string): { readonly name: string; readonly port: string } | undefined => {
  const match = /^(\[[0-9a-f:.]+\]|[^\s:/?#@[\]]+)(?::(\d{1,5}))?$/i.exec(header);
  const [, name, port = ""] = match ?? [];
  return name === undefined ? undefined : { name: name.toLowerCase(), port };
};

/**
 * A page of another site that points its own name at this machine (DNS rebinding) cannot but send that name: so only
 * names that are known to be ours are answered.
 */
export const hostKind = (header: string | undefined, allowed: readonly string[]): HostKind => {
  const name = splitHost(header ?? "")?.name;
  if (name === undefined) return "foreign";
  if (loopback.test(name)) return "loopback";
  if (address.test(name)) return "address";
  return allowed.some((one) => one.toLowerCase() === name) ? "allowed" : "foreign";
};
