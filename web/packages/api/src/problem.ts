/** Errors of the API: application/problem+json with a stable code and a sentence that says what to do. */
export interface FieldProblem {
  pointer: string;
  code: string;
  detail: string;
}

export class ApiProblem extends Error {
  override readonly name = "ApiProblem";

  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly fields: readonly FieldProblem[] = [],
  ) {
    super(detail || title);
  }

  /** True when the session is missing or over. */
  get signedOut(): boolean {
    return this.status === 401;
  }

  /** The sentence for one input, found by the last part of its JSON pointer or by its whole path. */
  fieldDetail(name: string): string | undefined {
    const wanted = `/${name}`;
    return this.fields.find((field) => field.pointer === wanted || field.pointer.endsWith(wanted))?.detail;
  }
}

/** The network did not carry the request; nothing is known about what the server did. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

/** Read a failed response into an ApiProblem; bodies that are no problem+json keep their status. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => null);
  return problemFrom(response.status, body);
}

/** Read a problem body that was parsed already. */
export function problemFrom(status: number, body: unknown): ApiProblem {
  const given = (body && typeof body === "object" ? body : {}) as Partial<{
    code: string;
    title: string;
    detail: string;
    errors: FieldProblem[];
  }>;
  return new ApiProblem(
    status,
    given.code ?? `http_${status}`,
    given.title ?? "The request failed",
    given.detail ?? "",
    given.errors ?? [],
  );
}
