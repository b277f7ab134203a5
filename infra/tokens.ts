/**
 * What access tokens are checked against (public keys) and what receipts are signed with (a private key). Both are secrets
 * of the stage: `sst secret set TokenKeys '{"keys":[...]}'`, `sst secret set ReceiptKey '{"kty":"EC",...}'`.
 */
export const tokenKeys = new sst.Secret("TokenKeys");
export const tokenIssuer = `urn:antar:${$app.stage}`;
export const tokenAudience = "antar";
export const receiptKey = new sst.Secret("ReceiptKey");
