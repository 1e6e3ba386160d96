import type { Page } from "playwright-core";
import { type Tree, tree } from "../../../src/web/api/contract.ts";
import type { Agent } from "./agent.ts";
import { patienceMs } from "./wait.ts";

export type ShownContainer = Tree["containers"][number];

export interface Shown {
  readonly takenAtMs: number;
  readonly tasks: Tree["clusters"][number]["services"][number]["tasks"];
  container(name: string): ShownContainer;
}

/** What the page's API says now. */
export const readTree = async ({ url }: Agent): Promise<Shown> => {
  const response = await fetch(`${url}/api/tree`, { signal: AbortSignal.timeout(patienceMs) });
  const { takenAtMs, clusters, containers } = tree.parse(await response.json());
  const tasks = clusters.flatMap(({ services }) => services.flatMap((service) => service.tasks));
  const all = [...tasks.flatMap((task) => task.containers), ...containers];
  return {
    takenAtMs,
    tasks,
    container: (name) => {
      const found = all.filter((container) => container.name === name);
      const [only] = found;
      if (only === undefined || found.length > 1) throw new Error(`/api/tree has ${found.length} containers ${name}`);
      return only;
    },
  };
};

/** Text of a container's cell in the page's table. */
export const cellText = async (page: Page, name: string, column: string): Promise<string> => {
  const link = page.locator("th a", { hasText: new RegExp(`^${name}$`) });
  return await page.locator("tr.container").filter({ has: link }).locator(`td.c-${column}`).innerText();
};

const factors: Readonly<Record<string, number>> = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };

/** The figures of a cell in base units: `32%`, `41.2 / 128 MiB`, `980 KiB / 1 GiB`, `1.2 KiB/s`, `0.5 / 0.5`. */
export const figuresIn = (text: string): readonly number[] => {
  const found = [...text.replaceAll(",", "").matchAll(/([\d.]+)\s*(%|[KMG]iB|B)?/g)];
  // A unit that two figures share stands behind the second.
  const last = factors[found.at(-1)?.[2] ?? ""] ?? 1;
  return found.map(([, number, unit]) =>
    unit === "%" ? Number(number) / 100 : Number(number) * (factors[unit ?? ""] ?? last),
  );
};
