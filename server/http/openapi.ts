import { z } from 'zod'
import { address, type Endpoint } from '../../shared/endpoint.ts'
import { Problem } from '../../shared/errors.ts'

type Opened = { door: Endpoint; signedIn: boolean }
type JsonSchema = { properties?: Record<string, object>; required?: string[] } & Record<string, unknown>

/** The OpenAPI 3.1 document of all open doors, made from the very objects that the server checks with. */
export function openApiOf(doors: Opened[], publicUrl: string, cookieName: string) {
  const paths: Record<string, Record<string, object>> = {}
  for (const opened of doors) {
    const [verb, path] = address(opened.door)
    const url = path.replace(/:(\w+)/g, '{$1}')
    paths[url] = { ...paths[url], [verb.toLowerCase()]: operationOf(opened, verb === 'GET') }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Human Cloud, partner access', version: '1' },
    servers: [{ url: publicUrl }],
    paths,
    components: {
      schemas: { Problem: jsonSchema(Problem, 'output') },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: cookieName } },
    },
  }
}

function operationOf({ door, signedIn }: Opened, isGet: boolean) {
  const { properties = {}, required = [], ...rest } = jsonSchema(door.input, 'input')
  const inPath = [...door.route.matchAll(/:(\w+)/g)].map(([, name]) => name!)
  const others = Object.keys(properties).filter((name) => !inPath.includes(name))
  const parameter = (where: string) => (name: string) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: properties[name],
  })
  const body = {
    ...rest,
    properties: pick(properties, others),
    required: required.filter((name) => others.includes(name)),
  }
  return {
    summary: door.summary,
    ...(signedIn && { security: [{ session: [] }] }),
    parameters: [
      ...inPath.map(parameter('path')),
      ...(isGet ? others.map(parameter('query')) : []),
      ...headersOf(door),
    ],
    ...(!isGet &&
      others.length > 0 && {
        requestBody: { required: body.required.length > 0, content: { 'application/json': { schema: body } } },
      }),
    responses: {
      [door.status]: {
        description: 'Done',
        content:
          door.sends === 'csv'
            ? { 'text/csv': { schema: { type: 'string' } } }
            : { 'application/json': { schema: jsonSchema(door.reply, 'output') } },
      },
      default: {
        description: 'Refused',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

const headersOf = (door: Endpoint) => [
  ...(door.idempotent
    ? [header('Idempotency-Key', 'Same key and body: the first answer again, nothing done twice.')]
    : []),
  ...(door.versioned ? [header('If-Match', 'The version you have seen; a stale one is refused with 412.')] : []),
]
const header = (name: string, description: string) => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string' },
})

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest as JsonSchema
}

const pick = (from: Record<string, object>, names: string[]) =>
  Object.fromEntries(names.map((name) => [name, from[name]!]))
