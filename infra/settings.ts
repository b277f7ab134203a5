/**
 * What an office sets before it deploys, from the environment of whoever runs `sst deploy`. Knows names and defaults; no cloud.
 */

/** Jakarta unless ANTAR_REGION says otherwise; see docs/deploy.md on where public and personal data may lie. */
export const region = process.env.ANTAR_REGION ?? "ap-southeast-3";
/** A domain in Route 53 for pages and API together, e.g. `antar.kpu-kota.go.id`; absent: CloudFront's own name. */
export const domain = process.env.ANTAR_DOMAIN;
/** Tenants that are looked after once a minute, separated by commas. */
export const tenants = process.env.ANTAR_TENANTS ?? "kendari";
/** Whom a push service may write to (RFC 8292). */
export const contact = process.env.ANTAR_CONTACT ?? "mailto:admin@example.com";
/** US dollars a month that raise a message at 80 and 100 per cent. */
export const budget = process.env.ANTAR_BUDGET ?? "50";
/** Who gets messages of alarms and money; absent: nobody does. */
export const operator = process.env.ANTAR_OPERATOR;
/** Longest search of a VROOM request, seconds, at most 20: the gateway answers after 29; empty: that surface is off. */
export const vroomSeconds = process.env.ANTAR_VROOM_SECONDS ?? "";
/** Jobs, and two for each shipment, that a VROOM request may have. */
export const vroomLocations = process.env.ANTAR_VROOM_LOCATIONS ?? "200";
/** Plans of at least so many TPS are made by many workers, one for each kecamatan. */
export const fanOutFrom = process.env.ANTAR_FAN_OUT_FROM ?? "1000";
/** How long logs are kept. */
export const logRetention = "1 month";
/** Digests of extracts whose networks the OSRM-compatible surface serves, separated by commas; empty: it is off. */
export const osrmRoads = process.env.ANTAR_OSRM_ROADS ?? "";
