import "./detail.css";
import { useEffect } from "preact/hooks";
import { address, go } from "../address.ts";
import { live } from "../live/here.ts";
import { Link } from "../parts/link.tsx";
import { containersByTask, rowOf } from "../vitals/relatives.ts";
import { words } from "../words/language.ts";
import { ContainerView } from "./container-view.tsx";
import { TaskView } from "./task-view.tsx";

const Missing = () => {
  const { shell } = words.value;
  return (
    <section class="empty">
      <h1>{shell.nothingHere}</h1>
      <p>{shell.nothingHereFix}</p>
      <Link to={{ view: "home", key: "" }}>{shell.back}</Link>
    </section>
  );
};

const up = (): void => {
  const row = rowOf(live.table(), address.value.key);
  const parent = row?.kind === "container" ? row.parent : undefined;
  if (parent === undefined) go({ view: "home", key: "" });
  else go({ view: "detail", key: parent });
};

/** Escape goes up: from a container to its task, from a task to all of them. Not while something else takes it. */
const useEscape = (): void =>
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { target } = event;
      const typing = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
      if (event.key !== "Escape" || event.defaultPrevented || typing || document.querySelector("dialog[open]")) return;
      up();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);

export const DetailView = () => {
  live.shape.value;
  useEscape();
  const table = live.table();
  const { key } = address.value;
  const row = rowOf(table, key);
  if (table === undefined) return <p class="muted">{words.value.detail.waiting}</p>;
  if (row === undefined) return <Missing />;
  if (row.kind === "task") {
    return <TaskView key={key} row={row} containers={containersByTask(table).get(key) ?? []} />;
  }
  const parent = row.parent === undefined ? undefined : rowOf(table, row.parent);
  return <ContainerView key={key} row={row} parent={parent} />;
};
