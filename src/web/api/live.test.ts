import { describe, expect, it } from "vitest";
import { openFakeClock } from "../../../test/fake-clock.ts";
import type { ReplyStream, ServerReply } from "../../ports/http-server.ts";
import { deltaEvent, pointsEvent, tableEvent } from "./contract.ts";
import { liveRoute } from "./live.ts";
import { containerEntry, point, sightOf, startMs, status, stillFeed } from "./test/sights.ts";

const sight = (ms: number, bytes = ms) =>
  sightOf(ms, [containerEntry("a", [status("RUNNING"), point("container.memory.working_set", bytes)])]);

const decoder = new TextDecoder();

interface Received {
  readonly id?: string;
  readonly event: string;
  readonly data: unknown;
}

const parse = (text: string): Received[] =>
  text.split("\n\n").flatMap((block) => {
    const fields = Object.fromEntries(
      block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
    );
    if (fields.event === undefined) return [];
    const { id, event, data = "" } = fields;
    return [{ ...(id === undefined ? {} : { id }), event, data: JSON.parse(data) }];
  });

/** A peer of the stream; `takes` is whether it keeps up. */
const openPeer = () => {
  let text = "";
  const chunks: Uint8Array[] = [];
  const drains: (() => void)[] = [];
  const closes: (() => void)[] = [];
  const peer = { takes: true };
  const stream: ReplyStream = {
    write: (chunk) => {
      chunks.push(chunk);
      text += decoder.decode(chunk);
      return peer.takes;
    },
    end: () => {},
    onDrain: (listener) => drains.push(listener),
    onClose: (listener) => closes.push(listener),
  };
  return {
    peer,
    stream,
    chunks,
    text: () => text,
    events: () => parse(text),
    drain: () => {
      peer.takes = true;
      for (const listener of drains) listener();
    },
    close: () => {
      for (const listener of closes) listener();
    },
  };
};

const open = () => {
  const clock = openFakeClock();
  const source = stillFeed(sight(0));
  const route = liveRoute({ feed: source.feed, clock, agent: "run1", troubles: () => [] });
  const ask = async (query = "", headers: Record<string, string> = {}): Promise<ServerReply> =>
    await route.answer({
      method: "GET",
      path: "/api/live",
      query: new URLSearchParams(query),
      headers,
      remoteAddress: "127.0.0.1",
    });
  const connect = async (query?: string, headers?: Record<string, string>) => {
    const peer = openPeer();
    const reply = await ask(query, headers);
    expect(reply.status).toBe(200);
    reply.stream?.(peer.stream);
    return { ...peer, reply };
  };
  return { clock, source, ask, connect };
};

