import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { asList, asObject, asObjects, isObject, type JsonObject } from '../../src/playground/json.ts';
import type { RecordedRequest } from '../../src/playground/rest.ts';
import { unwrittenRules } from './unwritten-rules.ts';

/** Holds requests against Discord's own description of its API. */
export interface Conformance {
  /** What Discord would not understand in a request; empty where all is well. */
  faultsOf(request: Sent): readonly string[];
  /** The operation that a request is, as `post /channels/{channel_id}/messages`. */
  operationOf(request: Pick<Sent, 'method' | 'path'>): string | undefined;
}

/** A request, as the loopback records it. */
export type Sent = Pick<RecordedRequest, 'method' | 'path' | 'query' | 'body'> &
  Partial<Pick<RecordedRequest, 'files'>>;

interface Parameter {
  readonly name: string;
  readonly isRequired: boolean;
  readonly isValid: ValidateFunction;
}

interface Operation {
  readonly name: string;
  readonly query: readonly Parameter[];
  readonly body: { readonly isRequired: boolean; readonly validate: ValidateFunction } | undefined;
}

/**
 * What discord.js adds of its own accord: its `MessagePayload` writes both into every body, also into those for which
 * Discord describes neither (a reply has no nonce, an edit is not read aloud). As false they say nothing.
 */
const addedByDiscordJs = ['enforce_nonce', 'tts'];

/** Reads an OpenAPI document, closing every object in it: a key that it does not name is a fault. */
export function createConformance(openapi: unknown): Conformance {
  const { paths, components } = asObject(openapi);
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats, logger: false });
  const schemas = asObject(asObject(components).schemas);
  ajv.addSchema({ $id: 'discord', components: { schemas: closed(schemas, schemas) } });
  const compile = (schema: unknown) => ajv.compile(asObject(inDocument(closed(schema, schemas))));

  const routes = Object.entries(asObject(paths))
    .map(([template, item]) => ({ template, item: asObject(item), pattern: patternOf(template) }))
    // Where two templates fit, such as `@original` and an id, the one with fewer holes is meant.
    .sort((one, other) => holesIn(one.template) - holesIn(other.template));
  const operations = new Map<string, Operation>();

  const routeOf = ({ method, path }: Pick<Sent, 'method' | 'path'>) =>
    routes.find(({ pattern, item }) => pattern.test(decodeURIComponent(path)) && method.toLowerCase() in item);

  function operation(method: string, { template, item }: (typeof routes)[number]): Operation {
    const name = `${method} ${template}`;
    const known = operations.get(name) ?? readOperation(name, item, asObject(item[method]));
    operations.set(name, known);
    return known;
  }

  function readOperation(name: string, item: JsonObject, { parameters, requestBody }: JsonObject): Operation {
    const content = asObject(asObject(requestBody).content);
    // A multipart body carries the same JSON as its `payload_json`.
    const { schema } = asObject(content['application/json']);
    return {
      name,
      query: [item.parameters, parameters].flatMap(asList).flatMap((parameter) => {
        const { in: place, name: key, required, schema: its } = asObject(parameter);
        return place === 'query' ? [{ name: String(key), isRequired: required === true, isValid: compile(its) }] : [];
      }),
      body: schema ? { isRequired: asObject(requestBody).required === true, validate: compile(schema) } : undefined,
    };
  }

  return {
    operationOf(request) {
      const route = routeOf(request);
      return route && `${request.method.toLowerCase()} ${route.template}`;
    },
    faultsOf(request) {
      const route = routeOf(request);
      if (!route) return [`Discord has no ${request.method} ${request.path}`];
      const known = operation(request.method.toLowerCase(), route);
      return [
        ...queryFaults(known, request.query),
        ...bodyFaults(known, withSentFiles(request.body)),
        ...unwrittenRules(request),
      ];
    },
  };
}

function queryFaults({ name, query }: Operation, given: Sent['query']): readonly string[] {
  const unknown = Object.keys(given).filter((key) => !query.some((parameter) => parameter.name === key));
  const missing = query.filter((parameter) => parameter.isRequired && !(parameter.name in given));
  const wrong = query.filter((parameter) => {
    const value = given[parameter.name];
    return value !== undefined && !meaningsOf(value).some((meaning) => parameter.isValid(meaning));
  });
  return [
    ...unknown.map((key) => `${name}: unknown query ${key}`),
    ...missing.map((parameter) => `${name}: query ${parameter.name} is missing`),
    ...wrong.map((parameter) => `${name}: query ${parameter.name} is ${given[parameter.name]}`),
  ];
}

/** What a text in an address can stand for. */
function meaningsOf(text: string): readonly unknown[] {
  return [
    text,
    ...(text === 'true' || text === 'false' ? [text === 'true'] : []),
    ...(/^\d+$/.test(text) ? [Number(text)] : []),
  ];
}

