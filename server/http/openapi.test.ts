import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { beforeEach, describe, expect, test } from 'vitest'
import { address, type Endpoint } from '../../shared/endpoint.ts'
import { doors } from '../../town/leaks/doors.ts'
import { type Answer, db, delegations, organizations, people, serverOf } from '../../town/town.ts'

// biome-ignore lint/suspicious/noExplicitAny: a document of any shape is what is tested
let document: any
beforeEach(async () => {
  document = (await (await serverOf(db()).browserOf('nobody'))({ url: '/api/openapi.json' })).json()
})

const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true }))
const pathOf = (door: Endpoint) => address(door)[1].replace(/:(\w+)/g, '{$1}')
const operationOf = (door: Endpoint) => document.paths[pathOf(door)]?.[address(door)[0].toLowerCase()]
// biome-ignore lint/suspicious/noExplicitAny: see above
const operations = (): [string, any][] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as object).map(([method, operation]): [string, unknown] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
  )

describe('SPEC 12: the document', () => {
  test('SPEC 12: it is OpenAPI 3.1, and speaks of this server', () => {
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: expect.any(String), version: expect.any(String) },
      servers: [{ url: 'http://localhost' }],
    })
    expect(Object.keys(document).sort()).toEqual(['components', 'info', 'openapi', 'paths', 'servers'])
  })

  test('SPEC 12: every door is in it, and nothing else', () => {
    const written = operations().map(([operation]) => operation)
    expect(written.sort()).toEqual(doors.map((door) => `${address(door)[0]} ${pathOf(door)}`).sort())
  })

  test('SPEC 12: every parameter of a path is declared, required and in the path', () => {
    for (const [name, { parameters }] of operations()) {
      const inPath = [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter)
      const declared = parameters.filter((parameter: { in: string }) => parameter.in === 'path')
      expect(
        declared.map((parameter: { name: string }) => parameter.name),
        name,
      ).toEqual(inPath)
      expect(
        declared.every((parameter: { required: boolean }) => parameter.required),
        name,
      ).toBe(true)
      const keys = parameters.map((parameter: { in: string; name: string }) => `${parameter.in} ${parameter.name}`)
      expect(new Set(keys).size).toBe(keys.length)
      for (const parameter of parameters)
        expect(parameter.schema, `${name} ${parameter.name}`).toEqual(expect.any(Object))
    }
  })

  test('SPEC 12: every operation has a summary and says what it answers; GET has no body', () => {
    for (const [name, operation] of operations()) {
      expect(operation.summary, name).toMatch(/^[A-Z].*\.$/)
      expect(Object.keys(operation.responses), name).toContain('default')
      expect(Object.keys(operation.responses).length, name).toBeGreaterThan(1)
      if (name.startsWith('GET')) expect(operation.requestBody, name).toBeUndefined()
      for (const response of Object.values(operation.responses))
        expect(response).toMatchObject({ description: expect.any(String) })
    }
  })

  test('SPEC 12: every schema in it is a valid one of JSON Schema 2020-12, and refers to nothing that is missing', () => {
    for (const [name, operation] of operations()) {
      const schemas = [
        ...operation.parameters.map(({ schema }: { schema: object }) => schema),
        ...contentsOf(operation.requestBody),
        ...Object.values(operation.responses).flatMap((response) => contentsOf(response as object)),
      ]
      for (const schema of schemas) expect(() => compile(schema), name).not.toThrow()
    }
  })

  test('ABUSE 19: the bodies it describes take no unknown fields', () => {
    for (const [name, operation] of operations())
      for (const schema of contentsOf(operation.requestBody))
        expect((schema as { additionalProperties: unknown }).additionalProperties, name).toBe(false)
  })

  test('SPEC 12: doors for signed-in people say so, and with which cookie', () => {
    expect(document.components.securitySchemes.session).toEqual({ type: 'apiKey', in: 'cookie', name: 'hc_session' })
    const open = operations()
      .filter(([, { security }]) => !security)
      .map(([name]) => name)
    expect(open.sort()).toEqual([
      'GET /api/v1/email-changes/{id}',
      'GET /api/v1/invitations/{id}',
      'GET /api/v1/unsubscriptions/{token}',
      'POST /api/auth/email-otp/reset-password',
      'POST /api/auth/email-otp/send-verification-otp',
      'POST /api/auth/sign-in/email',
      'POST /api/auth/sign-in/email-otp',
      'POST /api/v1/email-changes/{id}/stop',
      'POST /api/v1/invitations/{id}/claim',
      'POST /api/v1/unsubscriptions/{token}',
    ])
  })
})

type Content = { content?: Record<string, { schema: object }> }
const contentsOf = (of: Content | undefined): object[] => Object.values(of?.content ?? {}).map(({ schema }) => schema)
const compile = (schema: object) => ajv.compile({ ...schema, components: document.components })

describe('SPEC 12, R21: what doors answer is what the document says', () => {
  function expectDocumented(door: Endpoint, answer: Answer) {
    const { responses } = operationOf(door)
    const response = responses[answer.statusCode] ?? (answer.statusCode >= 400 ? responses.default : undefined)
    expect(response, `${door.route} ${answer.statusCode}`).toBeDefined()
    const [type] = String(answer.headers['content-type']).split(';')
    const schema = response.content[type!]?.schema
    expect(schema, `${door.route} answers ${type}`).toBeDefined()
    const valid = compile(schema)
    const told = type === 'text/csv' ? answer.body : answer.json()
    expect(valid(told), `${door.route} ${answer.body} ${JSON.stringify(valid.errors)}`).toBe(true)
  }
  const ids: Record<string, string> = {
    org: organizations.meridian.slug,
    id: delegations.pia,
    delegationId: delegations.pia,
  }
  const bodies: Record<string, object> = {
    'POST /organizations/:org/delegations': { email: 'ann@fairwork.example' },
    'POST /organizations/:org/delegations/bulk': { emails: ['bob@fairwork.example', 'nonsense', people.pia.email] },
    'PATCH /organizations/:org/delegations/:id': { permissions: ['notes'] },
    'POST /organizations': { name: 'Another Company' },
    'PATCH /me': { name: 'Another Name' },
    'POST /me/password': { newPassword: 'nineteen violet tractors' },
    'POST /notifications/read': { all: true },
    'POST /api/auth/email-otp/send-verification-otp': { email: 'ann@fairwork.example' },
  }
  const send = (browser: Awaited<ReturnType<ReturnType<typeof serverOf>['browserOf']>>, door: Endpoint) => {
    const [method, path] = address(door)
    const url = path.replace(/:(\w+)/g, (_, name: string) => ids[name]!)
    return browser({ method, url, ...(method !== 'GET' && { body: bodies[door.route] ?? {} }) })
  }

  test.each(['bea', 'edith', 'pia', 'stan', 'nobody'] as const)(
    'R21: every answer that %s gets is described, with its status and its shape',
    async (person) => {
      const browser = await serverOf(db()).browserOf(person)
      const statuses = new Set<number>()
      for (const door of doors.filter(
        ({ route }) => !route.endsWith('/sign-out') && !route.startsWith('DELETE /me/sessions'),
      )) {
        const answer = await send(browser, door)
        statuses.add(answer.statusCode)
        expectDocumented(door, answer)
      }
      expect(statuses.size).toBeGreaterThanOrEqual(person === 'nobody' ? 3 : 4)
    },
  )
})
