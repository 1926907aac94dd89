import { minio } from '@rolecall/minio';
import { defineSite } from '@rolecall/roles';

const members = ['m-1', 'm-2', 'm-3'];

export default defineSite({
  name: 'minio-example',
  hosts: {
    'm-1': { labels: { server: 'rack-a' } },
    'm-2': { labels: { server: 'rack-b' } },
    'm-3': { labels: { server: 'rack-c' } },
  },
  use: ({ secret }) => {
    minio.on(members, {
      // The controller has them: `controller artifacts add minio` and `… add mc` print their checksums.
      release: {
        version: '2026-02-12',
        sha256: '0000000000000000000000000000000000000000000000000000000000000000',
      },
      client: {
        version: '2025-03-13',
        sha256: '1111111111111111111111111111111111111111111111111111111111111111',
      },
      root: {
        user: secret('minio/root-user', { generate: 16 }),
        password: secret('minio/root-password', { generate: 32 }),
      },
      // A trial: the folders lie on the disk of the system. With drives of their own, leave this out.
      onSystemDisk: true,
      openFiles: 16_384,
      settings: { MINIO_API_REQUESTS_MAX: '400' },
      buckets: [{ name: 'assets', versioning: true }, { name: 'public', anonymous: 'download' }, { name: 'backups' }],
      policies: {
        'assets-of-cargohold': {
          Statement: [
            {
              Effect: 'Allow',
              Action: ['s3:GetObject', 's3:PutObject'],
              Resource: 'arn:aws:s3:::assets/*',
            },
            { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::assets' },
          ],
        },
      },
      users: [
        {
          name: 'cargohold',
          password: secret('minio/cargohold', { generate: 32 }),
          policies: ['assets-of-cargohold'],
        },
      ],
    });
  },
});
