import { signal } from "@preact/signals";

/** Everything that the page shows follows from this and the agent's answers: a copied address shows the same thing. */
export interface Address {
  readonly view: "home" | "detail" | "agent";
  /** Of the task or container in view `detail`. */
  readonly key: string;
  /** Column id, with `-` before it for descending. Empty: by name. */
  readonly sort: string;
  readonly filter: string;
  /** Columns of the table in their order. Empty: the usual ones. */
  readonly columns: readonly string[];
  /** Keys of the tasks whose containers are shown; `all` for every one. */
  readonly open: readonly string[];
  /** Filter of apps' own metrics. */
  readonly apps: string;
  /** Names of the apps' metrics that are drawn. Undefined: the first few. */
  readonly charts: readonly string[] | undefined;
  /** Empty: as this browser keeps it, or as the system has it. */
  readonly lang: string;
  readonly theme: string;
}

export const startAddress: Address = {
  view: "home",
  key: "",
  sort: "",
  filter: "",
  columns: [],
  open: [],
  apps: "",
  charts: undefined,
  lang: "",
  theme: "",
};

const viewOf = (word: string | null, key: string): Address["view"] => {
  if (key !== "") return "detail";
  return word === "agent" ? "agent" : "home";
};

/** Never fails: what is not understood counts as left out. */
export const readAddress = (search: string): Address => {
  const query = new URLSearchParams(search);
  const text = (name: string): string => query.get(name) ?? "";
  const key = text("key");
  return {
    view: viewOf(query.get("view"), key),
    key,
    sort: text("sort"),
    filter: text("filter"),
    columns: text("columns").split(",").filter(Boolean),
    open: query.getAll("unfold").filter(Boolean),
    apps: text("apps"),
    charts: query.has("chart") ? query.getAll("chart").filter(Boolean) : undefined,
    lang: text("lang"),
    theme: text("theme"),
  };
};

/**
 * The query string, with only what differs from the start; empty or begins with `?`. Never `open`: that is the code of a
 * one-time link, which the agent takes and then answers with the plain page.
 */
export const writeAddress = (address: Address): string => {
  const query = new URLSearchParams();
  if (address.view === "agent") query.set("view", "agent");
  if (address.view === "detail") query.set("key", address.key);
  for (const name of ["sort", "filter", "apps", "lang", "theme"] as const) {
    if (address[name] !== "") query.set(name, address[name]);
  }
  if (address.columns.length > 0) query.set("columns", address.columns.join(","));
  for (const key of address.open) query.append("unfold", key);
  const { charts } = address;
  // Nothing to be drawn is said, too.
  for (const name of charts?.length === 0 ? [""] : (charts ?? [])) query.append("chart", name);
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
};

export const address = signal(startAddress);

/** Takes the address from the bar, now and whenever somebody goes back or forward. */
export const followAddressBar = (): void => {
  const take = (): void => {
    address.value = readAddress(location.search);
  };
  take();
  addEventListener("popstate", take);
};

/** Link to what the page would show with this change: everything else (sort, filter, ...) stays. */
export const hrefOf = (change: Partial<Address>): string => {
  const target = writeAddress({ ...address.value, ...change });
  return target === "" ? location.pathname : target;
};

/** Another view is a step that Back undoes; a change within a view is not. */
export const go = (change: Partial<Address>): void => {
  const before = address.value;
  const after = { ...before, ...change };
  const href = hrefOf(change);
  address.value = after;
  if (after.view === before.view && after.key === before.key) history.replaceState(null, "", href);
  else {
    history.pushState(null, "", href);
    scrollTo(0, 0);
  }
};
