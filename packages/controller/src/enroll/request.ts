import { createHash, verify } from 'node:crypto';
import { HostName } from '@rolecall/protocol';
import { z } from 'zod';
import { readPublicKey } from '../authority/key.ts';
import { ControllerError } from '../error.ts';

/** 32 bytes in base64. */
const SEALING_KEY = /^[A-Za-z0-9+/]{43}=$/;

/** What a new host sends: its keys, and the proof that it holds the private one. */
export const EnrolRequest = z.strictObject({
  token: z.string().max(200),
  hostname: z.string().max(255),
  /** SubjectPublicKeyInfo in PEM, of a key on P-256. */
  publicKey: z.string().max(1_000),
  sealingKey: z.string().regex(SEALING_KEY),
  /** ECDSA with SHA-256 over `proofText`, in base64. */
  proof: z.base64().max(200),
});
export type EnrolRequest = z.infer<typeof EnrolRequest>;

/** @throws ControllerError `bad_enrolment` unless whoever sent it holds the key. */
export function checkProof({ token, publicKey, sealingKey, proof }: EnrolRequest): void {
  const key = readPublicKey(publicKey);
  if (key === undefined) throw new ControllerError('bad_enrolment', 'the host sent no public key on P-256');
  const text = `rolecall-enroll-1\n${token}\n${publicKey}\n${sealingKey}`;
  if (!verify('sha256', Buffer.from(text), key, Buffer.from(proof, 'base64'))) {
    throw new ControllerError('bad_enrolment', 'the host did not prove that it holds its key');
  }
}

/** Tells one host's keys from another's. */
export const keyHash = ({ publicKey, sealingKey }: EnrolRequest): string =>
  createHash('sha256').update(`${publicKey}\n${sealingKey}`).digest('hex');

/** The name that a host claims: the first part of its host name, in lower case. */
export function claimedName(hostname: string): HostName {
  const name = HostName.safeParse(hostname.split('.')[0]?.toLowerCase());
  if (name.success) return name.data;
  throw new ControllerError('bad_host_name', `the host calls itself "${hostname}", which is no host name`, {
    hint: 'name it with: controller enroll --host NAME',
  });
}
