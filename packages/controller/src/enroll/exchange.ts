import { randomUUID } from 'node:crypto';
import type { HostId, HostName } from '@rolecall/protocol';
import type { Audit } from '../audit/audit.ts';
import type { Authority } from '../authority/authority.ts';
import { ControllerError } from '../error.ts';
import type { Database } from '../store/database.ts';
import { enrolHost, findHost } from '../store/hosts.ts';
import { answerGiven, noteAnswer, spendToken } from '../store/tokens.ts';
import { checkProof, claimedName, type EnrolRequest, keyHash } from './request.ts';
import { lookUpToken, openToken, refused, unknownToken } from './tokens.ts';

export interface ExchangeParts {
  readonly database: Database;
  readonly authority: Authority;
  readonly audit: Audit;
  /** Called when a host has a new identity: the link of its old one ends. */
  readonly superseded: (host: HostName) => void;
}

/** What a host is told. */
export interface EnrolAnswer {
  readonly hostId: HostId;
  readonly host: HostName;
  readonly certificate: string;
  readonly ca: string;
}

/**
 * Takes a host in, in one transaction: however many use a single-use token at once, one gets in. The same token with the same
 * keys gets the same answer, so a lost answer does no harm.
 * @throws ControllerError with the one sentence that the host's console shows.
 */
export async function enrol(parts: ExchangeParts, request: EnrolRequest): Promise<EnrolAnswer> {
  const { authority, audit, database, superseded } = parts;
  // First, so that who has no token is counted as guessing, and costs no more than that.
  if (lookUpToken(database, request.token) === undefined) throw unknownToken();
  checkProof(request);
  try {
    const known = givenBefore(database, request);
    if (known !== undefined) return known;
    openToken(database, request.token);
    // Signing takes its time; a certificate that is not recorded in the end is worth nothing.
    const hostId = randomUUID() as HostId;
    const issued = await authority.issueFor(hostId, request.publicKey);
    if (issued === undefined) throw new ControllerError('bad_enrolment', 'the host sent no public key on P-256');
    const certificate = { pem: issued.pem, serial: issued.serial, notAfter: issued.notAfter };
    const answer = database.transaction(() => record(parts, request, hostId, certificate));
    // A repeat that raced with this one may have been answered already: its link is good.
    if (answer.hostId === hostId) superseded(answer.host);
    return answer;
  } catch (error) {
    const { id } = lookUpToken(database, request.token) ?? {};
    const subject = `token ${id}: ${error instanceof Error ? error.message : 'failed'}`;
    audit.record({ operator: `host ${request.hostname}`, verb: 'enrol.refused', subject });
    throw error;
  }
}

function record(
  { database, authority, audit }: ExchangeParts,
  request: EnrolRequest,
  hostId: HostId,
  issued: { readonly pem: string; readonly serial: string; readonly notAfter: number },
): EnrolAnswer {
  const known = givenBefore(database, request);
  if (known !== undefined) return known;
  const token = openToken(database, request.token);
  if (!spendToken(database, token.id)) throw refused('used_token', 'this token is used up');
  const host = token.host ?? freeName(database, request.hostname);
  enrolHost(database, host, token.labels, { id: hostId, sealingKey: request.sealingKey, ...issued });
  const answer = { hostId, host, certificate: issued.pem, ca: authority.certificate };
  noteAnswer(database, token.id, keyHash(request), JSON.stringify(answer));
  audit.record({ operator: `host ${host}`, verb: 'enrol', subject: `token ${token.id}, id ${hostId}` });
  return answer;
}

function givenBefore(database: Database, request: EnrolRequest): EnrolAnswer | undefined {
  const token = lookUpToken(database, request.token);
  if (token === undefined || token.revoked) return undefined;
  const given = answerGiven(database, token.id, keyHash(request));
  return given === undefined ? undefined : (JSON.parse(given) as EnrolAnswer);
}

/** Only a token that was made for it gives out a name that a host has already. */
function freeName(database: Database, hostname: string): HostName {
  const name = claimedName(hostname);
  const holder = findHost(database, name);
  if (holder === undefined || holder.revoked) return name;
  throw new ControllerError('name_taken', `a host named ${name} is enrolled already`, {
    hint: `if it was rebuilt: controller enroll --host ${name}; else give this one another name with --host`,
  });
}
