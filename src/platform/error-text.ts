/** The system's code of a failure (ENOENT, ECONNREFUSED, UND_ERR_...), looked up through `cause`. */
export const errorCode = (error: unknown): string => {
  if (typeof error !== "object" || error === null) return "";
  if ("code" in error && typeof error.code === "string") return error.code;
  if ("errors" in error && Array.isArray(error.errors) && error.errors.length > 0) return errorCode(error.errors[0]);
  return "cause" in error ? errorCode(error.cause) : "";
};

export const errorText = (error: unknown): string => {
  const text = error instanceof Error ? error.message : String(error);
  return text === "" ? errorCode(error) : text;
};
