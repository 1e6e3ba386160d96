/** What a cell is, for those who see colour. The text says the same. */
export type Tone = "head" | "strong" | "faint" | "warning" | "alarm";

const codes: Readonly<Record<Tone, string>> = { head: "1;4", strong: "1", faint: "2", warning: "33", alarm: "1;31" };

export type Paint = (text: string, tone: Tone | undefined) => string;

export const inColour: Paint = (text, tone) => (tone === undefined ? text : `\u001b[${codes[tone]}m${text}\u001b[0m`);

export const plain: Paint = (text) => text;

/** Control characters, which a name from a source may hold, would move the cursor. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const control = /[\u0000-\u001f\u007f-\u009f]/g;

export const printable = (text: string): string => text.replace(control, "?");

/** Colour where a person looks, unless NO_COLOR says not to (no-color.org). */
export const paintFor = (
  { interactive }: { readonly interactive: boolean },
  { NO_COLOR }: Readonly<Record<string, string | undefined>>,
): Paint => (interactive && (NO_COLOR === undefined || NO_COLOR === "") ? inColour : plain);
