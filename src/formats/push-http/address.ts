/** Whether it is an address to send to: http or https, and nothing secret in it. */
export const isPushAddress = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === "http:" || protocol === "https:") && username === "" && password === "";
};

/** As it may be shown: without the query, which may have a key in it. */
export const shownAddress = (url: string): string => {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
};
