export type ProblemBody = {
  type?: string;
  title?: string;
  detail?: string | null;
  errors?: { field: string; code?: string; message: string }[] | null;
};

/** What the API refused and why, in the reader's language; status 0 when it could not be reached at all. */
export class Problem extends Error {
  readonly status: number;
  readonly type: string;
  readonly title: string;
  readonly detail: string | undefined;
  readonly fields: Record<string, string>;
  /** When another try makes sense, in milliseconds of this device's clock. */
  readonly retryAt: number | null;

  constructor(status: number, body: ProblemBody = {}, retryAfter: number | null = null) {
    super(body.detail ?? body.title ?? `HTTP ${status}`);
    this.status = status;
    this.type = (body.type ?? '').replace(/^urn:passerelle:problem:/, '');
    this.title = body.title ?? '';
    this.detail = body.detail ?? undefined;
    this.fields = Object.fromEntries((body.errors ?? []).map((error) => [error.field, error.message]));
    this.retryAt = retryAfter === null ? null : Date.now() + retryAfter * 1000;
  }

  get isTransient() {
    return this.status === 0 || this.status >= 500;
  }
}
