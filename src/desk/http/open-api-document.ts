import { type OpenAPI, OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { wire } from '#wire/contract.ts'
import { wireVersion, wireVersionHeader } from '#wire/version.ts'

let made: Promise<OpenAPI.Document> | null = null

/** The wire as an OpenAPI document, generated from the contract the desk itself checks requests with. */
export function openApiDocument(): Promise<OpenAPI.Document> {
  made ??= new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] }).generate(wire, {
    info: {
      title: 'Pult central desk',
      version: String(wireVersion),
      description:
        `Every request carries the header \`${wireVersionHeader}: ${wireVersion}\`. ` +
        'All but sign-in, refresh and sign-out carry `authorization: Bearer` with the access token.',
    },
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    security: [{ bearer: [] }],
  })
  return made
}
