import { describe, expect, it } from "vitest";
import { openFakeClock } from "../../test/fake-clock.ts";
import { problem } from "../problems/problem.ts";
import { problems } from "../problems/table.ts";
import { countByCode, openProblemBoard } from "./problem-board.ts";
import { rememberingLog } from "./test/remembering-log.ts";

const open = () => {
  const clock = openFakeClock();
  const log = rememberingLog();
  const board = openProblemBoard(clock, log);
  return { clock, log, board, messages: () => log.lines.map(({ message }) => message) };
};

const late = problem("metadata-unreachable", "http://127.0.0.1:1/task", "refused");

describe("problem board", () => {
  it("writes a trouble once, not once a tick, and once when it is mended", async () => {
    const { clock, board, messages } = open();
    for (let tick = 0; tick < 30; tick += 1) {
      board.update("ecs", [late]);
      await clock.advance(10_000);
    }
    expect(messages()).toEqual([problems["metadata-unreachable"].title]);
    board.update("ecs", []);
    await clock.advance(49_000);
    board.update("ecs", []);
    expect(board.standing()).toHaveLength(1);
    await clock.advance(1000);
    board.update("ecs", []);
    expect(board.standing()).toEqual([]);
    expect(messages()).toEqual([problems["metadata-unreachable"].title, "Mended"]);
  });

  it("says what happened and what to do, at the trouble's own level", () => {
    const { board, log } = open();
    board.update("ecs", [late, problem("stats-missing", "web")]);
    expect(log.lines).toEqual([
      {
        level: "error",
        message: problems["metadata-unreachable"].title,
        fields: {
          problem: "metadata-unreachable",
          owner: "ecs",
          subject: "http://127.0.0.1:1/task",
          detail: "refused",
          fix: problems["metadata-unreachable"].fix,
        },
      },
      {
        level: "warn",
        message: problems["stats-missing"].title,
        fields: {
          problem: "stats-missing",
          owner: "ecs",
          subject: "web",
          detail: undefined,
          fix: problems["stats-missing"].fix,
        },
      },
    ]);
  });

  it("takes a trouble that comes and goes for one", async () => {
    const { clock, board, messages } = open();
    for (let tick = 0; tick < 20; tick += 1) {
      board.update("ecs", tick % 2 === 0 ? [late] : []);
      await clock.advance(30_000);
    }
    expect(messages()).toHaveLength(1);
  });

  it("keeps the time of the start and tells the latest detail", async () => {
    const { clock, board } = open();
    const sinceMs = clock.now();
    board.update("ecs", [late]);
    await clock.advance(10_000);
    board.update("ecs", [{ ...late, detail: "reset" }]);
    expect(board.standing()).toEqual([{ ...late, detail: "reset", owner: "ecs", sinceMs }]);
  });

  it("leaves the troubles of others alone", async () => {
    const { clock, board } = open();
    board.update("config", [problem("config-value", "server.port")]);
    board.update("ecs", [late]);
    await clock.advance(120_000);
    board.update("ecs", []);
    expect(board.standing().map(({ owner }) => owner)).toEqual(["config"]);
  });

  it("tells one trouble at two places apart", () => {
    const { board } = open();
    board.update("ecs", [problem("stats-missing", "a"), problem("stats-missing", "b"), problem("stats-missing", "a")]);
    board.update("docker", [problem("stats-missing", "a")]);
    expect(board.standing()).toHaveLength(3);
    expect(countByCode(board.standing())).toEqual(new Map([["stats-missing", 3]]));
  });

  it("does not write 500 lines for 500 containers with one trouble", async () => {
    const { clock, board, log } = open();
    for (let tick = 0; tick < 20; tick += 1) {
      const crowd = Array.from({ length: 500 }, (_, number) => problem("stats-missing", `c${tick} ${number}`));
      board.update("docker", [late, ...crowd]);
      await clock.advance(1000);
    }
    expect(log.lines).toHaveLength(21);
    expect(board.standing()).toHaveLength(21);
  });

  it("is not put off by a clock that steps", async () => {
    const { clock, board, messages } = open();
    board.update("ecs", [late]);
    clock.step(3_600_000);
    board.update("ecs", []);
    expect(board.standing()).toHaveLength(1);
    clock.step(-7_200_000);
    await clock.advance(60_000);
    board.update("ecs", []);
    expect(messages()).toEqual([problems["metadata-unreachable"].title, "Mended"]);
  });
});
