/** TCP states by their number in the kernel (include/net/tcp_states.h), from 1. */
export const tcpStates = [
  "established",
  "syn_sent",
  "syn_recv",
  "fin_wait1",
  "fin_wait2",
  "time_wait",
  "close",
  "close_wait",
  "last_ack",
  "listen",
  "closing",
  "new_syn_recv",
] as const;

export type TcpState = (typeof tcpStates)[number];
