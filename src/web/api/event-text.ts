const encoder = new TextEncoder();

/** One server-sent event. JSON has no line ends of its own. */
export const event = (name: "table" | "delta" | "points", data: unknown, id?: string): Uint8Array =>
  encoder.encode(`${id === undefined ? "" : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);

/** Says that the connection lives; browsers show it to nobody. */
export const comment: Uint8Array = encoder.encode(": still here\n\n");

/** How long a browser waits before it connects again. */
export const retryAfter = (ms: number): Uint8Array => encoder.encode(`retry: ${ms}\n\n`);
