import { z } from 'zod';
import { Access, answers } from './route.ts';

/** How an operator is called, in runs and in the audit chain. */
export const OperatorName = z.string().regex(/^[a-z][a-z0-9._-]{0,62}$/);

/** Tokens of operators. A token is answered once, when it is made; what is stored is its hash. */
export const tokenRoutes = {
  'tokens.create': answers(
    'admin',
    z.strictObject({
      name: OperatorName,
      access: Access,
      /** `null`: until it is revoked. */
      ttlMs: z
        .int()
        .min(1_000)
        .max(3_660 * 86_400_000)
        .nullable(),
    }),
    z.strictObject({ token: z.string(), expires: z.number().nullable() }),
  ),
  'tokens.list': answers(
    'admin',
    z.strictObject({}),
    z.array(
      z.strictObject({
        name: z.string(),
        access: Access,
        created: z.number(),
        expires: z.number().nullable(),
        lastUsed: z.number().nullable(),
        revoked: z.number().nullable(),
      }),
    ),
  ),
  'tokens.revoke': answers('admin', z.strictObject({ name: OperatorName }), z.strictObject({ revoked: z.boolean() })),
} as const;
