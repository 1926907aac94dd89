import { z } from 'zod';

/** A secret's name: words of letters, digits, `.`, `_`, `-`, joined by `/`. */
export const SecretName = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/, 'a secret is named like redis/password')
  .brand<'SecretName'>();
export type SecretName = z.infer<typeof SecretName>;

/** Which value of a secret: hashes and plans know only this, never the value. */
export const SecretVersion = z.strictObject({ name: SecretName, version: z.int().min(1) });
export type SecretVersion = z.infer<typeof SecretVersion>;

/** A secret's value, readable only by the host whose key it was sealed to. `box` is base64; see `sealed-box.ts`. */
export const SealedSecret = z.strictObject({ name: SecretName, version: z.int().min(1), box: z.base64().max(65_536) });
export type SealedSecret = z.infer<typeof SealedSecret>;
