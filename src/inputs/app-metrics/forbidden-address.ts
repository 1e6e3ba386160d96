const ipv4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

const bytesOf = (text: string): readonly number[] | undefined => {
  const bytes = ipv4.exec(text)?.slice(1).map(Number);
  return bytes?.every((byte) => byte <= 255) ? bytes : undefined;
};

/** An IPv6 address in its one short form, as URLs write it; undefined for what is none. */
const shortForm = (text: string): string | undefined =>
  /^[0-9a-f:.]+$/i.test(text) && text.includes(":") ? URL.parse(`http://[${text}]/`)?.hostname.slice(1, -1) : undefined;

export const isAddress = (text: string): boolean => bytesOf(text) !== undefined || shortForm(text) !== undefined;

/** Link-local, where clouds serve credentials; this network; multicast and what is above. */
const isForbiddenV4 = ([first = 0, second = 0]: readonly number[]): boolean =>
  first === 0 || first >= 224 || (first === 169 && second === 254);

/** No address, link-local, multicast; EC2's metadata service; any way to write an IPv4 address. */
const forbiddenV6 = /^(::|fe[89ab].*|ff.*|fd00:ec2:.*|::ffff:.*|64:ff9b:.*|2002:.*)$/;

/** Whether nothing may be read there, whoever says that a container has it. What is no address may not either. */
export const isForbidden = (text: string): boolean => {
  const bytes = bytesOf(text);
  if (bytes !== undefined) return isForbiddenV4(bytes);
  const short = shortForm(text);
  return short === undefined || forbiddenV6.test(short);
};

export const isIpv4 = (text: string): boolean => bytesOf(text) !== undefined;
