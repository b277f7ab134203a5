/**
 * The bucket of road networks (`roads/<sha256 of the extract>.roads`) and attachments (`attachments/<tenant>/<sha256>`).
 * Versions are kept, nothing is public, every object is encrypted; devices send attachments to signed addresses.
 */
import { domain } from "./settings.ts";

export const files = new sst.aws.Bucket("Files", {
  versioning: true,
  enforceHttps: true,
  cors: {
    allowMethods: ["PUT"],
    allowOrigins: domain ? [`https://${domain}`] : ["https://*.cloudfront.net"],
    allowHeaders: ["content-type", "x-amz-checksum-sha256"],
    maxAge: "10 minutes",
  },
  lifecycle: [{ id: "photos", prefix: "attachments/", expiresIn: "400 days" }],
});

export const encryption = new aws.s3.BucketServerSideEncryptionConfigurationV2("FilesEncryption", {
  bucket: files.name,
  rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" }, bucketKeyEnabled: true }],
});
