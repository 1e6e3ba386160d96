import type { Row } from "../../../src/web/api/contract.ts";
import { words } from "../words/language.ts";
import { Facts } from "./facts.tsx";

export const Labels = ({ row }: { readonly row: Row }) => {
  const said = words.value.detail;
  const labels = Object.entries(row.labels ?? {}).sort(([a], [b]) => a.localeCompare(b));
  return (
    <Facts
      title={row.kind === "task" ? said.tags : said.labels}
      facts={labels.map(([name, value]) => ({ name, value, toCopy: true }))}
    />
  );
};
