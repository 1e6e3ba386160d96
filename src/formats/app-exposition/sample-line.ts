import { detached } from "../detached.ts";
import { unescapeQuoted } from "../prometheus-text/unescape.ts";
import type { Form } from "./form.ts";
import { readNumber, readWholeNumber } from "./number.ts";
import { closingQuote } from "./quoted.ts";
import { believableMs } from "./time.ts";

const isBlank = (code: number): boolean => code === 32 || code === 9;

const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

const isNamePart = (code: number): boolean => isLetter(code) || isDigit(code) || code === 58;

/**
 * One line of samples. A class for its cost: one is made for all lines of an answer, and each is read into it. `read` goes
 * over a line once and says what is wrong with it.
 */
export class SampleLine {
  name = "";
  /** Labels in the line's order, without those that are empty, which mean the same as none. */
  readonly names: string[] = [];
  readonly values: string[] = [];
  value = 0;
  /** Milliseconds since the epoch. */
  atMs: number | undefined;

  #lastName = "";
  /** By place, of the lines before: what comes again is not made anew. Values only as they stand, without escapes. */
  readonly #lastNames: string[] = [];
  readonly #lastValues: string[] = [];
  readonly #body: string;
  readonly #form: Form;
  #at = 0;
  #end = 0;

  constructor(body: string, form: Form) {
    this.#body = body;
    this.#form = form;
  }

  /** Undefined when all is well; else what is wrong. */
  read(start: number, end: number): string | undefined {
    const body = this.#body;
    this.#at = start;
    this.#end = end;
    this.names.length = 0;
    this.values.length = 0;
    this.#readBareName();
    const bare = this.#at > start;
    const wrong = this.#readLabels(bare);
    if (wrong !== undefined) return wrong;
    if (this.name === "") return "no name of a metric";
    const value = readNumber(this.#word());
    if (value === undefined) return "no value that is a number";
    this.value = value;
    this.atMs = undefined;
    if (this.#at >= end) return undefined;
    if (body.charCodeAt(this.#at) !== 35) {
      this.atMs = this.#readTime();
      if (this.atMs === undefined) return "no time that is a number";
      if (this.#at >= end) return undefined;
    }
    // An exemplar: what it says is left to those who trace.
    return this.#form === "openmetrics" && body.charCodeAt(this.#at) === 35 ? undefined : "more behind the value";
  }

  #skipBlanks(): void {
    while (this.#at < this.#end && isBlank(this.#body.charCodeAt(this.#at))) this.#at += 1;
  }

  /** Code of the next character that is not blank; -1 at the end of the line. */
  #next(): number {
    this.#skipBlanks();
    return this.#at < this.#end ? this.#body.charCodeAt(this.#at) : -1;
  }

  /** Up to the next blank, and the blanks behind it. */
  #word(): string {
    this.#skipBlanks();
    const from = this.#at;
    while (this.#at < this.#end && !isBlank(this.#body.charCodeAt(this.#at))) this.#at += 1;
    const word = this.#body.slice(from, this.#at);
    this.#skipBlanks();
    return word;
  }

  #readTime(): number | undefined {
    const word = this.#word();
    const time = this.#form === "openmetrics" ? readNumber(word) : readWholeNumber(word);
    return time === undefined ? undefined : believableMs(this.#form === "openmetrics" ? time * 1000 : time);
  }

  #readBareName(): void {
    const body = this.#body;
    const from = this.#at;
    const last = this.#lastName;
    let at = from + last.length;
    if (last === "" || isNamePart(body.charCodeAt(at)) || !body.startsWith(last, from)) {
      at = from;
      while (at < this.#end) {
        const code = body.charCodeAt(at);
        if (!isNamePart(code) || (isDigit(code) && at === from)) break;
        at += 1;
      }
      this.#lastName = detached(body.slice(from, at));
    }
    this.#at = at;
    this.name = this.#lastName;
  }

  #readLabels(bare: boolean): string | undefined {
    const here = this.#at;
    const first = this.#next();
    if (first !== 123) {
      return bare && first !== -1 && this.#at === here ? "a character that no name of a metric has" : undefined;
    }
    this.#at += 1;
    while (this.#next() !== 125) {
      const wrong = this.#readLabel();
      if (wrong !== undefined) return wrong;
      const next = this.#next();
      if (next === 44) this.#at += 1;
      else if (next !== 125) return "labels that do not end";
    }
    this.#at += 1;
    return undefined;
  }

  /** A label; or the metric's name, where it is quoted. */
  #readLabel(): string | undefined {
    const quoted = this.#next() === 34;
    const text = quoted ? this.#readQuoted() : this.#readLabelName();
    if (text === undefined || text === "") return "no name of a label";
    if (this.#next() === 61) {
      this.#at += 1;
      return this.#readLabelValue(text);
    }
    if (!quoted || this.name !== "") return "a label without a value";
    this.name = text;
    return undefined;
  }

  #readLabelName(): string {
    const body = this.#body;
    const from = this.#at;
    const place = this.names.length;
    const last = this.#lastNames[place] ?? "";
    const next = from + last.length;
    if (last !== "" && body.charCodeAt(next) === 61 && body.startsWith(last, from)) {
      this.#at = next;
      return last;
    }
    while (this.#at < this.#end) {
      const code = body.charCodeAt(this.#at);
      if (!isLetter(code) && !(isDigit(code) && this.#at > from)) break;
      this.#at += 1;
    }
    const name = body.slice(from, this.#at);
    this.#lastNames[place] = name;
    return name;
  }

  #readLabelValue(name: string): string | undefined {
    if (name === "__name__") return "a label __name__";
    const value = this.#next() === 34 ? this.#readKnownValue() : undefined;
    if (value === undefined) return "a label's value that does not end";
    if (value !== "") {
      this.names.push(name);
      this.values.push(value);
    }
    return undefined;
  }

  #readKnownValue(): string | undefined {
    const from = this.#at + 1;
    const place = this.names.length;
    const last = this.#lastValues[place] ?? "";
    const close = from + last.length;
    if (this.#body.charCodeAt(close) === 34 && this.#body.startsWith(last, from)) {
      this.#at = close + 1;
      return last;
    }
    const value = this.#readQuoted();
    this.#lastValues[place] = value === undefined || value.length !== this.#at - 1 - from ? "" : value;
    return value;
  }

  #readQuoted(): string | undefined {
    const from = this.#at + 1;
    const close = closingQuote(this.#body, from, this.#end);
    if (close === -1) return undefined;
    this.#at = close + 1;
    return detached(unescapeQuoted(this.#body.slice(from, close)));
  }
}
