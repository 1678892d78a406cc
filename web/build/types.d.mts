/** The types of an OpenAPI document, as text. */
export function typesOf(document: unknown): Promise<string>;
