const bareIpv6 = /^[0-9a-f.]*:[0-9a-f.]*:[0-9a-f:.]*$/i;

/**
 * Scheme, host and port of an address: of `10.0.1.2`, `fd00::7` and `vitals.example.com` with this port, of
 * `localhost:80` and `https://vitals.example.com` with their own. Undefined when the text is none of that.
 */
export const originOf = (text: string, port: number): string | undefined => {
  const host = bareIpv6.test(text) ? `[${text}]` : text;
  const own = /^https?:\/\//.test(host) || /:\d+$/.test(host);
  const whole = `${/^https?:\/\//.test(host) ? "" : "http://"}${host}${own ? "" : `:${port}`}`;
  if (!URL.canParse(whole)) return undefined;
  const { origin, pathname, search, hash, username } = new URL(whole);
  return pathname === "/" && `${search}${hash}${username}` === "" ? origin : undefined;
};
