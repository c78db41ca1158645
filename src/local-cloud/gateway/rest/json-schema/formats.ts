import { isIPv4, isIPv6 } from 'node:net';

interface Format {
  is: (text: string) => boolean;
  /** What a text of another form is, in the validator's words. */
  otherwise: string;
}

/** Formats of JSON Schema draft 4 (section 7.3) and the two date forms besides; any other name checks nothing. */
export const formats: Readonly<Record<string, Format>> = {
  'date-time': {
    is: (text) =>
      /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(text) &&
      isDate(text.slice(0, 10)) &&
      !Number.isNaN(Date.parse(text)),
    otherwise:
      "invalid against requested date format(s) [yyyy-MM-dd'T'HH:mm:ssZ, yyyy-MM-dd'T'HH:mm:ss.SSSZ]",
  },
  date: {
    is: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && isDate(text),
    otherwise: 'invalid against requested date format(s) yyyy-MM-dd',
  },
  time: {
    is: (text) => /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)?$/.test(text),
    otherwise: 'invalid against requested date format(s) HH:mm:ss',
  },
  email: {
    is: (text) => /^[^\s@"(),:;<>[\\\]]+@[^\s@.]+(\.[^\s@.]+)*$/.test(text),
    otherwise: 'not a valid email address',
  },
  hostname: {
    is: (text) =>
      text.length <= 255 &&
      /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i.test(text),
    otherwise: 'not a valid hostname',
  },
  ipv4: { is: isIPv4, otherwise: 'not a valid IPv4 address' },
  ipv6: { is: isIPv6, otherwise: 'not a valid IPv6 address' },
  uri: { is: (text) => /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]*$/i.test(text), otherwise: 'not a valid URI' },
};

/** A day that the calendar has: `2026-02-30` is none. */
function isDate(day: string): boolean {
  const time = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(day);
}
