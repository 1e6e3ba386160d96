// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how the configuration refers to variables.
import { describe, expect, it } from "vitest";
import { readSource } from "./source.ts";

const read = (text: string) => readSource("agent.yaml", text, { PORT: "9600" });

describe("readSource", () => {
  it("reads YAML, and JSON with it", () => {
    expect(read("server:\n  port: ${PORT}\n").tree).toEqual({ server: { port: 9600 } });
    expect(read('{"server": {"port": 9600}}').tree).toEqual({ server: { port: 9600 } });
  });

  it.each(["", "# nothing yet\n", "---\n"])("takes %j for an empty configuration", (text) => {
    expect(read(text)).toMatchObject({ tree: {}, problems: [] });
  });

  it("takes a key without a value for one that is not there", () => {
    expect(read("server:\nlog:\n  level:\n  format: text\n").tree).toEqual({ log: { format: "text" } });
  });

  it("finds keys and values", () => {
    const { place } = read("server:\n  port: 9600\ninputs:\n  a:\n    list:\n      - x\n      - y\n");
    expect(place(["server", "port"], "key")).toBe("line 2, column 3");
    expect(place(["server", "port"], "value")).toBe("line 2, column 9");
    expect(place(["inputs", "a"], "key")).toBe("line 4, column 3");
    expect(place(["inputs", "a", "list", "1"], "value")).toBe("line 7, column 9");
  });

  it("finds what holds a key that is not there, and nothing for a stranger", () => {
    const { place } = read("server:\n  port: 9600\n");
    expect(place(["server", "host"], "key")).toBe("line 1, column 1");
    expect(place(["log", "level"], "value")).toBeUndefined();
  });

  it.each([
    ["a: b: c", "line 1, column 4: Nested mappings are not allowed in compact mappings"],
    ["a: 1\na: 2\n", "line 2, column 1: Map keys must be unique"],
    ["\ta: 1\n", "line 1, column 1: Tabs are not allowed as indentation"],
    ["a: *nobody\n", "Unresolved alias (the anchor must be set before the alias): nobody"],
    ["a: 1\n---\nb: 2\n", "line 2, column 1: a second document begins, and only one is read"],
    ["- a\n- b\n", "keys with values are expected at the top"],
    ["just text", "keys with values are expected at the top"],
  ])("refuses %j", (text, detail) => {
    const { tree, problems } = read(text);
    expect(tree).toEqual({});
    expect(problems).toContainEqual({ code: "config-syntax", subject: "agent.yaml", detail });
  });

  it("survives an alias bomb", () => {
    const levels = [..."bcdefghi"].map((name, depth) => {
      const below = "abcdefgh"[depth];
      return `${name}: &${name} [${Array(9).fill(`*${below}`).join(", ")}]`;
    });
    const { tree, problems } = read(["a: &a [x]", ...levels].join("\n"));
    expect(tree).toEqual({});
    expect(problems).toMatchObject([{ code: "config-syntax" }]);
  });

  it("names a variable that is not set, with its place", () => {
    const { problems, unfilled } = read("server:\n  host: ${BIND}\n");
    expect(problems).toEqual([{ code: "config-variable", subject: "${BIND}", detail: "agent.yaml, line 2, column 9" }]);
    expect(unfilled).toEqual([["server", "host"]]);
  });
});
