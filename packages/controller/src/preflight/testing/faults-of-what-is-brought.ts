import { certificateOf, type PlantedFault, secretOf } from './plant.ts';

/** What can be wrong with what an operator brings along. */
export const ofWhatIsBrought: readonly PlantedFault[] = [
  {
    fault: 'a certificate that ends in twelve days',
    code: 'certificate_ends',
    host: null,
    what: 'certificate front',
    plant: (figures) => {
      certificateOf(figures).end = figures.at + 12 * 86_400_000;
    },
  },
  {
    fault: 'a certificate without one of the names',
    code: 'certificate_name',
    host: null,
    what: 'certificate front',
    plant: (figures) => {
      certificateOf(figures).names = ['nginz-https.wire.example.com', 'webapp.wire.example.com'];
    },
  },
  {
    fault: 'the key of another certificate',
    code: 'certificate_key',
    host: null,
    what: 'certificate front',
    plant: (figures) => {
      certificateOf(figures).keyFits = false;
    },
  },
  {
    fault: 'a certificate without the one above it',
    code: 'certificate_chain',
    host: null,
    what: 'certificate front',
    plant: (figures) => {
      certificateOf(figures).chained = false;
    },
  },
  {
    fault: 'a secret that nobody has set',
    code: 'secret_missing',
    host: null,
    what: 'secret zauth/private',
    plant: (figures) => {
      secretOf(figures, 'zauth/private').length = null;
    },
  },
  {
    fault: 'a secret from the example files',
    code: 'secret_sample',
    host: null,
    what: 'secret smtp/password',
    plant: (figures) => {
      secretOf(figures, 'smtp/password').sample = true;
    },
  },
  {
    fault: 'a secret that is too short',
    code: 'secret_short',
    host: null,
    what: 'secret turn/secret',
    plant: (figures) => {
      secretOf(figures, 'turn/secret').length = 12;
    },
  },
  {
    fault: 'a secret that the site says in clear',
    code: 'secret_in_clear',
    host: null,
    what: 'secret minio/access-key',
    plant: (figures) => {
      secretOf(figures, 'minio/access-key').inClear = 'the name of the site';
    },
  },
  {
    fault: 'a demonstration that is to become production',
    code: 'mode_switched',
    host: null,
    what: 'mode',
    plant: (figures) => {
      figures.applied.mode = 'demo';
    },
  },
];
