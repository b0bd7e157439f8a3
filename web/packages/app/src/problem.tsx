import { useLingui } from "@lingui/react/macro";
import { ApiProblem, Unreachable } from "@pannier/api";
import { Button, ErrorState, toast } from "@pannier/ui";

/** What went wrong in one sentence that says what to do. */
export function useProblemText(): (error: unknown) => string {
  const { t } = useLingui();
  return (error) => {
    if (error instanceof Unreachable)
      return t`The server cannot be reached. Nothing was changed; check the connection and try again.`;
    if (error instanceof ApiProblem) return error.detail || error.title;
    return t`Something unexpected happened on this page. Nothing was sent; reload it and try again.`;
  };
}

const NOWHERE = new Set([404, 422]);

/** True when what an address of the app names does not exist, or cannot. */
export const isUnknown = (error: unknown): boolean =>
  error instanceof ApiProblem && NOWHERE.has(error.status);

/** The error state of a part of a page, with the way on. */
export function ProblemState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useLingui();
  const textOf = useProblemText();
  const title = error instanceof ApiProblem ? error.title : t`This could not be loaded`;
  const code = error instanceof ApiProblem ? error.code : null;
  return (
    <ErrorState
      title={title}
      action={
        onRetry && (
          <Button onPress={onRetry} look="primary">
            {t`Try again`}
          </Button>
        )
      }
    >
      {textOf(error)}
      {code && (
        <>
          <br />
          <small>{t`Code: ${code}`}</small>
        </>
      )}
    </ErrorState>
  );
}

/** Tell a failed command in passing; the page stays as it is. */
export function useFailureToast(): (error: unknown) => void {
  const textOf = useProblemText();
  return (error) => toast(textOf(error), { tone: "danger" });
}
