/** Where Elasticsearch listens when an http address names no port, as every Elastic agent takes it. */
const usualPort = "9200";

/** An address and what it says of who comes. */
export interface HostAddress {
  /** Without a trailing slash, user and password. */
  readonly url: string;
  /** `user:password`. */
  readonly userInfo: string | undefined;
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const namesPort = (text: string): boolean => /^[a-z]+:\/\/[^/]*:\d+(?:\/|$)/i.test(text);

/**
 * An address as Elastic's own agents take it: `http://` may be left out, and with http the port 9200. A path is kept.
 * Brackets and quotes around it are those of a list in a variable. Undefined when it is none.
 */
export const hostAddress = (text: string): HostAddress | undefined => {
  const bare = text.trim().replace(/^[[\s"']+|[\]\s"']+$/g, "");
  if (bare === "") return undefined;
  const whole = bare.includes("://") ? bare : `http://${bare}`;
  if (!URL.canParse(whole)) return undefined;
  const url = new URL(whole);
  if (!/^https?:$/.test(url.protocol) || url.hostname === "" || url.search !== "" || url.hash !== "") return undefined;
  if (url.protocol === "http:" && !namesPort(whole)) url.port = usualPort;
  const userInfo = url.username === "" ? undefined : `${decoded(url.username)}:${decoded(url.password)}`;
  return { url: `${url.origin}${url.pathname.replace(/\/+$/, "")}`, userInfo };
};
