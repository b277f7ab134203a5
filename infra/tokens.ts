/**
 * What access tokens are checked against: the public keys (a secret of the stage, set with `sst secret set TokenKeys`).
 */
export const tokenKeys = new sst.Secret("TokenKeys");
export const tokenIssuer = `urn:antar:${$app.stage}`;
export const tokenAudience = "antar";
