/** What the agent answered. Status 0: it did not. */
export type Answer<T> =
  | { readonly ok: true; readonly body: T }
  | { readonly ok: false; readonly status: number; readonly error: string };

const errorIn = (text: string): string => {
  try {
    const body: { readonly error?: string } = JSON.parse(text);
    return body.error ?? text;
  } catch {
    return text;
  }
};

/** Reads one of the API's documents (src/web/api/contract.ts) by its relative path. Expected failures are values. */
export const read = async <T>(path: string, signal?: AbortSignal): Promise<Answer<T>> => {
  try {
    const response = await fetch(path, { headers: { accept: "application/json" }, ...(signal && { signal }) });
    if (!response.ok) return { ok: false, status: response.status, error: errorIn(await response.text()) };
    const body: T = await response.json();
    return { ok: true, body };
  } catch (error) {
    return { ok: false, status: 0, error: String(error) };
  }
};
