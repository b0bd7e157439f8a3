import { useLingui } from "@lingui/react/macro";
import { later, PersonMenu, SessionGate, StaleBar, useMay, useMe } from "@pannier/app";
import { AppShell, type NavEntry, Skeleton, ToastRegion, useSlashFocus } from "@pannier/ui";
import { Suspense } from "react";
import { Redirect, Route, Router, Switch, useLocation } from "wouter";
import { OrdersPage } from "./orders/OrdersPage.tsx";

const OrderPage = later(async () => (await import("./orders/OrderPage.tsx")).default);
const NewOrderPage = later(async () => (await import("./orders/NewOrderPage.tsx")).default);
const ImportsPage = later(async () => (await import("./orders/ImportsPage.tsx")).default);
const OffersPage = later(async () => (await import("./dispatch/OffersPage.tsx")).default);
const ApiKeysPage = later(async () => (await import("./accounts/ApiKeysPage.tsx")).default);

const BASE = "/portal";

export function App() {
  const { t } = useLingui();
  return (
    <SessionGate appName={t`the merchant portal`}>
      <Router base={BASE}>
        <Shell />
      </Router>
      <ToastRegion label={t`Notices`} closeLabel={t`Dismiss`} />
    </SessionGate>
  );
}

function useNav(): NavEntry[] {
  const { t } = useLingui();
  const may = useMay();
  const [location] = useLocation();
  const entry = (path: string, label: string, icon: NavEntry["icon"], active: boolean): NavEntry => ({
    href: BASE + path,
    label,
    icon,
    active,
    onPhone: true,
  });
  const all: (NavEntry | false)[] = [
    entry("/", t`Orders`, "orders", location === "/" || /^\/orders\/(?!new)/.test(location)),
    may("offers:answer") && entry("/offers", t`Offers`, "mail", location === "/offers"),
    may("orders:write") && entry("/orders/new", t`New order`, "plus", location === "/orders/new"),
    may("imports:write") && entry("/imports", t`Imports`, "imports", location.startsWith("/imports")),
    may("keys:write") && entry("/api-keys", t`API keys`, "key", location === "/api-keys"),
  ];
  return all.filter((one) => one !== false);
}

function Shell() {
  const { t } = useLingui();
  const [, navigate] = useLocation();
  const { organisation, operator } = useMe();
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
      head={
        <>
          <strong className="po-merchant" dir="auto">
            {organisation.name}
          </strong>
          <span className="po-space" />
          <PersonMenu />
        </>
      }
      notice={<StaleBar />}
      railFoot={
        operator && operator.id !== organisation.id && <span>{t`Delivered by ${operator.name}`}</span>
      }
    >
      <Suspense fallback={<Skeleton label={t`Loading`} lines={6} />}>
        <Switch>
          <Route path="/" component={OrdersPage} />
          <Route path="/orders/new" component={NewOrderPage} />
          <Route path="/orders/:id" component={OrderPage} />
          <Route path="/imports/:id?" component={ImportsPage} />
          <Route path="/offers" component={OffersPage} />
          <Route path="/api-keys" component={ApiKeysPage} />
          <Route>
            <Redirect to="/" />
          </Route>
        </Switch>
      </Suspense>
    </AppShell>
  );
}
