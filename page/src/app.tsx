import { address } from "./address.ts";
import { Agent } from "./agent/agent.tsx";
import { Detail } from "./detail/detail.tsx";
import { Home } from "./home/home.tsx";
import { Boundary } from "./parts/boundary.tsx";
import { Away, isAway } from "./shell/away.tsx";
import { Header } from "./shell/header.tsx";
import { Notes } from "./shell/notes.tsx";
import { words } from "./words/language.ts";

const views = { home: Home, detail: Detail, agent: Agent };

export const App = () => {
  const { view, key } = address.value;
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
