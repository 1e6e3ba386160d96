import type { Page } from "playwright-core";

/**
 * How many pixels of the page's first chart have about the colour of this custom property: of all of it, or of its lowest
 * `rows` CSS pixels above the texts of its axis, where the shapes of events stand.
 */
export const inkedPixels = async (page: Page, property: string, rows?: number): Promise<number> =>
  page.evaluate<number>(`(() => {
    const canvas = document.querySelector("main canvas");
    const hex = getComputedStyle(document.documentElement).getPropertyValue("${property}").trim();
    const [r, g, b] = hex.match(/[0-9a-f]{2}/gi).map((part) => Number.parseInt(part, 16));
    const dot = canvas.height / canvas.clientHeight;
    const rows = ${rows ?? "canvas.clientHeight"};
    const bottom = rows < canvas.clientHeight ? canvas.clientHeight - 26 : canvas.clientHeight;
    const { data } = canvas.getContext("2d").getImageData(0, (bottom - rows) * dot, canvas.width, rows * dot);
    let found = 0;
    for (let at = 0; at < data.length; at += 4) {
      if (data[at + 3] > 200 && Math.hypot(data[at] - r, data[at + 1] - g, data[at + 2] - b) < 40) found += 1;
    }
    return found;
  })()`);
