import { z } from "zod";
import { configSchema } from "./schema";

type JsonSchema = z.core.JSONSchema.JSONSchema;

const encrypted = { $ref: "#/definitions/encrypted" };

/** Where values may stand encrypted, as `pulumi config set --secret` writes them. */
function withEncryption(schema: JsonSchema): void {
  const { encrypted: when, ...plain } = schema;
  if (when === undefined) return;
  for (const key of Object.keys(schema)) delete schema[key];
  Object.assign(schema, when === "always" ? encrypted : { anyOf: [plain, encrypted] });
}

/** JSON Schema (draft 7) of a whole `Pulumi.<stack>.yaml`, for editors. */
export function stackFileSchema(project = "trireme"): JsonSchema {
  const { properties = {}, required = [] } = z.toJSONSchema(configSchema, {
    io: "input",
    target: "draft-7",
    override: ({ jsonSchema }) => withEncryption(jsonSchema),
  });
  const names = Object.keys(properties);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Stack of a system run by Trireme",
    type: "object",
    properties: {
      config: {
        type: "object",
        properties: Object.fromEntries(names.map((name) => [`${project}:${name}`, properties[name] ?? true])),
        required: required.map((name) => `${project}:${name}`),
        patternProperties: { [`^${project}:(?!(?:${names.join("|")})$)`]: false },
      },
      encryptionsalt: { type: "string" },
      secretsprovider: { type: "string" },
      encryptedkey: { type: "string" },
    },
    required: ["config"],
    definitions: {
      encrypted: {
        description: "Set with pulumi config set --secret.",
        type: "object",
        properties: { secure: { type: "string", minLength: 1 } },
        required: ["secure"],
        additionalProperties: false,
      },
    },
  };
}
