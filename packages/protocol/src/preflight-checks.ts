/** What preflight looks at, one after another. */
export const PREFLIGHT_CHECKS = [
  'mode',
  'counts',
  'apart',
  'servers',
  'ranges',
  'addresses',
  'hosts',
  'system',
  'sizes',
  'disks',
  'clocks',
  'ports',
  'reach',
  'names',
  'certificates',
  'secrets',
] as const;
