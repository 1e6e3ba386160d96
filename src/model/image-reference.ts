/** What an image's name says: `registry:5000/shop/web:2.4@sha256:...`. */
export interface ImageReference {
  /** With registry and path, without tag and digest. */
  readonly name: string;
  /** Last part of the name. */
  readonly shortName: string;
  /** `latest` when neither a tag nor a digest is given, which is what Docker takes that for. */
  readonly tag?: string;
  readonly digest?: string;
}

/** Undefined when there is no name: an empty text, or the bare id of an image that has lost its name. */
export const imageReference = (text: string): ImageReference | undefined => {
  const [named = "", digest] = text.split("@");
  const slash = named.lastIndexOf("/");
  const colon = named.indexOf(":", slash + 1);
  const name = colon < 0 ? named : named.slice(0, colon);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  if (name === "" || name === "sha256") return undefined;
  return {
    name,
    shortName: name.slice(slash + 1),
    ...(tag ? { tag } : digest === undefined ? { tag: "latest" } : {}),
    ...(digest === undefined ? {} : { digest }),
  };
};
