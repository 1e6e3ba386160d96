import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Secrets } from "../ports/secrets.ts";

const digest = (text: string): Uint8Array => createHash("sha256").update(text).digest();

export const secrets: Secrets = {
  random: (bytes) => randomBytes(bytes).toString("base64url"),
  same: (left, right) => timingSafeEqual(digest(left), digest(right)),
  sign: (key, text) => createHmac("sha256", key).update(text).digest("base64url"),
};
