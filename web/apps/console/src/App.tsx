import { useLingui } from "@lingui/react/macro";
import { later, SessionGate, StaleBar, useMe } from "@pannier/app";
import { AppShell, EmptyState, type NavEntry, Skeleton, ToastRegion, useSlashFocus } from "@pannier/ui";
import { type ComponentType, type ReactNode, Suspense } from "react";
import { Redirect, Route, Router, Switch, useLocation } from "wouter";
import type { PageId } from "./access.ts";
import { DayProvider, useDay } from "./day.tsx";
import { Head } from "./Head.tsx";
import { NoHub } from "./NoHub.tsx";
import { NotFound } from "./NotFound.tsx";
import { usePages, useStart } from "./pages.ts";
import { useReviewCount } from "./places/useReview.ts";
import { TodayPage } from "./tracking/TodayPage.tsx";

const PlanPage = later(async () => (await import("./planning/PlanPage.tsx")).default);
const OrdersPage = later(async () => (await import("./orders/OrdersPage.tsx")).default);
const ReviewPage = later(async () => (await import("./places/ReviewPage.tsx")).default);
const ImportsPage = later(async () => (await import("./orders/ImportsPage.tsx")).default);
const FleetPage = later(async () => (await import("./fleet/FleetPage.tsx")).default);
const HubPage = later(async () => (await import("./hub/HubPage.tsx")).default);
const ReportPage = later(async () => (await import("./reports/ReportPage.tsx")).default);

const BASE = "/console";

export function App() {
  const { t } = useLingui();
  return (
    <SessionGate appName={t`the console`}>
      <Router base={BASE}>
        <DayProvider>
          <Shell>
            <Pages />
          </Shell>
        </DayProvider>
      </Router>
      <ToastRegion label={t`Notices`} closeLabel={t`Dismiss`} />
    </SessionGate>
  );
}

function useNav(): NavEntry[] {
  const { t } = useLingui();
  const [location] = useLocation();
  const waiting = useReviewCount();
  const pages = usePages();
  const entry = (
    page: PageId,
    path: string,
    label: string,
    icon: NavEntry["icon"],
    more: Partial<NavEntry> = {},
  ): NavEntry | false =>
    pages.has(page) && {
      href: BASE + path,
      label,
      icon,
      active: path === "/" ? location === "/" : location.startsWith(path),
      ...more,
    };
  const all = [
    entry("today", "/", t`Today`, "today", { onPhone: true }),
    entry("plan", "/plan", t`Plan`, "plan", { onPhone: true }),
    entry("orders", "/orders", t`Orders`, "orders", { onPhone: true }),
    entry("review", "/review", t`Addresses`, "review", { count: waiting, onPhone: true }),
    entry("imports", "/imports", t`Imports`, "imports"),
    entry("fleet", "/fleet", t`Fleet`, "fleet"),
    entry("hub", "/hub", t`Hub`, "home", { onPhone: !pages.has("review") }),
    entry("report", "/report", t`Report`, "report"),
  ];
  return all.filter((one) => one !== false);
}

function Shell({ children }: { children: ReactNode }) {
  const { t } = useLingui();
  const [, navigate] = useLocation();
  const { operator, organisation } = useMe();
  const nav = useNav();
  useSlashFocus();
  return (
    <AppShell
      brand="Pannier"
      navLabel={t`Main`}
      skipLabel={t`Skip to content`}
      moreLabel={t`More`}
      nav={nav}
      onNavigate={(href) => navigate(href.slice(BASE.length) || "/")}
      head={<Head />}
      notice={<StaleBar />}
      railFoot={<span dir="auto">{(operator ?? organisation).name}</span>}
    >
      {children}
    </AppShell>
  );
}

const PAGES: readonly { id: PageId; path: string; component: ComponentType }[] = [
  { id: "today", path: "/", component: TodayPage },
  { id: "plan", path: "/plan", component: PlanPage },
  { id: "orders", path: "/orders/:id?", component: OrdersPage },
  { id: "review", path: "/review/:id?", component: ReviewPage },
  { id: "imports", path: "/imports/:id?", component: ImportsPage },
  { id: "fleet", path: "/fleet", component: FleetPage },
  { id: "hub", path: "/hub", component: HubPage },
  { id: "report", path: "/report", component: ReportPage },
];
const AT_A_HUB: ReadonlySet<PageId> = new Set(["today", "plan", "fleet", "hub", "report"]);

/** A page for those who may see it, once there is a hub where it needs one. */
function Page({ id, component: Shown }: (typeof PAGES)[number]) {
  const { t } = useLingui();
  const pages = usePages();
  const { hub, isReady } = useDay();
  if (!pages.has(id)) return <Closed id={id} />;
  if (hub || !AT_A_HUB.has(id)) return <Shown />;
  return isReady ? <NoHub /> : <Skeleton label={t`Loading`} lines={6} />;
}

function Closed({ id }: { id: PageId }) {
  const { t } = useLingui();
  const start = useStart();
  if (id === "today" && start) return <Redirect to={`/${start}`} replace />;
  return (
    <EmptyState icon="key" title={t`This page is not for your account`}>
      {t`An administrator of the operator decides who may see what.`}
    </EmptyState>
  );
}

function Pages() {
  const { t } = useLingui();
  return (
    <Suspense fallback={<Skeleton label={t`Loading`} lines={6} />}>
      <Switch>
        {PAGES.map((page) => (
          <Route key={page.id} path={page.path}>
            <Page {...page} />
          </Route>
        ))}
        <Route>
          <NotFound />
        </Route>
      </Switch>
    </Suspense>
  );
}
