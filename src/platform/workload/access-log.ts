import { createWriteStream, renameSync, statSync, type WriteStream } from "node:fs";
import type { IncomingMessage } from "node:http";

/** A longer log is set aside as `.1`, so that a forgotten simulation fills no disk. */
const maxBytes = 8_388_608;

const lengthOf = (path: string): number => {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
};

const line = (
  { method, url, httpVersion, headers, socket }: IncomingMessage,
  status: number,
  bytes: number,
  ms: number,
): string => {
  const fields: Record<string, string | number> = {
    time: new Date().toISOString(),
    host: socket.remoteAddress ?? "-",
    method: method ?? "-",
    uri: url ?? "-",
    protocol: `HTTP/${httpVersion}`,
    status,
    size: bytes,
    referer: headers.referer ?? "-",
    ua: headers["user-agent"] ?? "-",
    reqtime: (ms / 1000).toFixed(3),
    vhost: headers.host ?? "-",
  };
  const tidy = (value: string | number): string => String(value).replace(/[\t\n\r]/g, " ");
  return `${Object.entries(fields)
    .map(([label, value]) => `${label}:${tidy(value)}`)
    .join("\t")}\n`;
};

/** Writes one LTSV line a request, as nginx does with such a `log_format`. Without a path it writes nothing. */
export const accessLog = (path: string | undefined) => {
  const open = (): WriteStream | undefined => {
    const stream = path === undefined ? undefined : createWriteStream(path, { flags: "a" });
    // A log that cannot be written is no reason to stop serving.
    stream?.on("error", () => {});
    return stream;
  };
  let stream = open();
  let written = path === undefined ? 0 : lengthOf(path);
  return (request: IncomingMessage, status: number, bytes: number, ms: number): void => {
    if (stream === undefined || path === undefined) return;
    const text = line(request, status, bytes, ms);
    written += text.length;
    stream.write(text);
    if (written < maxBytes) return;
    stream.end();
    try {
      renameSync(path, `${path}.1`);
    } catch {
      // Then it grows on; the next line tries again.
      return;
    } finally {
      stream = open();
    }
    written = 0;
  };
};
