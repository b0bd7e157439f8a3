/** Which pages of the console somebody sees, and on which one they begin. */
export type PageId = "today" | "plan" | "orders" | "review" | "imports" | "fleet" | "hub" | "report";

export interface Viewer {
  may: (permission: string) => boolean;
  /** Hubs, routes and fleets are the operator's; merchants and partners see their orders. */
  isOperator: boolean;
}

interface Access {
  needs: readonly string[];
  operatorOnly: boolean;
}

const ACCESS: Readonly<Record<PageId, Access>> = {
  // Without the live feed planned times would pass for expected ones.
  today: { needs: ["plans:read", "live:read"], operatorOnly: true },
  plan: { needs: ["plans:read"], operatorOnly: true },
  orders: { needs: ["orders:read"], operatorOnly: false },
  review: { needs: ["orders:read", "orders:write"], operatorOnly: true },
  imports: { needs: ["imports:write"], operatorOnly: false },
  fleet: { needs: ["fleet:read"], operatorOnly: true },
  hub: { needs: ["parcels:scan", "hubs:read"], operatorOnly: true },
  report: { needs: ["reports:read"], operatorOnly: true },
};

const STARTS: readonly PageId[] = ["today", "report", "orders"];

const maySee = (page: PageId, { may, isOperator }: Viewer): boolean =>
  ACCESS[page].needs.every(may) && (isOperator || !ACCESS[page].operatorOnly);

export const pagesOf = (viewer: Viewer): ReadonlySet<PageId> =>
  new Set((Object.keys(ACCESS) as PageId[]).filter((page) => maySee(page, viewer)));

/** The page to begin with; null when there is none for this person. */
export const startOf = (viewer: Viewer): PageId | null => STARTS.find((page) => maySee(page, viewer)) ?? null;
