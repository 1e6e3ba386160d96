import { createHash, createHmac } from "node:crypto";
import type { Hashing } from "../ports/hashing.ts";

export const hashing: Hashing = {
  sha256: (data) => createHash("sha256").update(data).digest(),
  hmacSha256: (key, data) => createHmac("sha256", key).update(data).digest(),
};
