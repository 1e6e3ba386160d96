// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how the configuration refers to variables.
import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { fillIn, substitute } from "./variables.ts";

const environment = { PORT: "9600", HOST: "127.0.0.1", EMPTY: "", YAML: "a: [", LIST: "[1, 2]", TRUE: "true" };

describe("substitute", () => {
  it.each([
    ["${PORT}", "9600"],
    ["http://${HOST}:${PORT}/v4", "http://127.0.0.1:9600/v4"],
    ["${NOBODY:-9546}", "9546"],
    ["${EMPTY:-9546}", "9546"],
    ["${PORT:-9546}", "9600"],
    ["${NOBODY:-}", ""],
    ["${NOBODY:-http://a:1/b-c}", "http://a:1/b-c"],
    ["$$", "$"],
    ["$${PORT}", "${PORT}"],
    ["$$$${PORT}", "$${PORT}"],
    ["$$${PORT}", "$9600"],
    ["cost: 5$", "cost: 5$"],
    ["$PORT", "$PORT"],
    ["${1}", "${1}"],
    ["${PORT", "${PORT"],
  ])("%s gives %s", (text, expected) => {
    expect(substitute(text, environment)).toEqual({ text: expected, missing: [] });
  });

  it("names every variable that is not set", () => {
    expect(substitute("${ONE}-${TWO:-2}-${EMPTY}", environment)).toEqual({ text: "-2-", missing: ["ONE", "EMPTY"] });
  });
});

describe("fillIn", () => {
  const filled = (text: string): unknown => {
    const document = parseDocument(text);
    fillIn(document, environment);
    return document.toJS();
  };

  it.each([
    ["a: ${PORT}", 9600],
    ["a: ${NOBODY:-9546}", 9546],
    ["a: ${TRUE}", true],
    ["a: ${HOST}", "127.0.0.1"],
    ['a: "${PORT}"', "9600"],
    ["a: '${PORT}'", "9600"],
    ["a: |-\n  ${PORT}", "9600"],
    ["a: ${NOBODY:-}", null],
    ['a: "${NOBODY:-}"', ""],
    ["a: $$5", "$5"],
  ])("%s is %j", (text, expected) => {
    expect(filled(text)).toEqual({ a: expected });
  });

  it("keeps text that would be more than one value, or no YAML at all", () => {
    expect(filled("a: ${YAML}\nb: ${LIST}")).toEqual({ a: "a: [", b: "[1, 2]" });
  });

  it("fills in values of lists, and no keys", () => {
    expect(filled("${PORT}:\n  - ${HOST}\n  - x")).toEqual({ "${PORT}": ["127.0.0.1", "x"] });
  });

  it("tells path and offset of what is not set", () => {
    expect(fillIn(parseDocument("a:\n  b:\n    - x\n    - ${ONE}\n"), environment)).toEqual([
      { name: "ONE", offset: 22, path: ["a", "b", "1"] },
    ]);
  });
});
