import { createHash, createPrivateKey } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { makeSealingKeys } from '@rolecall/protocol/sealed-box';
import { settingsFiles } from '../settings.ts';
import { checkCertificate, dropRenewed, makeKey } from './renewed.ts';
import { type Controller, enrolmentBody, type HostKeys, requestEnrolment } from './request.ts';
import { writeWhole } from './write-whole.ts';

export interface EnrolOptions {
  readonly controller: Controller;
  readonly token: string;
  readonly hostname: string;
  readonly settingsFolder: string;
  readonly stateFolder: string;
  /** Enrols anew although this token was used here before. */
  readonly force: boolean;
}

/** What came of it: `kept` where this host was enrolled with this token before. */
export interface EnrolResult {
  readonly is: 'enrolled' | 'kept';
  readonly host: string;
}

/**
 * Makes this host known to a controller: keys that never leave it, a certificate for them, and the settings from which the agent
 * starts. Safe to run again: a finished enrolment with the same token is kept; one that was cut off goes on with the same keys,
 * to which the controller gives the same answer. Another token enrols anew, with fresh keys.
 */
export async function enrol(options: EnrolOptions): Promise<EnrolResult> {
  const files = settingsFiles(options.settingsFolder);
  const former = formerEnrolment(files.settings);
  if (former?.tokenHash === hashOf(options.token) && !options.force) return { is: 'kept', host: former.host };
  mkdirSync(options.settingsFolder, { recursive: true });
  chmodSync(options.settingsFolder, 0o700);
  const keys = newKeys(files);
  const enrolled = await requestEnrolment(options.controller, enrolmentBody(options.token, options.hostname, keys));
  checkCertificate(enrolled.certificate, createPrivateKey(keys.key));
  // A renewal of the former identity that was on its way must not come after this one.
  dropRenewed(files);
  writeWhole(files.certificate, enrolled.certificate, 0o644);
  writeWhole(files.ca, enrolled.ca, 0o644);
  renameSync(`${files.sealingKey}.new`, files.sealingKey);
  renameSync(`${files.key}.new`, files.key);
  // Last: where this file names the token, the enrolment is complete.
  writeWhole(files.settings, settingsText(options, enrolled), 0o600);
  return { is: 'enrolled', host: enrolled.host };
}

function settingsText(options: EnrolOptions, enrolled: { readonly host: string; readonly hostId: string }): string {
  const { url, serverName } = options.controller;
  const settings = {
    controller: url,
    ...(serverName === undefined ? {} : { serverName }),
    host: enrolled.host,
    hostId: enrolled.hostId,
    stateFolder: options.stateFolder,
    tokenHash: hashOf(options.token),
  };
  return `${JSON.stringify(settings, null, 2)}\n`;
}

function formerEnrolment(path: string): { readonly host: string; readonly tokenHash: string } | undefined {
  if (!existsSync(path)) return undefined;
  const { host, tokenHash }: Partial<Record<string, unknown>> = JSON.parse(readFileSync(path, 'utf8'));
  return { host: String(host), tokenHash: String(tokenHash) };
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** The keys of an attempt wait under `.new` until it is through. */
function newKeys(files: ReturnType<typeof settingsFiles>): HostKeys {
  return {
    key: keptOrMade(`${files.key}.new`, makeKey),
    sealingKey: keptOrMade(`${files.sealingKey}.new`, () => makeSealingKeys().privateKey),
  };
}

function keptOrMade(path: string, make: () => string): string {
  if (!existsSync(path)) writeWhole(path, make(), 0o600);
  return readFileSync(path, 'utf8');
}
