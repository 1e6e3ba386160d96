import { expect, it } from "vitest";
import { originOf } from "./origin.ts";

it.each([
  ["127.0.0.1", "http://127.0.0.1:9546"],
  ["fd00::7", "http://[fd00::7]:9546"],
  ["[fd00::7]", "http://[fd00::7]:9546"],
  ["[fd00::7]:80", "http://[fd00::7]"],
  ["Vitals.example.com", "http://vitals.example.com:9546"],
  ["localhost:8080", "http://localhost:8080"],
  ["https://vitals.example.com", "https://vitals.example.com"],
  ["https://vitals.example.com/", "https://vitals.example.com"],
  ["http://10.0.1.2:9546", "http://10.0.1.2:9546"],
  ["https://vitals.example.com/deep", undefined],
  ["user@vitals.example.com", undefined],
  ["ftp://vitals.example.com", undefined],
  ["two words", undefined],
  ["", undefined],
])("%s is %s", (text, origin) => {
  expect(originOf(text, 9546)).toBe(origin);
});
