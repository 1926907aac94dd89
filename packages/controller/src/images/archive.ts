import { closeSync, fstatSync, openSync } from 'node:fs';
import { z } from 'zod';
import { ControllerError } from '../error.ts';
import { hashOf } from '../site/bundle/hash.ts';
import { bytesAt, type Place, placesIn } from './tar-places.ts';

/** An image in an archive. */
export interface ArchivedImage {
  /** The SHA-256 of its configuration, in hexadecimal: how engines know it. */
  readonly id: string;
  /** Digests of the manifests that lead to it, as registries name them; none where the archive has none. */
  readonly digests: readonly string[];
}

/** Of docker's own form: `docker save`, and `podman save` unless told otherwise. */
const DockerManifest = z.array(z.object({ Config: z.string().max(4096) })).max(1_000);

/** OCI image layout: an index leads to manifests, or to further indexes, one for each platform. */
const Descriptor = z.object({
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  platform: z.object({ architecture: z.string() }).optional(),
});
const Index = z.object({ manifests: z.array(Descriptor).max(1_000) });
const Manifest = z.object({ config: Descriptor });

/** Manifests and configurations are some kilobytes; registries take no more than this. In bytes. */
const MAX_DOCUMENT = 4 * 1024 ** 2;
/** An index of indexes of manifests: nobody nests deeper. */
const MAX_DEPTH = 3;

/**
 * The images in an archive of `docker save`, `podman save` or `skopeo copy`.
 * @throws ControllerError `no_image` where it is none, or is damaged
 */
export function imagesIn(path: string): readonly ArchivedImage[] {
  const file = openSync(path, 'r');
  try {
    const places = placesIn(file, fstatSync(file).size);
    const archive = new Archive(file, places);
    // Where an archive is of both forms, engines take docker's.
    return places.has('manifest.json') ? archive.ofDocker() : archive.ofOci();
  } finally {
    closeSync(file);
  }
}

class Archive {
  readonly #file: number;
  readonly #places: ReadonlyMap<string, Place>;

  constructor(file: number, places: ReadonlyMap<string, Place>) {
    this.#file = file;
    this.#places = places;
  }

  ofDocker(): readonly ArchivedImage[] {
    const images = this.#parsed('manifest.json', DockerManifest);
    const digests = this.#places.has('index.json') ? this.ofOci() : [];
    return images.map(({ Config }) => {
      const id = hashOf(this.#bytes(Config));
      return { id, digests: digests.filter((one) => one.id === id).flatMap((one) => one.digests) };
    });
  }

  ofOci(): readonly ArchivedImage[] {
    const found = new Map<string, string[]>();
    this.#follow(this.#parsed('index.json', Index), [], found);
    return [...found].map(([id, digests]) => ({ id, digests }));
  }

  #follow({ manifests }: z.infer<typeof Index>, above: readonly string[], found: Map<string, string[]>): void {
    if (above.length > MAX_DEPTH) throw damaged('its indexes lead nowhere');
    for (const { digest, platform } of manifests) {
      const name = `blobs/sha256/${digest.slice('sha256:'.length)}`;
      // Only some platforms of an index may be in an archive; what is for none is a note of whoever built it.
      if (!this.#places.has(name) || platform?.architecture === 'unknown') continue;
      const bytes = this.#bytes(name);
      if (`sha256:${hashOf(bytes)}` !== digest) throw damaged(`${name} has another checksum`);
      const document = parsedAs(bytes, name, z.union([Index, Manifest]));
      const path = [...above, digest];
      if ('manifests' in document) this.#follow(document, path, found);
      else {
        const id = document.config.digest.slice('sha256:'.length);
        found.set(id, [...(found.get(id) ?? []), ...path]);
      }
    }
  }

  #parsed<T>(name: string, schema: z.ZodType<T>): T {
    return parsedAs(this.#bytes(name), name, schema);
  }

  #bytes(name: string): Buffer {
    const place = this.#places.get(name);
    if (place === undefined) throw damaged(`it has no ${name}`);
    if (place.size > MAX_DOCUMENT) throw damaged(`${name} is too large`);
    return bytesAt(this.#file, place);
  }
}

function parsedAs<T>(bytes: Buffer, name: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (cause) {
    throw damaged(`${name} is not as it should be`, cause);
  }
}

const damaged = (why: string, cause?: unknown): ControllerError =>
  new ControllerError('no_image', `it is no archive of an image: ${why}`, { cause });
