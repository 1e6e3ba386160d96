import { useState } from "preact/hooks";
import type { ContainerRow, Row } from "../../../src/web/api/contract.ts";
import { type Answer, read } from "../live/read.ts";
import { Copy } from "../parts/copy.tsx";
import { words } from "../words/language.ts";
import { statsPart, taskPart } from "./source-part.ts";

interface RawProps {
  readonly row: Row;
  /** Of a task. */
  readonly containers: readonly ContainerRow[];
}

const idsOf = ({ row, containers }: RawProps): string[] =>
  row.kind === "container" ? [row.containerId] : containers.map(({ containerId }) => containerId);

const textOf = (answer: Answer<unknown>, part: (document: unknown) => unknown, nothing: string): string => {
  if (!answer.ok) return answer.error;
  const found = part(answer.body);
  return found === undefined ? nothing : JSON.stringify(found, null, 2);
};

/** What the metadata endpoint itself says of it, as it last came: fetched when somebody asks. */
export const Raw = (props: RawProps) => {
  const said = words.value.detail;
  const [texts, setTexts] = useState<readonly (readonly [name: string, text: string])[]>([]);
  const show = async (): Promise<void> => {
    const [task, stats] = await Promise.all([read<unknown>("api/source/task"), read<unknown>("api/source/stats")]);
    setTexts([
      ["/task", textOf(task, (document) => taskPart(document, props.row), said.rawNothing)],
      ["/task/stats", textOf(stats, (document) => statsPart(document, idsOf(props)), said.rawNothing)],
    ]);
  };
  return (
    <section class="panel raw">
      <h2>{said.raw}</h2>
      <button type="button" onClick={show}>
        {texts.length === 0 ? said.rawShow : said.rawAgain}
      </button>
      {texts.map(([name, text]) => (
        <div key={name}>
          <h3>
            <code>{name}</code> <Copy text={text} what={name} />
          </h3>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it with the arrow keys */}
          <pre tabIndex={0}>{text}</pre>
        </div>
      ))}
    </section>
  );
};
