import { existsSync, readFileSync } from 'node:fs';
import { generateX25519Identity } from 'age-encryption';
import { writeDurably } from '../store/write-file.ts';

/** The age identity that opens this controller's secrets, made at first use; only its owner can read it. */
export async function ageIdentity(path: string): Promise<string> {
  if (!existsSync(path)) writeDurably(path, `${await generateX25519Identity()}\n`, 0o600);
  return readFileSync(path, 'utf8').trim();
}
