/** What TASKVITALS_CONFIG or --config names. */
export type Reference =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "parameter"; readonly name: string; readonly region?: string }
  | { readonly kind: "object"; readonly bucket: string; readonly key: string }
  | { readonly kind: "unknown"; readonly why: string };

/** `arn:aws:ssm:eu-west-1:123456789012:parameter/name`: of another account, and of a region of its own. */
const parameterArn = /^arn:[a-z-]+:ssm:([a-z0-9-]+):\d+:parameter\//;

const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** `ssm:/name`, `ssm:` with an ARN, `s3://bucket/key`; everything else is a path. */
export const referenceOf = (text: string): Reference => {
  if (text.startsWith("ssm:")) {
    const name = text.slice("ssm:".length);
    const region = parameterArn.exec(name)?.[1];
    if (!/^[\w./:-]+$/.test(name))
      return { kind: "unknown", why: "ssm: has to be followed by a parameter's name or ARN" };
    return { kind: "parameter", name, ...(region === undefined ? {} : { region }) };
  }
  if (text.startsWith("s3:")) {
    const [, bucket = "", key = ""] = /^s3:\/\/([^/]*)\/(.*)$/s.exec(text) ?? [];
    if (!bucketName.test(bucket) || key === "") return { kind: "unknown", why: "expected s3://bucket/key" };
    return { kind: "object", bucket, key };
  }
  return { kind: "file", path: text };
};
