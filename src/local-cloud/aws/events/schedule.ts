/** Times are milliseconds since the epoch, in UTC. */

const unitMs: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * When a schedule runs next after `now`; `undefined` when the expression is not valid or never comes due.
 * Forms: `rate(5 minutes)`, `cron(0 10 ? * MON-FRI *)` (EventBridge user guide, "Schedule patterns", 2026).
 */
export function nextRun(expression: string, now: number): number | undefined {
  const rate = /^rate\(\s*(\d+)\s+(minute|hour|day)(s?)\s*\)$/.exec(expression);
  if (rate) {
    const [, value, unit, plural] = rate;
    const isRight = Number(value) > 0 && (Number(value) === 1) === (plural === '');
    return isRight ? now + Number(value) * unitMs[unit!]! : undefined;
  }
  const cron = /^cron\(\s*(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s*\)$/.exec(expression);
  return cron ? nextCron(cron.slice(1), now) : undefined;
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Values of one field, as the days of one month need them. */
type Field = (value: number, day: Date) => boolean;

function nextCron(fields: string[], now: number): number | undefined {
  const [minute, hour, dayOfMonth, month, dayOfWeek, year] = fields as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  // One of the two day fields says nothing.
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) return undefined;
  const inMinute = field(minute, 0, 59);
  const inHour = field(hour, 0, 23);
  const inMonth = field(month, 1, 12, months);
  const inYear = field(year, 1970, 2199);
  const onDay = dayOfMonth === '?' ? weekdayField(dayOfWeek) : dayField(dayOfMonth);
  if (!inMinute || !inHour || !inMonth || !inYear || !onDay) return undefined;

  const first = new Date(Math.floor(now / 60_000 + 1) * 60_000);
  for (let ahead = 0; ahead < 366 * 5; ahead++) {
    const day = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), first.getUTCDate() + ahead));
    if (!inYear(day.getUTCFullYear(), day) || !inMonth(day.getUTCMonth() + 1, day)) continue;
    if (!onDay(day.getUTCDate(), day)) continue;
    for (let at = ahead === 0 ? first.getUTCHours() * 60 + first.getUTCMinutes() : 0; at < 1440; at++) {
      if (inHour(Math.floor(at / 60), day) && inMinute(at % 60, day)) return day.getTime() + at * 60_000;
    }
  }
  return undefined;
}

function dayField(text: string): Field | undefined {
  if (text === 'L') return (value, day) => value === lastDayOf(day);
  const nearest = /^(\d{1,2})W$/.exec(text);
  if (nearest) return (value, day) => value === nearestWeekday(Number(nearest[1]), day);
  return field(text, 1, 31);
}

/** Days of the week count from 1, Sunday. `6L` is the last Friday, `3#2` the second Tuesday. */
function weekdayField(text: string): Field | undefined {
  const special = /^(\w{1,3}?)(?:L|#([1-5]))$/.exec(text);
  if (special && text !== 'L') {
    const named = weekdays.indexOf(special[1]!.toUpperCase());
    const weekday = named >= 0 ? named : Number(special[1]) - 1;
    const nth = special[2] === undefined ? undefined : Number(special[2]);
    return (value, day) =>
      day.getUTCDay() === weekday &&
      (nth === undefined ? value + 7 > lastDayOf(day) : Math.ceil(value / 7) === nth);
  }
  const plain = field(text === 'L' ? '7' : text, 1, 7, weekdays);
  return plain && ((_, day) => plain(day.getUTCDay() + 1, day));
}

/** Lists, ranges and steps: `*`, `1,3`, `MON-FRI`, `0/15`. */
function field(text: string, min: number, max: number, names: string[] = []): Field | undefined {
  const allowed = new Set<number>();
  for (const part of text.split(',')) {
    const [, range = '', step = ''] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    const [from, to] =
      range === '*' ? [min, max] : range.split('-').map((each) => numberOf(each, min, names));
    const end = to ?? (step === '' ? from : max);
    if (from === undefined || end === undefined) return undefined;
    if (!(from >= min && end <= max && from <= end) || step === '0') return undefined;
    for (let value = from; value <= end; value += Number(step) || 1) allowed.add(value);
  }
  return (value) => allowed.has(value);
}

function numberOf(text: string, min: number, names: string[]): number {
  const named = names.indexOf(text.toUpperCase());
  if (named >= 0) return named + min;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

const lastDayOf = (day: Date): number =>
  new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();

/** The working day nearest to a day of the month, in the same month. */
function nearestWeekday(wanted: number, day: Date): number {
  const last = lastDayOf(day);
  const date = Math.min(wanted, last);
  const weekday = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), date)).getUTCDay();
  if (weekday === 6) return date > 1 ? date - 1 : date + 2;
  if (weekday === 0) return date < last ? date + 1 : date - 2;
  return date;
}
