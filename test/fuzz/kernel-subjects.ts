import { countTcpStates } from "../../src/formats/proc-net-tcp.ts";
import type { Subject } from "./subject.ts";

const sockets = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1
   1: 0100007F:1F90 0100007F:D5A2 01 00000000:00000000 00:00000000 00000000     0        0 2 1
`;

/** The kernel's own files. */
export const kernelSubjects: readonly Subject[] = [
  {
    name: "/proc/net/tcp",
    form: "text",
    corpus: [sockets],
    words: ["   2: 0100007F:1F90 00000000:0000 FF 0\n"],
    read: (input) => [...countTcpStates(input)],
    growth: 10,
  },
];
