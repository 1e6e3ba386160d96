import { useEffect, useRef } from "preact/hooks";
import { address, go } from "./address.ts";
import { Agent } from "./agent/agent.tsx";
import { Detail } from "./detail/detail.tsx";
import { Home } from "./home/home.tsx";
import { Boundary } from "./parts/boundary.tsx";
import { Away, isAway } from "./shell/away.tsx";
import { Header } from "./shell/header.tsx";
import { Notes } from "./shell/notes.tsx";
import { words } from "./words/language.ts";

const views = { home: Home, detail: Detail, agent: Agent };

/** A view that replaces another takes the focus that went with it; Escape leads back to all tasks (a detail has its own way up). */
const useWayIn = (view: string, key: string): void => {
  const first = useRef(true);
  useEffect(() => {
    if (!first.current && document.activeElement === document.body) {
      document.getElementById("content")?.focus({ preventScroll: true });
    }
    first.current = false;
  }, [view, key]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const within = event.target instanceof Element && event.target.closest("dialog, input, select") !== null;
      if (event.key === "Escape" && !within && address.peek().view === "agent") go({ view: "home", key: "" });
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
};

export const App = () => {
  const { view, key } = address.value;
  useWayIn(view, key);
  const View = views[view];
  return (
    <>
      <a class="skip" href="#content">
        {words.value.shell.skip}
      </a>
      <Header />
      <Notes />
      <main id="content" tabIndex={-1}>
        <Boundary key={`${view} ${key}`}>{isAway() ? <Away /> : <View />}</Boundary>
      </main>
    </>
  );
};
