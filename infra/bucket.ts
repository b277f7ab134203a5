/**
 * The bucket of road networks: `roads/<sha256 of the extract>.roads`. Versions are kept, nothing is public.
 */
export const files = new sst.aws.Bucket("Files", { versioning: true, enforceHttps: true });
