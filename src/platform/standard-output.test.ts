import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { linesTo } from "./standard-output.ts";

const forEver = new AbortController().signal;

/** A stream whose reader takes a line when the test says so. */
const openStream = () => {
  const waiting: { readonly line: string; readonly done: (error?: Error | null) => void }[] = [];
  const taken: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    autoDestroy: false,
    write: (line, _, done) => void waiting.push({ line: String(line), done }),
  });
  stream.on("error", () => {});
  const settle = async (error?: Error): Promise<void> => {
    const next = waiting.shift();
    if (next === undefined) throw new Error("nothing waits");
    if (error === undefined) taken.push(next.line);
    next.done(error);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { stream, waiting, taken, settle };
};

const failure = (code: string): Error => Object.assign(new Error("write failed"), { code });

describe("lines to a stream", () => {
  it("are written when the reader takes them", async () => {
    const { stream, taken, settle } = openStream();
    const written = linesTo(stream)("a\n", forEver);
    await settle();
    expect(await written).toEqual({ ok: true });
    expect(taken).toEqual(["a\n"]);
  });

  it("that are blocked are given up, and written once when they are given again", async () => {
    const { stream, waiting, taken, settle } = openStream();
    const write = linesTo(stream);
    const giveUp = new AbortController();
    const first = write("a\n", giveUp.signal);
    giveUp.abort();
    expect(await first).toMatchObject({ ok: false, reason: "blocked" });
    expect(await write("a\n", AbortSignal.timeout(5))).toMatchObject({ reason: "blocked" });
    expect(waiting).toHaveLength(1);
    await settle();
    expect(await write("a\n", forEver)).toEqual({ ok: true });
    expect(taken).toEqual(["a\n"]);
    const again = write("a\n", forEver);
    await settle();
    expect(await again).toEqual({ ok: true });
    expect(taken).toEqual(["a\n", "a\n"]);
  });

  it("wait for the one that is blocked, and are not handed to the stream behind it", async () => {
    const { stream, waiting, taken, settle } = openStream();
    const write = linesTo(stream);
    const giveUp = new AbortController();
    const first = write("a\n", giveUp.signal);
    giveUp.abort();
    await first;
    const second = write("b\n", forEver);
    await new Promise((resolve) => setImmediate(resolve));
    expect(waiting.map(({ line }) => line)).toEqual(["a\n"]);
    await settle();
    await settle();
    expect(await second).toEqual({ ok: true });
    expect(taken).toEqual(["a\n", "b\n"]);
  });

  it("are not written when the signal has fired", async () => {
    const { stream, waiting } = openStream();
    expect(await linesTo(stream)("a\n", AbortSignal.abort())).toMatchObject({ reason: "blocked" });
    expect(waiting).toEqual([]);
  });

  it.each([
    ["EPIPE", "closed"],
    ["ERR_STREAM_DESTROYED", "closed"],
    ["ENOSPC", "full"],
    ["EIO", "failed"],
  ])("that fail with %s: %s", async (code, reason) => {
    const { stream, settle } = openStream();
    const written = linesTo(stream)("a\n", forEver);
    await settle(failure(code));
    expect(await written).toEqual({ ok: false, reason, detail: code });
  });
});
