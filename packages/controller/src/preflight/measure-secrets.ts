import type { Measured, MeasuredSecret, SiteDocument } from '@rolecall/protocol';
import type { SecretSealer } from '../hub/contract.ts';
import { inClear } from './in-clear.ts';

/** What stands in templates and in the documentation of others, in small letters and without what people put around it. */
const SAMPLES = new Set([
  'admin',
  'changeit',
  'changeme',
  'default',
  'dummy',
  'example',
  'fixme',
  'insecure',
  'letmein',
  'minioadmin',
  'notsecret',
  'pass',
  'passw0rd',
  'password',
  'placeholder',
  'qwerty',
  'replaceme',
  'sample',
  'secret',
  'test',
  'todo',
  'yourpassword',
  'yoursecret',
]);

/** What each secret of the site is like; no value leaves this. */
export function measureSecrets(secrets: Pick<SecretSealer, 'look'>, site: SiteDocument): Measured['secrets'] {
  const placeOf = inClear(site);
  const measured = (value: string, samples: readonly string[]): MeasuredSecret => {
    const place = placeOf(value);
    return {
      length: value.length,
      sample: isSample(value, samples),
      ...(place === null ? {} : { inClear: place }),
    };
  };
  return Object.fromEntries(
    site.secrets.map(({ name, samples = [] }) => [
      name,
      secrets.look(name, (value) => measured(value, samples)) ?? { length: null, sample: false },
    ]),
  );
}

/** The same for the letters of a value and a known one; `xxxxxx` and `123456` count as well. */
function isSample(value: string, samples: readonly string[]): boolean {
  const trimmed = value.trim();
  const letters = trimmed.toLowerCase().replace(/[^a-z0-9]/g, '');
  return (
    samples.includes(trimmed) ||
    SAMPLES.has(letters.replace(/\d+$/, '')) ||
    SAMPLES.has(letters) ||
    /^(.)\1*$/.test(letters) ||
    '01234567890'.includes(letters)
  );
}
