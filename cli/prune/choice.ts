/** An image as an engine has it. */
export interface HeldImage {
  readonly id: string;
  /** `repository:tag`. */
  readonly tags: readonly string[];
  /** `repository@sha256:…`, by which it was pulled or pushed. */
  readonly digests: readonly string[];
  /** Bytes, with those that other images share. */
  readonly size: number;
  /** Digests of its layers, the lowest first. */
  readonly layers: readonly string[];
}

/** A container of the engine, running or not, by what it was made from. */
export interface Use {
  /** Id of the image. */
  readonly image: string;
  /** What the container was created from: a reference or an id. */
  readonly reference: string;
  /** Whether it is of the stack for certain. */
  readonly own: boolean;
}

/** What a stack knows of its releases; every name is as `plainName` writes it, or an image's id. */
export interface ReleaseRecord {
  /** What the running release and the kept ones are pulled by. */
  readonly kept: ReadonlySet<string>;
  /** What all releases that the stack ever tried were pulled by, with their tags. */
  readonly tried: ReadonlyMap<string, string>;
  /** Repositories of the system's own images, where they are pulled. */
  readonly repositories: ReadonlySet<string>;
}

export interface Wish {
  /** The prefix of what the stack builds: `syfthub-prod` of `syfthub-prod/backend:0a1b2c3d4e5f`. */
  readonly prefix: string;
  /** Ids of images in the stack's state. */
  readonly state: ReadonlySet<string>;
  /** Also what no release names: old builds, and what lost its name. @default false */
  readonly thorough?: boolean;
  /** Also images of repositories that other containers of the engine run from. @default false */
  readonly shared?: boolean;
}

export interface Chosen {
  readonly image: HeldImage;
  readonly why: string;
  /** What it is removed by: all its names, so that the engine refuses as soon as a container uses it. */
  readonly by: readonly string[];
}

export interface Choice {
  readonly removed: readonly Chosen[];
  /** What would go, if other stacks did not run from the same repositories. */
  readonly shared: readonly Chosen[];
}

/** Where the toolchain puts what it builds in place of official images. */
const local = "trireme.local/";

/** A reference as an engine writes it: `docker.io/library/postgres:16` is `postgres:16`. */
export function plainName(reference: string): string {
  return reference.replace(/^(?:index\.)?docker\.io\//, "").replace(/^library\//, "");
}

/** A name without its tag or digest. */
export function repositoryOf(name: string): string {
  const plain = plainName(name);
  const [repository = plain] = plain.split("@");
  return repository.replace(/:[^:/]+$/, "");
}

/** Whether a tag is one that this stack gives to what it builds. */
function isBuild(tag: string, prefix: string): boolean {
  return tag.startsWith(`${prefix}/`) && /^[^/:]+:[0-9a-f]{12}$/.test(tag.slice(prefix.length + 1));
}

/** The lowest layers of what this project has built: an image that lies on all of one's is of such a build, too. */
function lieOn(images: readonly HeldImage[], prefix: string): (image: HeldImage) => boolean {
  const bases = images.filter(
    ({ tags, layers }) =>
      layers.length > 0 && tags.some((tag) => tag.startsWith(local) || isBuild(tag, prefix)),
  );
  return ({ id, layers }) =>
    bases.some(
      (base) =>
        base.id !== id &&
        base.layers.length <= layers.length &&
        base.layers.every((layer, index) => layer === layers[index]),
    );
}

/** Why an image is of no use to the stack any more; undefined where it is, or where it is not the stack's. */
function reasonOf(
  image: HeldImage,
  { kept, tried, repositories }: ReleaseRecord,
  { prefix, thorough = false }: Wish,
  isLayer: (image: HeldImage) => boolean,
): string | undefined {
  const tags = image.tags.map(plainName);
  const digests = image.digests.map(plainName);
  const names = [...tags, ...digests];
  if ([image.id, ...names].some((name) => kept.has(name))) return undefined;
  if (names.length === 0) return thorough && isLayer(image) ? "a layer of an unfinished build" : undefined;
  if (thorough && tags.length > 0 && tags.every((tag) => isBuild(tag, prefix)))
    return "a build that is not in use";
  // Only this engine has it: nothing would bring it back.
  if (digests.length === 0) return undefined;
  // One name that is not of a release, and someone else has a use for it.
  if (!tags.every((tag) => tried.has(tag) && repositories.has(repositoryOf(tag)))) return undefined;
  const release = names.map((name) => tried.get(name)).find((tag) => tag !== undefined);
  const own = digests.every((name) => repositories.has(repositoryOf(name)));
  if (release !== undefined && (own || digests.every((name) => tried.has(name)))) return `release ${release}`;
  return thorough && own && tags.length === 0 ? "no release names it" : undefined;
}

/**
 * The images that a stack has brought to an engine and needs no more. Never among them: what a container uses, running or
 * not; what the running release or a kept one is pulled by; what has a name that the stack did not give it; and, unless
 * it is asked for, what is of a repository that others on the engine run from, because their earlier releases are not known.
 */
export function chooseImages(
  images: readonly HeldImage[],
  uses: readonly Use[],
  record: ReleaseRecord,
  wish: Wish,
): Choice {
  const used = new Set(uses.flatMap(({ image, reference }) => [image, reference, plainName(reference)]));
  const foreign = uses.filter(({ own }) => !own);
  const strangers = new Set(foreign.map(({ image }) => image));
  const others = new Set([
    ...foreign.map(({ reference }) => repositoryOf(reference)),
    ...images
      .filter(({ id }) => strangers.has(id))
      .flatMap(({ tags, digests }) => [...tags, ...digests].map(repositoryOf)),
  ]);
  const isLayer = lieOn(images, wish.prefix);
  const chosen = images
    .filter(
      ({ id, tags, digests }) =>
        !wish.state.has(id) &&
        ![id, ...tags, ...digests].some((name) => used.has(name) || used.has(plainName(name))),
    )
    .flatMap((image): readonly Chosen[] => {
      const why = reasonOf(image, record, wish, isLayer);
      const names = image.tags.length > 0 ? image.tags : image.digests;
      return why === undefined ? [] : [{ image, why, by: names.length > 0 ? names : [image.id] }];
    });
  const isShared = ({ image: { tags, digests } }: Chosen): boolean =>
    wish.shared !== true && [...tags, ...digests].some((name) => others.has(repositoryOf(name)));
  return {
    removed: chosen.filter((one) => !isShared(one)),
    shared: chosen.filter(isShared),
  };
}
