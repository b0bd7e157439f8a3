import { useMay, useMe } from "@pannier/app";
import { type PageId, pagesOf, startOf, type Viewer } from "./access.ts";

const useViewer = (): Viewer => {
  const { organisation } = useMe();
  return { may: useMay(), isOperator: organisation.kind === "operator" };
};

/** Pages that the signed-in person may see. */
export function usePages(): ReadonlySet<PageId> {
  return pagesOf(useViewer());
}

/** The page to begin with. */
export function useStart(): PageId | null {
  return startOf(useViewer());
}
