import type { SiteDocument } from '@rolecall/protocol';
import type { Check, Found, Subject } from './subject.ts';

/** Every secret is set, long enough, none of those that everybody knows, and not said in clear. Values never come into a finding. */
export const checkSecrets: Check = (subject) => subject.site.secrets.flatMap((secret) => lines(subject, secret));

function lines(
  { site, measured }: Subject,
  { name, generate, minLength, source }: SiteDocument['secrets'][number],
): Found[] {
  const known = measured.secrets[name];
  const common = { what: `secret ${name}`, at: source, todo: `set it: controller secrets set ${name} < FILE` };
  if (known === undefined || known.length === null) {
    return generate === undefined ? [{ ...common, code: 'secret_missing', measured: 'not set', wanted: 'set' }] : [];
  }
  if (known.inClear !== undefined) {
    const wanted = 'a value that stands nowhere else: it is hidden wherever it shows';
    return [{ ...common, code: 'secret_in_clear', measured: `the same as ${known.inClear}`, wanted }];
  }
  if (known.sample)
    return [
      {
        ...common,
        code: 'secret_sample',
        severity: site.wants?.mode === 'production' ? 'error' : 'warning',
        measured: 'a sample that others know',
        wanted: 'a value of your own',
      },
    ];
  if (minLength === undefined || known.length >= minLength) return [];
  return [{ ...common, code: 'secret_short', measured: `${known.length} characters`, wanted: `at least ${minLength}` }];
}
