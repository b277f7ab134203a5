/**
 * Values to DynamoDB attributes and back.
 */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { convertToAttr, unmarshall as toValue } from "@aws-sdk/util-dynamodb";

export type { AttributeValue };

/** `fields` as attributes; fields that are undefined are left out, at any depth. */
export function marshall(fields: Readonly<Record<string, unknown>>): Record<string, AttributeValue> {
  const attributes: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) attributes[name] = convertToAttr(value, { removeUndefinedValues: true });
  }
  return attributes;
}

/** Attributes as values. */
export function unmarshall(item: Readonly<Record<string, AttributeValue>>): Record<string, unknown> {
  return toValue({ ...item });
}