describe("the live stream", () => {
  it("is one that no proxy holds back, with a time to come again and everything at first", async () => {
    const { connect } = open();
    const { reply, text, events } = await connect();
    expect(reply.headers).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    expect(text()).toMatch(/^retry: \d+\n\n/);
    const [table, ...more] = events();
    expect(more).toEqual([]);
    expect(table?.event).toBe("table");
    expect(tableEvent.parse(table?.data)).toMatchObject({ agent: "run1", rows: [{ name: "a" }] });
  });

  it("goes on with what changed, under ids that grow; one text is made for all", async () => {
    const { connect, source } = open();
    const one = await connect();
    source.show(sight(1000));
    const other = await connect();
    source.show(sight(2000));
    expect(one.events().map(({ event, id }) => [event, id])).toEqual([
      ["table", "run1-1"],
      ["delta", "run1-2"],
      ["delta", "run1-3"],
    ]);
    expect(other.events().map(({ event, id }) => [event, id])).toEqual([
      ["table", "run1-2"],
      ["delta", "run1-3"],
    ]);
    expect(deltaEvent.parse(one.events().at(-1)?.data)).toEqual({
      takenAtMs: startMs + 2000,
      values: [[3, [0], [2000]]],
    });
    expect(one.chunks.at(-1)).toBe(other.chunks.at(-1));
  });

  it("begins where the reader was, when that is not long ago", async () => {
    const { connect, source } = open();
    await connect();
    for (const ms of [1000, 2000, 3000]) source.show(sight(ms));
    const again = await connect("", { "last-event-id": "run1-2" });
    expect(again.events().map(({ event, id }) => [event, id])).toEqual([
      ["delta", "run1-3"],
      ["delta", "run1-4"],
    ]);
    const current = await connect("", { "last-event-id": "run1-4" });
    expect(current.events()).toEqual([]);
    for (const id of ["run1-99", "run0-2", "", "nonsense"]) {
      const lost = await connect("", { "last-event-id": id });
      expect(lost.events().map(({ event }) => event)).toEqual(["table"]);
    }
    for (let ms = 4000; ms < 90_000; ms += 1000) source.show(sight(ms));
    const late = await connect("", { "last-event-id": "run1-2" });
    expect(late.events().map(({ event }) => event)).toEqual(["table"]);
  });

  it("does not take the events of an earlier session for its own", async () => {
    const { connect, source } = open();
    const one = await connect();
    source.show(sight(1000));
    one.close();
    const again = await connect("", { "last-event-id": "run1-1" });
    expect(again.events().map(({ event }) => event)).toEqual(["table"]);
    expect(again.events()[0]?.id).not.toBe("run1-1");
  });

  it("has the newest figures of what is watched", async () => {
    const { connect, source } = open();
    const one = await connect("watch=container%2Fa&watch=container%2Fnobody&watch=container%2Fa");
    expect(source.followed).toEqual(["container/a", "container/nobody"]);
    source.show(sight(1000));
    const points = one.events().filter(({ event }) => event === "points");
    expect(points).toHaveLength(2);
    expect(points[1]?.id).toBeUndefined();
    expect(pointsEvent.parse(points[1]?.data)).toEqual({
      key: "container/a",
      atMs: startMs + 1000,
      series: [{ metric: "container.memory.working_set", attributes: {}, perSecond: false }],
      values: [1000],
    });
    one.close();
    expect(source.followed).toEqual([]);
  });

  it("writes nothing more to a reader that does not keep up, and one fresh table when it does", async () => {
    const { connect, source, clock } = open();
    const slow = await connect();
    const quick = await connect();
    slow.peer.takes = false;
    source.show(sight(1000));
    const written = slow.chunks.length;
    for (let ms = 2000; ms <= 50_000; ms += 1000) source.show(sight(ms));
    await clock.advance(60_000);
    expect(slow.chunks).toHaveLength(written);
    slow.drain();
    const last = slow.events().at(-1);
    expect(slow.chunks).toHaveLength(written + 1);
    expect(last).toMatchObject({ event: "table", id: "run1-51" });
    expect(tableEvent.parse(last?.data).values[3]).toEqual([50_000]);
    source.show(sight(51_000));
    expect(slow.events().at(-1)).toMatchObject({ event: "delta", id: "run1-52" });
    expect(quick.events().filter(({ event }) => event === "delta")).toHaveLength(51);
  });

  it("misses nothing when it drains before anything new came", async () => {
    const { connect, source } = open();
    const slow = await connect();
    slow.peer.takes = false;
    source.show(sight(1000));
    slow.drain();
    source.show(sight(2000));
    expect(slow.events().map(({ event }) => event)).toEqual(["table", "delta", "delta"]);
  });

  it("says every 15 s that it lives, and stops with the last reader", async () => {
    const { connect, source, clock } = open();
    const one = await connect();
    const other = await connect();
    await clock.advance(46_000);
    expect(one.text().match(/^:/gm)).toHaveLength(3);
    expect(source.watchers.size).toBe(1);
    one.close();
    await clock.advance(15_000);
    expect(other.text().match(/^:/gm)).toHaveLength(4);
    other.close();
    expect(source.watchers.size).toBe(0);
    await clock.advance(60_000);
    expect(clock.pending()).toEqual([]);
  });

  it("has 100 readers at the most, and tells the next what to do", async () => {
    const { connect, ask, source } = open();
    const readers = await Promise.all(Array.from({ length: 100 }, () => connect()));
    const refused = await ask();
    expect([refused.status, refused.headers?.["retry-after"]]).toEqual([503, "10"]);
    expect(refused.body).toContain("100 readers watch already");
    readers[0]?.close();
    expect((await ask()).status).toBe(200);
    expect(source.watchers.size).toBe(1);
  });

  it("does not watch ever so many resources on one connection", async () => {
    const { ask } = open();
    const query = Array.from({ length: 65 }, (_, place) => `watch=${place}`).join("&");
    expect(await ask(query)).toMatchObject({ status: 400 });
  });
});
