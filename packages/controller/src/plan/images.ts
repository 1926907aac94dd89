import type { Declared, Sha256 } from '@rolecall/protocol';
import type { Kinds, ParamsOf } from '@rolecall/resources';
import { ControllerError } from '../error.ts';
import type { BlobGrants } from '../hub/contract.ts';
import { type ArchivedImage, imagesIn } from '../images/archive.ts';

type ContainerParams = ParamsOf<Kinds['container']>;

/** Archives that were looked into, by their checksums: what is in one never changes. */
const known = new Map<Sha256, readonly ArchivedImage[]>();
const MAX_KNOWN = 1_000;

/**
 * Says of a container which image of its archive it is: the one that its author names by id, or the one whose manifest `image` names.
 * @throws ControllerError `other_image` where the archive has no such one, `no_image` where it is no archive of an image
 */
export function withImageId<R extends Declared>(blobs: BlobGrants, resource: R): R {
  if (resource.kind !== 'container') return resource;
  const params = resource.params as unknown as ContainerParams;
  const { archive } = params;
  // What the controller does not have is refused where it is granted.
  if (archive === undefined || !blobs.has(archive.sha256 as Sha256)) return resource;
  const id = idIn(imagesOf(blobs, archive.sha256 as Sha256, resource), params, archive, resource);
  return { ...resource, params: { ...resource.params, archive: { ...archive, id } } };
}

function imagesOf(blobs: BlobGrants, sha256: Sha256, { key, source }: Declared): readonly ArchivedImage[] {
  const before = known.get(sha256);
  if (before !== undefined) return before;
  try {
    const images = imagesIn(blobs.pathOf(sha256));
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(sha256, images);
    return images;
  } catch (cause) {
    if (!(cause instanceof ControllerError)) throw cause;
    const message = `the archive ${sha256} of the container ${key} cannot be used: ${cause.message}`;
    throw new ControllerError(cause.code, message, { at: source, hint: cause.hint, cause });
  }
}

function idIn(
  images: readonly ArchivedImage[],
  { image }: ContainerParams,
  { sha256, id }: NonNullable<ContainerParams['archive']>,
  { key, source }: Declared,
): string {
  const digest = image.slice(image.indexOf('@') + 1);
  const meant = images.filter((one) => (id === undefined ? one.digests.includes(digest) : one.id === id));
  const [first, ...others] = [...new Set(meant.map((one) => one.id))];
  if (first !== undefined && others.length === 0) return first;
  const ids = [...new Set(images.map((one) => one.id))].join(', ');
  const wanted = id === undefined ? `one image with the manifest ${digest}` : `an image with the id ${id}`;
  const held = ids === '' ? 'no image' : `what has the id ${ids}`;
  throw new ControllerError(
    'other_image',
    `the archive ${sha256} of the container ${key} does not hold ${wanted}, but ${held}`,
    {
      at: source,
      hint: `if that is the image that is meant, say so: archive: { sha256: '…', id: '…' }; docker save and podman save do not keep the manifest of a registry`,
    },
  );
}
