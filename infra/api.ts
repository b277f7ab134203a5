/**
 * The HTTP API: one function behind an HTTP API gateway.
 */
import { files } from "./bucket.ts";
import {
  attachmentActions,
  bundledHandler,
  handlers,
  ledgerActions,
  mainActions,
  traced,
  tracing,
} from "./functions.ts";
import { planQueue } from "./queue.ts";
import { logRetention, osrmRoads, vroomLocations, vroomSeconds } from "./settings.ts";
import { ledger, main } from "./tables.ts";
import { identityProviders, pushKey, receiptKey, tokenAudience, tokenIssuer, tokenKeys } from "./tokens.ts";

export const api = new sst.aws.ApiGatewayV2("Api", {
  accessLog: { retention: logRetention },
  cors: false,
  transform: { stage: { defaultRouteSettings: { throttlingBurstLimit: 500, throttlingRateLimit: 250 } } },
});

/** The API reads road networks for the OSRM-compatible surface alone. */
const roadPermissions = osrmRoads
  ? [{ actions: ["s3:GetObject"], resources: [$interpolate`${files.arn}/roads/*`] }]
  : [];

api.route("$default", {
  bundle: handlers.api.bundle,
  handler: bundledHandler,
  runtime: "nodejs24.x",
  architecture: "arm64",
  memory: "1024 MB",
  timeout: "29 seconds",
  logging: { retention: logRetention, format: "json" },
  environment: {
    TABLE_MAIN: main.name,
    TABLE_LEDGER: ledger.name,
    PLAN_QUEUE_URL: planQueue.url,
    FILES_URL: $interpolate`https://${files.domain}/attachments`,
    TOKEN_KEYS: tokenKeys.value,
    TOKEN_ISSUER: tokenIssuer,
    TOKEN_AUDIENCE: tokenAudience,
    IDENTITY_PROVIDERS: identityProviders.value,
    RECEIPT_KEY: receiptKey.value,
    PUSH_KEY: pushKey.value,
    ROADS_URL: $interpolate`https://${files.domain}/roads`,
    OSRM_ROADS: osrmRoads,
    VROOM_SECONDS: vroomSeconds,
    VROOM_LOCATIONS: vroomLocations,
  },
  ...traced,
  permissions: [
    tracing,
    { actions: [...mainActions], resources: [main.arn] },
    { actions: [...ledgerActions], resources: [ledger.arn] },
    { actions: ["sqs:SendMessage"], resources: [planQueue.arn] },
    { actions: [...attachmentActions], resources: [$interpolate`${files.arn}/attachments/*`] },
    ...roadPermissions,
  ],
});
