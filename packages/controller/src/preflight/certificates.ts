import type { MeasuredCertificate, SiteWants } from '@rolecall/protocol';
import type { Check, Found, Subject } from './subject.ts';

const DAY_MS = 86_400_000;

type Wanted = SiteWants['certificates'][string];
type Read = Exclude<MeasuredCertificate, { readonly unknown: string }>;

/** The certificates that the site brings along: good for the names, for long enough, whole, and with their own key. */
export const checkCertificates: Check = (subject) =>
  Object.entries(subject.site.wants?.certificates ?? {}).flatMap(([name, wanted]) => {
    const found = subject.measured.certificates[name];
    // A secret that is not set is said once, by the check of secrets.
    if (found === undefined) return [];
    if ('unknown' in found)
      return [
        line(
          subject,
          name,
          'certificate_unreadable',
          found.unknown,
          'certificates in PEM',
          `set the secret ${wanted.chain} anew`,
        ),
      ];
    return lines(subject, name, wanted, found);
  });

function lines(subject: Subject, name: string, wanted: Wanted, found: Read): Found[] {
  const days = Math.floor((found.end - subject.measured.at) / DAY_MS);
  const missing = wanted.names.filter((one) => !found.names.some((held) => covers(held, one)));
  return [
    ...(days >= wanted.days
      ? []
      : [
          line(
            subject,
            name,
            'certificate_ends',
            days < 0 ? `ended ${-days} days ago` : `${days} days left`,
            `at least ${wanted.days} days`,
            `renew it, and set the secrets ${wanted.chain} and ${wanted.key}`,
          ),
        ]),
    ...(missing.length === 0
      ? []
      : [
          line(
            subject,
            name,
            'certificate_name',
            `good for ${found.names.join(', ') || 'no name'}`,
            `good for ${missing.join(', ')}`,
            `order it anew with ${missing.join(', ')}`,
          ),
        ]),
    ...(found.keyFits
      ? []
      : [
          line(
            subject,
            name,
            'certificate_key',
            'another key',
            'the key of the certificate',
            `set the secret ${wanted.key} to the key of ${wanted.chain}`,
          ),
        ]),
    ...(found.chained
      ? []
      : [
          line(
            subject,
            name,
            'certificate_chain',
            'not each signed by the next',
            'the certificate, then those above it',
            `put the missing certificate into the secret ${wanted.chain}`,
          ),
        ]),
  ];
}

function line(
  { site }: Subject,
  name: string,
  code: Found['code'],
  measured: string,
  wanted: string,
  todo: string,
): Found {
  return { code, what: `certificate ${name}`, measured, wanted, todo, at: site.source };
}

/** A name with a star stands for one label in its place (RFC 9525, 6.3). */
function covers(held: string, name: string): boolean {
  if (held.toLowerCase() === name.toLowerCase()) return true;
  return (
    held.startsWith('*.') &&
    name.includes('.') &&
    name.slice(name.indexOf('.')).toLowerCase() === held.slice(1).toLowerCase()
  );
}
