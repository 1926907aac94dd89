/** In the place of those who work on the machines: their accounts, with their public keys. */
export const ADMINS = [
  { name: 'ann', keys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA ann@desk'] },
] as const;
