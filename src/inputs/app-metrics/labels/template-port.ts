/** Which port an address with variables means. */
export type TemplatePort =
  | { readonly ok: true; readonly port: string | undefined; readonly scheme: string; readonly path: string }
  | { readonly ok: false; readonly what: string };

export interface TemplateOptions {
  /** The only way to say this container's address. */
  readonly host: string;
  /** How the port is said, besides by its number: undefined where it means the only one. */
  readonly port: (text: string) => { readonly port: string | undefined } | undefined;
}

const pattern = /^(?:(https?):\/\/)?(.+?)(?::([^/:]+|\$\{[^}]*\}))?(\/.*)?$/;

/** `http://%%host%%:%%port%%/metrics` and its like. Another host than the container's own is refused. */
export const readTemplate = (text: string, { host, port }: TemplateOptions): TemplatePort => {
  const [, scheme = "http", named, portText, path = ""] = pattern.exec(text.trim()) ?? [];
  if (named !== host) {
    return { ok: false, what: `names another host than ${host}: only the container's own address is read` };
  }
  if (portText === undefined) return { ok: true, port: undefined, scheme, path };
  if (/^\d+$/.test(portText)) return { ok: true, port: portText, scheme, path };
  const found = port(portText);
  return found === undefined
    ? { ok: false, what: `has the port ${portText.slice(0, 60)}, which is not known here: give its number` }
    : { ok: true, port: found.port, scheme, path };
};
