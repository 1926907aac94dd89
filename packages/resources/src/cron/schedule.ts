const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** The fields of crontab(5), with what each may say. */
const FIELDS = [
  { what: 'minute', from: 0, to: 59, names: [] },
  { what: 'hour', from: 0, to: 23, names: [] },
  { what: 'day of the month', from: 1, to: 31, names: [] },
  { what: 'month', from: 1, to: 12, names: MONTHS },
  { what: 'day of the week', from: 0, to: 7, names: DAYS },
] as const;

type Field = (typeof FIELDS)[number];

const WORDS = /^@(reboot|yearly|annually|monthly|weekly|daily|midnight|hourly)$/;

function numberOf(text: string, { from, to, names }: Field): number | undefined {
  const named = (names as readonly string[]).indexOf(text.toLowerCase());
  if (named !== -1) return from + named;
  const number = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return number >= from && number <= to ? number : undefined;
}

/** One of the parts that commas separate: `*`, `5`, `1-5`, each with `/step`. */
function isPart(text: string, field: Field): boolean {
  const [range = '', step, ...more] = text.split('/');
  if (more.length > 0 || (step !== undefined && !/^[1-9]\d?$/.test(step))) return false;
  if (range === '*') return true;
  const [first = '', last, ...others] = range.split('-');
  const [low, high] = [numberOf(first, field), last === undefined ? undefined : numberOf(last, field)];
  if (others.length > 0 || low === undefined) return false;
  return last === undefined ? step === undefined : high !== undefined && low <= high;
}

/** Why cron would not take this schedule, as a sentence; nothing where it would. Cron itself only writes that into its log. */
export function whyNotSchedule(schedule: string): string | undefined {
  if (WORDS.test(schedule)) return undefined;
  const fields = schedule.split(' ');
  if (fields.length !== FIELDS.length || fields.includes('')) {
    return 'a schedule has five fields, separated by one blank each, or is a word such as @daily';
  }
  const wrong = FIELDS.find((field, at) => !fields[at]?.split(',').every((part) => isPart(part, field)));
  return wrong && `the ${wrong.what} of a schedule is *, or numbers from ${wrong.from} to ${wrong.to} with "," "-" "/"`;
}
