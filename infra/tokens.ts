/**
 * What access tokens are signed with (a ring of private keys), what receipts are signed with (a private key), and the
 * identity providers by tenant. All are secrets of the stage; docs/deploy.md says how they are made.
 */
export const tokenKeys = new sst.Secret("TokenKeys");
export const tokenIssuer = `urn:antar:${$app.stage}`;
export const tokenAudience = "antar";
export const identityProviders = new sst.Secret("IdentityProviders", "{}");
export const receiptKey = new sst.Secret("ReceiptKey");
/** Signs web pushes. */
export const pushKey = new sst.Secret("PushKey");
