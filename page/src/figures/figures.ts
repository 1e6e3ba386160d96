/** Figures as text, in one language. What is not known is an en dash: never 0. */
export interface Figures {
  /** Three significant digits at most below 1000, then whole, grouped. */
  number(value: number): string;
  /** Ratio as a percentage: 0.415 -> 42 %. */
  share(ratio: number): string;
  /** 1024s: KiB, MiB, GiB. */
  bytes(value: number): string;
  /** Used and limit, with the unit once where it is the same: 208 / 256 MiB. */
  bytesOf(used: number, limit: number): string;
  /** vCPUs, in hundredths. */
  vcpus(value: number): string;
  bytesPerSecond(value: number): string;
  /** Length of time in its two largest units. */
  span(ms: number): string;
  /** Seconds in the unit that fits, from microseconds on. */
  seconds(value: number): string;
  /** How long before now. */
  ago(ms: number): string;
  /** Time of day, with seconds. */
  clock(atMs: number): string;
  /** Date and time of day. */
  moment(atMs: number): string;
  /** In a unit of the catalogue (UCUM); `perSecond` for the change of a counter. */
  inUnit(value: number | null, unit: string, perSecond?: boolean): string;
}

export const unknown = "–";

const byteUnits = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

const spanUnits = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
] as const;

const shortUnits = [
  ["second", 1],
  ["millisecond", 1e-3],
  ["microsecond", 1e-6],
] as const;

export const figuresIn = (language: string): Figures => {
  const small = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const hundredths = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });
  const finePercent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "always", style: "narrow" });
  const time = new Intl.DateTimeFormat(language, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  const date = new Intl.DateTimeFormat(language, {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  const inUnits = new Map<string, Intl.NumberFormat>();
  const inIntlUnit = (value: number, unit: string, unitDisplay: "narrow" | "short" = "narrow"): string => {
    const format =
      inUnits.get(unit + unitDisplay) ??
      new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay, maximumSignificantDigits: 3 });
    inUnits.set(unit + unitDisplay, format);
    return format.format(value);
  };

  // 2h 14m, but 2時間14分: narrow Japanese units are Latin letters, and its words stand without spaces.
  const japanese = language === "ja";
  const ofSpan = (count: number, unit: string): string => {
    const text = inIntlUnit(count, unit, japanese ? "short" : "narrow");
    return japanese ? text.replace(/\s/g, "") : text;
  };

  const number = (value: number): string => (Math.abs(value) < 999.5 ? small : whole).format(value);

  const share = (ratio: number): string => (Math.abs(ratio) < 0.0995 ? finePercent : percent).format(ratio);

  const bytes = (value: number): string => {
    let scaled = value;
    let step = 0;
    while (Math.abs(scaled) >= 999.5 && step < byteUnits.length - 1) {
      scaled /= 1024;
      step += 1;
    }
    return `${step === 0 ? whole.format(scaled) : number(scaled)} ${byteUnits[step]}`;
  };

  const bytesOf = (used: number, limit: number): string => {
    const [text, limitText] = [bytes(used), bytes(limit)];
    const [amount, unit] = text.split(" ");
    return limitText.endsWith(` ${unit}`) ? `${amount} / ${limitText}` : `${text} / ${limitText}`;
  };

  const span = (ms: number): string => {
    const first = spanUnits.findIndex(([, unitMs]) => ms >= unitMs);
    if (first < 0) return ofSpan(0, "second");
    const [large, largeMs] = spanUnits[first] ?? spanUnits[3];
    const count = Math.floor(ms / largeMs);
    const head = ofSpan(count, large);
    const next = spanUnits[first + 1];
    if (next === undefined) return head;
    const rest = Math.floor((ms - count * largeMs) / next[1]);
    return rest === 0 ? head : `${head}${japanese ? "" : " "}${ofSpan(rest, next[0])}`;
  };

  const seconds = (value: number): string => {
    if (Math.abs(value) >= 60) return span(value * 1000);
    const [unit, size] =
      shortUnits.find(([, atLeast]) => Math.abs(value) >= atLeast) ?? (value === 0 ? shortUnits[0] : shortUnits[2]);
    return inIntlUnit(value / size, unit);
  };

  const ago = (ms: number): string => {
    const [unit, unitMs] = spanUnits.find(([, least]) => ms >= least) ?? spanUnits[3];
    return relative.format(-Math.max(0, Math.floor(ms / unitMs)), unit);
  };

  const plainIn = (value: number, unit: string): string => {
    if (unit === "By") return bytes(value);
    if (unit === "s") return seconds(value);
    if (unit === "1") return share(value);
    if (unit === "{vcpu}" || unit === "{cpu}") return `${number(value)} vCPU`;
    return number(value);
  };

  return {
    number,
    share,
    bytes,
    bytesOf,
    vcpus: (value) => hundredths.format(value),
    bytesPerSecond: (value) => `${bytes(value)}/s`,
    span,
    seconds,
    ago,
    clock: (atMs) => time.format(atMs),
    moment: (atMs) => date.format(atMs),
    inUnit: (value, unit, perSecond = false) => {
      if (value === null || !Number.isFinite(value)) return unknown;
      if (!perSecond) return plainIn(value, unit);
      // A second of CPU time in a second is one vCPU in use.
      return unit === "s" ? `${number(value)} s/s` : `${plainIn(value, unit)}/s`;
    },
  };
};
