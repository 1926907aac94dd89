import { createHash } from 'node:crypto';
import { paddingOf, TAR_END, tarHeader } from '../offline/tar.ts';

export const sha256Of = (content: Uint8Array | string): string => createHash('sha256').update(content).digest('hex');

/** A tar archive of these files, in their order. */
export const tarOf = (files: readonly (readonly [name: string, content: string])[]): Buffer =>
  Buffer.concat([
    ...files.flatMap(([name, content]) => {
      const bytes = Buffer.from(content);
      return [tarHeader({ name, size: bytes.length }), bytes, Buffer.alloc(paddingOf(bytes.length))];
    }),
    TAR_END,
  ]);

type Files = readonly (readonly [name: string, content: string])[];

/** An image as OCI image layout has it: its configuration, its manifest, and their checksums. */
export function ociImage(config: string): { readonly id: string; readonly digest: string; readonly files: Files } {
  const id = sha256Of(config);
  const manifest = JSON.stringify({
    schemaVersion: 2,
    config: { digest: `sha256:${id}`, size: config.length },
    layers: [],
  });
  const digest = `sha256:${sha256Of(manifest)}`;
  return {
    id,
    digest,
    files: [
      [`blobs/sha256/${id}`, config],
      [`blobs/sha256/${sha256Of(manifest)}`, manifest],
    ],
  };
}

/** An archive of images as `skopeo copy` makes it. */
export const ociArchive = (...images: readonly ReturnType<typeof ociImage>[]): Buffer =>
  tarOf([
    ...images.flatMap(({ files }) => files),
    ['index.json', JSON.stringify({ schemaVersion: 2, manifests: images.map(({ digest }) => ({ digest })) })],
    ['oci-layout', '{"imageLayoutVersion":"1.0.0"}'],
  ]);

/** An archive of images as `docker save` makes it. */
export const dockerArchive = (...configs: readonly string[]): Buffer =>
  tarOf([
    ...configs.map((config) => [`${sha256Of(config)}.json`, config] as const),
    [
      'manifest.json',
      JSON.stringify(configs.map((config) => ({ Config: `${sha256Of(config)}.json`, RepoTags: null }))),
    ],
  ]);