function bodyFaults({ name, body }: Operation, given: unknown): readonly string[] {
  if (!body) return given === undefined ? [] : [`${name}: takes no body`];
  if (given === undefined) return body.isRequired ? [`${name}: needs a body`] : [];
  if (body.validate(withoutAdded(withRightsAsNumbers(given)))) return [];
  return tellingErrors(body.validate.errors ?? []).map((error) => `${name}: ${error}`);
}

/**
 * The rights that a command asks for are digits in a text, as its builder writes them; the document knows a number.
 * https://docs.discord.com/developers/interactions/application-commands#application-command-object
 */
function withRightsAsNumbers(body: unknown): unknown {
  if (!Array.isArray(body)) return body;
  return body.map((command) => {
    const { default_member_permissions: rights } = asObject(command);
    return typeof rights === 'string' && /^\d+$/.test(rights)
      ? { ...asObject(command), default_member_permissions: Number(rights) }
      : command;
  });
}

/**
 * A file that is sent along is named by its number among them, for which the document knows a snowflake alone. That it
 * was sent along is one of the unwritten rules.
 * https://docs.discord.com/developers/reference#uploading-files
 */
function withSentFiles(body: unknown): unknown {
  if (!isObject(body)) return body;
  if (isObject(body.data)) return { ...body, data: withSentFiles(body.data) };
  if (!Array.isArray(body.attachments)) return body;
  const attachments = body.attachments.map((attachment) =>
    isObject(attachment) && /^\d$/.test(String(attachment.id)) ? { ...attachment, id: '1'.repeat(18) } : attachment,
  );
  return { ...body, attachments };
}

function withoutAdded(body: unknown): unknown {
  if (!isObject(body)) return body;
  const kept = Object.entries(body).filter(([name, value]) => !(addedByDiscordJs.includes(name) && value === false));
  return Object.fromEntries(kept.map(([name, value]) => [name, name === 'data' ? withoutAdded(value) : value]));
}

/** A union and a null that was not chosen only repeat that something within is wrong. */
function tellingErrors(errors: readonly ErrorObject[]): readonly string[] {
  const isEcho = ({ keyword, params }: ErrorObject) =>
    ['oneOf', 'anyOf', 'not'].includes(keyword) || (keyword === 'type' && params.type === 'null');
  const told = errors.filter((error) => !isEcho(error));
  const messages = (told.length > 0 ? told : errors).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
  return [...new Set(messages)];
}

const formats = {
  snowflake: /^\d{17,20}$/,
  nonce: /^.{1,25}$/,
  uri: (text: string) => URL.canParse(text),
  'date-time': (text: string) => !Number.isNaN(Date.parse(text)),
  int32: true,
  int64: true,
  double: true,
} as const;

/**
 * A copy of a schema in which no object takes a key that is not named. Discord combines with `allOf` in answers only;
 * combined parts would have to be closed together, not one by one.
 */
function closed(schema: unknown, schemas: JsonObject): unknown {
  if (Array.isArray(schema)) return schema.map((part) => closed(part, schemas));
  if (!isObject(schema)) return schema;
  const byType = unionByType(schema, schemas);
  if (byType) return closed(byType, schemas);
  const copy = Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, closed(part, schemas)]));
  const isOpen = 'properties' in schema && 'type' in schema && !('additionalProperties' in schema);
  return isOpen && !('allOf' in schema) ? { ...copy, additionalProperties: false } : copy;
}

/**
 * The same as a union whose members each have a `type` of their own, in another form: only the member that has the
 * type which was sent is looked at, and so only its complaints are heard.
 */
function unionByType(schema: JsonObject, schemas: JsonObject): JsonObject | undefined {
  const members = asObjects(schema.oneOf ?? schema.anyOf);
  const typesOf = ({ $ref }: JsonObject) => {
    const { properties } = asObject(schemas[String($ref).replace('#/components/schemas/', '')]);
    return asList(asObject(asObject(properties).type).enum);
  };
  const types = members.flatMap(typesOf);
  const isTold = members.length > 1 && members.every((member) => typesOf(member).length > 0);
  if (!isTold || new Set(types).size < types.length) return undefined;
  return {
    type: 'object',
    required: ['type'],
    allOf: [
      { properties: { type: { enum: types } } },
      ...members.map((member) => ({ anyOf: [{ not: { properties: { type: { enum: typesOf(member) } } } }, member] })),
    ],
  };
}

/** A schema that stands elsewhere in the document, referring to the document's own parts. */
function inDocument(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"discord#/components/'));
}

const holesIn = (template: string) => template.split('{').length;

function patternOf(template: string): RegExp {
  const escaped = template.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  // Every hole that ends in `id` holds a snowflake; tokens may hold anything.
  return new RegExp(
    `^${escaped.replace(/\{(\w+)\}/g, (_, name: string) => (name.endsWith('_id') ? '\\d{17,20}' : '[^/]+'))}$`,
  );
}
