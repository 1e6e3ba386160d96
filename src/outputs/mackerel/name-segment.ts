/** Marks a part that was rewritten; what follows lists, for every underscore before it, the character that stood there. */
const rewritten = /_x(?:[0-9a-f]+(?:z[0-9a-f]+)*)?$/;
/** The pause and volume containers of ECS. */
const internal = /^~internal~[A-Za-z0-9~-]*$/;

const rewrite = (raw: string, unfit: RegExp): string => {
  const codes: string[] = [];
  const text = raw.replace(unfit, (character) => {
    codes.push(character.charCodeAt(0).toString(16));
    return "_";
  });
  return `${text}_x${codes.join("z")}`;
};

/**
 * A container's or family's name as one part of a metric name, where Mackerel takes `[A-Za-z0-9_-]+`. Names that fit
 * stay as they are, others say at their end what was replaced: two names never become one. The containers of ECS itself
 * keep the form that the container agent gives them (`_internal_ecs_pause`).
 */
export const nameSegment = (raw: string): string => {
  const shown = internal.test(raw) ? raw.replaceAll("~", "_") : raw;
  const taken = shown === raw && raw.startsWith("_internal_");
  return /^[A-Za-z0-9_-]+$/.test(shown) && !rewritten.test(shown) && !taken ? shown : rewrite(raw, /[^A-Za-z0-9-]/g);
};

/** An interface's name; never with a `-`, so that it can follow a container's name and a `-`. */
export const interfaceSegment = (raw: string): string =>
  /^[A-Za-z0-9_]+$/.test(raw) && !rewritten.test(raw) ? raw : rewrite(raw, /[^A-Za-z0-9]/g);
