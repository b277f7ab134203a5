/**
 * The HTTP API: one function behind an HTTP API gateway.
 */
import { bundledHandler, handlers, ledgerActions, mainActions } from "./functions.ts";
import { planQueue } from "./queue.ts";
import { ledger, main } from "./tables.ts";
import { identityProviders, receiptKey, tokenAudience, tokenIssuer, tokenKeys } from "./tokens.ts";

export const api = new sst.aws.ApiGatewayV2("Api", { accessLog: { retention: "1 month" } });

api.route("$default", {
  bundle: handlers.api.bundle,
  handler: bundledHandler,
  runtime: "nodejs24.x",
  architecture: "arm64",
  memory: "1024 MB",
  timeout: "29 seconds",
  logging: { retention: "1 month", format: "json" },
  environment: {
    TABLE_MAIN: main.name,
    TABLE_LEDGER: ledger.name,
    PLAN_QUEUE_URL: planQueue.url,
    TOKEN_KEYS: tokenKeys.value,
    TOKEN_ISSUER: tokenIssuer,
    TOKEN_AUDIENCE: tokenAudience,
    IDENTITY_PROVIDERS: identityProviders.value,
    RECEIPT_KEY: receiptKey.value,
  },
  permissions: [
    { actions: [...mainActions], resources: [main.arn] },
    { actions: [...ledgerActions], resources: [ledger.arn] },
    { actions: ["sqs:SendMessage"], resources: [planQueue.arn] },
  ],
});
