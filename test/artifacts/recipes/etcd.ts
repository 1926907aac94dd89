import type { Recipe } from '../recipe.ts';

const VERSION = '3.6.16';

/** etcd with its two command lines, laid out as upstream's own archive. Apache-2.0. About a minute of processor time. */
export const etcd: Recipe = {
  from: 'go',
  file: `etcd-v${VERSION}-linux-amd64.tar.gz`,
  folder: 'etcd',
  programs: {
    etcd: 'go.etcd.io/etcd/server/v3',
    etcdctl: 'go.etcd.io/etcd/etcdctl/v3',
    etcdutl: 'go.etcd.io/etcd/etcdutl/v3',
  },
  top: `etcd-v${VERSION}-linux-amd64`,
};
