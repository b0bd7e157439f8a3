import { useLingui } from "@lingui/react/macro";
import { SessionGate, StaleBar, useMay, useMe } from "@pannier/app";
import { AppShell, type NavEntry, Skeleton, ToastRegion, useSlashFocus } from "@pannier/ui";
import { lazy, type ReactNode, Suspense } from "react";
import { Redirect, Route, Router, Switch, useLocation } from "wouter";
import { DayProvider } from "./day.tsx";
import { Head } from "./Head.tsx";
import { useReviewCount } from "./places/useReview.ts";
import { TodayPage } from "./tracking/TodayPage.tsx";

const PlanPage = lazy(() => import("./planning/PlanPage.tsx"));
const OrdersPage = lazy(() => import("./orders/OrdersPage.tsx"));
const ReviewPage = lazy(() => import("./places/ReviewPage.tsx"));
const ImportsPage = lazy(() => import("./orders/ImportsPage.tsx"));
const FleetPage = lazy(() => import("./fleet/FleetPage.tsx"));
const HubPage = lazy(() => import("./hub/HubPage.tsx"));
const ReportPage = lazy(() => import("./reports/ReportPage.tsx"));

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
  const may = useMay();
  const entry = (
    path: string,
    label: string,
    icon: NavEntry["icon"],
    more: Partial<NavEntry> = {},
  ): NavEntry => ({
    href: BASE + path,
    label,
    icon,
    active: path === "/" ? location === "/" : location.startsWith(path),
    ...more,
  });
  return [
    entry("/", t`Today`, "today", { onPhone: true }),
    entry("/plan", t`Plan`, "plan", { onPhone: true }),
    entry("/orders", t`Orders`, "orders", { onPhone: true }),
    entry("/review", t`Addresses`, "review", { count: waiting, onPhone: true }),
    entry("/imports", t`Imports`, "imports"),
    entry("/fleet", t`Fleet`, "fleet"),
    ...(may("parcels:scan") ? [entry("/hub", t`Hub`, "home")] : []),
    entry("/report", t`Report`, "report"),
  ];
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

function Pages() {
  const { t } = useLingui();
  return (
    <Suspense fallback={<Skeleton label={t`Loading`} lines={6} />}>
      <Switch>
        <Route path="/" component={TodayPage} />
        <Route path="/plan" component={PlanPage} />
        <Route path="/orders/:id?" component={OrdersPage} />
        <Route path="/review/:id?" component={ReviewPage} />
        <Route path="/imports/:id?" component={ImportsPage} />
        <Route path="/fleet" component={FleetPage} />
        <Route path="/hub" component={HubPage} />
        <Route path="/report" component={ReportPage} />
        <Route>
          <Redirect to="/" />
        </Route>
      </Switch>
    </Suspense>
  );
}
