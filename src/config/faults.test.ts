import { expect, it } from "vitest";
import { z } from "zod";
import { faults } from "./faults.ts";

const never = z.string().refine(() => false, "no");
const schema = z.strictObject({ url: never, headers: z.array(never), hosts: z.array(never) });

it("shows nothing of a value that may be secret", () => {
  const section = {
    url: "https://user:hush@example.com/a@b",
    headers: ["X-Key hush"],
    hosts: ["http://hush@example.com", "http://example.com"],
  };
  const { error } = schema.safeParse(section);
  const problems = error === undefined ? [] : faults(error, ["outputs", "x"], section, () => undefined);
  expect(problems.map(({ subject, detail }) => [subject, detail])).toEqual([
    ["outputs.x.url", 'no; it is "https://***@example.com/a@b"'],
    ["outputs.x.headers.0", "no"],
    ["outputs.x.hosts.0", 'no; it is "http://***@example.com"'],
    ["outputs.x.hosts.1", 'no; it is "http://example.com"'],
  ]);
});
