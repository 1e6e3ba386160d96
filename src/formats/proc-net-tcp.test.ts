import { describe, expect, it } from "vitest";
import { tcpStates } from "../model/tcp-state.ts";
import { countTcpStates } from "./proc-net-tcp.ts";

const header =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     \n";
const row = (number: number, state: string): string =>
  `   ${number}: 0100007F:254A 0100007F:C350 ${state} 00000000:00000000 00:00000000 00000000  1000        0 40001 1 0000000000000000 20 4 30 10 -1                     \n`;
const row6 = (number: number, state: string): string =>
  `  ${number}: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 ${state} 00000000:00000000 00:00000000 00000000 0 0 1 1 0 100 0 0 10 0\n`;

describe("TCP sockets by state", () => {
  it("adds up both files, and tells every state", () => {
    const tcp = header + row(0, "0A") + row(1, "01") + row(2, "01") + row(13, "06");
    const counts = countTcpStates(tcp, header + row6(0, "0A"));
    expect([...counts].filter(([, count]) => count > 0)).toEqual([
      ["established", 2],
      ["time_wait", 1],
      ["listen", 2],
    ]);
    expect([...counts.keys()]).toEqual([...tcpStates]);
  });

  it("knows all twelve states", () => {
    const hex = (place: number) => (place + 1).toString(16).toUpperCase().padStart(2, "0");
    const counts = countTcpStates(header + tcpStates.map((_, place) => row(place, hex(place))).join(""));
    expect([...counts.values()]).toEqual(tcpStates.map(() => 1));
  });

  it.each(["", header, "nonsense\n", "0: x:y z:w 01\n", `${header}${row(0, "FF")}`, row(0, "01").slice(0, 30)])(
    "counts nothing in %j",
    (text) => {
      expect([...countTcpStates(text).values()].every((count) => count === 0)).toBe(true);
    },
  );
});
