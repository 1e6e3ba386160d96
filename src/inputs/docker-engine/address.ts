/** Where a Docker Engine listens. */
export interface EngineAddress {
  /** Start of every request's URL; over a socket it is only a name. */
  readonly baseUrl: string;
  readonly socketPath?: string;
  /** As people write it. */
  readonly shown: string;
}

/** What dockerd listens on for plain TCP. */
const plainPort = 2375;

const hostAndPort = /^(?:tcp|http):\/\/(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?\/?$/;

/** Reads `unix:///path`, `/path`, `tcp://host:port`; undefined for anything else (TLS, ssh, named pipes). */
export const parseAddress = (text: string): EngineAddress | undefined => {
  const path = text.startsWith("unix://") ? text.slice("unix://".length) : text;
  if (path.startsWith("/")) return { baseUrl: "http://docker", socketPath: path, shown: `unix://${path}` };
  const [, host, port = String(plainPort)] = hostAndPort.exec(text) ?? [];
  if (host === undefined || Number(port) > 65_535) return undefined;
  return { baseUrl: `http://${host}:${port}`, shown: `tcp://${host}:${port}` };
};
